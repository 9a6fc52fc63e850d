import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type FaultBoundary, guard } from '#lib/failures/guard.ts';
import { DescriptorReserve } from '#server/front/descriptor-reserve.ts';
import { usualPatience, watchTurns } from '#server/front/watchdog.ts';
import { machineVariable, readMachine } from '#server/process/machine-limits.ts';
import { privateCommand, reasonVariable } from '#server/process/private-command.mjs';
import { watchdogFd, watchdogVariable } from '#server/process/watchdog-channel.ts';

/** The first start after a death comes at once, the next ones after growing pauses. */
const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** After so long it counts as having run. */
const steadyMs = 10_000;
/** Until then it has ended by itself. */
const graceMs = 1_300;
/** `EX_CONFIG` of sysexits.h: what it was given cannot be used, now or later. */
const wrongOptions = 78;

const retryMs = 30;

async function canConnect(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Closing a capture takes a thread some 10 ms; with so many of them a full lab still ends within its second. */
const poolThreads = 8;

/** To start a process takes pipes to it, and one more while the program is being started. */
const descriptorsToStart = 24;

/** The path of a Unix socket must fit into 104 bytes (macOS; 108 on Linux). */
const longestFolderBytes = 80;

interface SidecarOptions {
  /** The project's folder. */
  readonly root: string;
  /** What starts it, without a network of its own. */
  readonly command: readonly string[];
  /** Exact origins whose pages may use the lab. */
  readonly origins: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Logger;
}

/** Keeps the sidecar running: starts it, starts it again when it dies or is stuck, and ends it. */
export class Sidecar implements FaultBoundary {
  readonly socketPath: string;
  readonly #folder: string;
  readonly #options: SidecarOptions;
  readonly #reserve = new DescriptorReserve(descriptorsToStart);
  #child: ChildProcess | null = null;
  #nextStart: NodeJS.Timeout | undefined;
  #pauseMs = 0;
  #isStopping = false;
  /** It was given what it can never start with. */
  #isOff = false;

  private constructor(folder: string, options: SidecarOptions) {
    this.#folder = folder;
    this.socketPath = join(folder, 'sidecar.sock');
    this.#options = options;
    process.once('exit', this.#removeFolder);
    this.#reserve.lend(() => this.#start());
  }

  /** Returns at once; the sidecar needs a moment until it listens. */
  static start(options: SidecarOptions): Sidecar {
    const parent = Buffer.byteLength(tmpdir()) > longestFolderBytes ? '/tmp' : tmpdir();
    // `mkdtemp` makes a folder that no other user can look into.
    return new Sidecar(mkdtempSync(join(parent, 'ackademy-')), options);
  }

  /** Ends the process that runs, if one does; another takes its place at once. */
  restart(): void {
    if (this.#isStopping) return;
    this.#pauseMs = 0;
    if (this.#child === null) this.#startLater();
    else this.#child.kill('SIGTERM');
  }

  /** Waits until the sidecar takes connections, `withinMs` at most; did it? */
  async listens(withinMs: number): Promise<boolean> {
    const until = performance.now() + withinMs;
    while (performance.now() < until && !this.#isStopping && !this.#isOff) {
      if (await canConnect(this.socketPath)) return true;
      await pause(retryMs);
    }
    return false;
  }

  /** A bug in starting or watching it: the pages go on, and it is tried again. */
  fail(error: unknown): void {
    this.#options.log.error({ err: error }, 'a bug in keeping the sidecar running');
    if (this.#child === null && !this.#isStopping) this.#startLater();
  }

  /** Resolves when nothing of it is left. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#nextStart);
    const child = this.#child;
    if (child !== null) {
      const ended = new Promise<void>((resolve) =>
        child.once(
          'exit',
          guard(this, () => resolve()),
        ),
      );
      const kill = guard(this, () => child.kill('SIGKILL'));
      const last = setTimeout(kill, graceMs);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(last);
    }
    process.off('exit', this.#removeFolder);
    this.#removeFolder();
    this.#reserve.close();
  }

  readonly #removeFolder = guard(this, () => {
    this.#reserve.lend(() => rmSync(this.#folder, { recursive: true, force: true }));
  });

  #start(): void {
    const { root, command, origins, environment, log } = this.#options;
    const { file, args, reason } = privateCommand(command, environment);
    const child = spawn(file, args, {
      cwd: root,
      env: {
        ...environment,
        LAB_SOCKET: this.socketPath,
        LAB_ORIGINS: origins.join(','),
        UV_THREADPOOL_SIZE: String(poolThreads),
        // One that was inherited is about another process.
        [reasonVariable]: reason ?? undefined,
        [watchdogVariable]: '1',
        [machineVariable]: JSON.stringify(readMachine()),
      },
      // Its standard input is a pipe that nothing is written to: when this process goes, however it goes, the pipe ends.
      stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
    });
    this.#child = child;
    const beganMs = performance.now();
    const stopWatching = this.#watch(child);
    let over = false;
    const ended = (how: object, exitCode: number | null) => {
      if (over) return;
      over = true;
      stopWatching();
      this.#child = null;
      if (this.#isStopping) return;
      if (exitCode === wrongOptions) {
        this.#isOff = true;
        log.error('the lab is off: its options cannot be used');
        return;
      }
      if (performance.now() - beganMs >= steadyMs) this.#pauseMs = 0;
      log.warn({ ...how, pauseMs: this.#pauseMs }, 'the sidecar ended and is started again');
      this.#startLater();
    };
    child.once(
      'error',
      guard(this, (error: Error) => ended({ err: error }, null)),
    );
    child.once(
      'exit',
      guard(this, (code: number | null, signal: string | null) => ended({ code, signal }, code)),
    );
  }

  #watch(child: ChildProcess): () => void {
    const { pid, stdio } = child;
    const channel = stdio[watchdogFd];
    // It could not be started, which an event says.
    if (pid === undefined || !(channel instanceof Duplex)) return () => {};
    return watchTurns({ pid, channel }, usualPatience, this, () => {
      this.#options.log.error('the sidecar is stuck and is ended');
      child.kill('SIGKILL');
    });
  }

  #startLater(): void {
    clearTimeout(this.#nextStart);
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs, pauseMs * 2));
    const start = guard(this, () => {
      // A sidecar that was killed leaves its socket behind, and another could not listen there.
      rmSync(this.socketPath, { force: true });
      this.#reserve.lend(() => this.#start());
    });
    this.#nextStart = setTimeout(start, pauseMs);
  }
}

/** What the sidecar is made of. */
const sources = ['server/main.ts', 'server/process', 'server/bridge', 'server/kernel', 'lib/lab'];
/** An editor that saves several files restarts it once. */
const settleMs = 100;

/** Starts the sidecar anew whenever a file that it is made of changes. For development. */
export async function restartOnChange(root: string, sidecar: Sidecar): Promise<void> {
  const { watch } = await import('chokidar');
  let soon: NodeJS.Timeout | undefined;
  const restart = guard(sidecar, () => sidecar.restart());
  const changed = guard(sidecar, () => {
    clearTimeout(soon);
    soon = setTimeout(restart, settleMs);
  });
  watch(
    sources.map((path) => join(root, path)),
    { ignoreInitial: true, ignored: (path) => path.endsWith('.test.ts') },
  ).on('all', changed);
}
