import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type FaultBoundary, guard } from '#lib/failures/guard.ts';
import { privateCommand, reasonVariable } from '#server/process/private-command.mjs';

const askEveryMs = 2_000;
/** Shorter than that, so that one request is over before the next. */
const answerMs = 1_500;
/** So many requests in a row without an answer mean that it hangs. */
const hangsAfter = 4;
/** Nothing listens there: it starts, or it ended, which is noticed in another way. */
const notThere = new Set(['ENOENT', 'ECONNREFUSED']);

/**
 * Asks the sidecar for `/lab/healthz` now and then, and calls `hung` once when it has not answered for some seconds. What
 * comes back stops that.
 *
 * Requests are counted, not time: a computer that was asleep has sent none.
 */
function watchHealth(
  socketPath: string,
  host: string,
  boundary: FaultBoundary,
  hung: () => void,
): () => void {
  let missed = 0;
  const answered = guard(boundary, (isSilent: boolean) => {
    missed = isSilent ? missed + 1 : 0;
    if (missed === hangsAfter) hung();
  });
  const ask = guard(boundary, () => {
    isSilent(socketPath, host, boundary)
      .then(answered)
      .catch((error: unknown) => {
        boundary.fail(error);
      });
  });
  const timer = setInterval(ask, askEveryMs);
  return () => clearInterval(timer);
}

function isSilent(socketPath: string, host: string, boundary: FaultBoundary): Promise<boolean> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(answerMs);
    const asking = request({ socketPath, path: '/lab/healthz', headers: { host }, agent: false, signal });
    const ignore = guard(boundary, () => {});
    const answered = guard(boundary, (answer: IncomingMessage) => {
      answer.once('error', ignore);
      answer.resume();
      resolve(false);
    });
    const failed = guard(boundary, ({ code = '' }: NodeJS.ErrnoException) => resolve(!notThere.has(code)));
    asking.once('response', answered);
    asking.on('error', failed);
    asking.end();
  });
}

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

/** The path of a Unix socket must fit into 104 bytes (macOS; 108 on Linux). */
const longestFolderBytes = 80;

interface SidecarOptions {
  /** The project's folder. */
  readonly root: string;
  /** Exact origins whose pages may use the lab. */
  readonly origins: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Logger;
}

/** Keeps the sidecar running: starts it, starts it again when it dies or hangs, and ends it. */
export class Sidecar implements FaultBoundary {
  readonly socketPath: string;
  readonly #folder: string;
  readonly #options: SidecarOptions;
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
    this.#start();
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
  }

  readonly #removeFolder = guard(this, () => rmSync(this.#folder, { recursive: true, force: true }));

  #start(): void {
    const { root, origins, environment, log } = this.#options;
    const argv = [process.execPath, '--import', 'tsx', join(root, 'server', 'main.ts')];
    const { file, args, reason } = privateCommand(argv, environment);
    const child = spawn(file, args, {
      cwd: root,
      env: {
        ...environment,
        LAB_SOCKET: this.socketPath,
        LAB_ORIGINS: origins.join(','),
        UV_THREADPOOL_SIZE: String(poolThreads),
        // One that was inherited is about another process.
        [reasonVariable]: reason ?? undefined,
      },
      // Its standard input is a pipe that nothing is written to: when this process goes, however it goes, the pipe ends.
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    this.#child = child;
    const beganMs = performance.now();
    const { host } = new URL(origins[0] ?? 'http://localhost');
    const stopWatching = watchHealth(this.socketPath, host, this, () => {
      log.error('the sidecar does not answer and is ended');
      child.kill('SIGKILL');
    });
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

  #startLater(): void {
    clearTimeout(this.#nextStart);
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs, pauseMs * 2));
    const start = guard(this, () => {
      // A sidecar that was killed leaves its socket behind, and another could not listen there.
      rmSync(this.socketPath, { force: true });
      this.#start();
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
