import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { privateCommand, reasonVariable } from '#server/process/private-command.mjs';
import { sourceCommand } from '../../scripts/project/compile.mjs';

export const origin = 'http://localhost:3000';

export interface RunningSidecar {
  readonly socketPath: string;
  readonly child: ChildProcess;
  /** What it logged so far, at level `info` and above. */
  log(): string;
  /** Resolves when the log has the text so many times. */
  logged(text: string, times?: number): Promise<void>;
  /** Sends SIGTERM and waits for the end. Resolves to the exit code. */
  stop(): Promise<number | null>;
}

/** The real sidecar in a process of its own, as the front starts it. */
export async function startSidecar(environment: Record<string, string> = {}): Promise<RunningSidecar> {
  const folder = await mkdtemp(join(tmpdir(), 'ackademy-test-'));
  const socketPath = join(folder, 'sidecar.sock');
  const outer = { ...process.env, ...environment };
  const { file, args, reason } = privateCommand(sourceCommand('server/main.ts'), outer);
  const child = spawn(file, args, {
    env: {
      ...process.env,
      LOG_LEVEL: 'info',
      LAB_SOCKET: socketPath,
      LAB_ORIGINS: origin,
      [reasonVariable]: reason ?? undefined,
      ...environment,
    },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit').then(() => rm(folder, { recursive: true, force: true }));
  let log = '';
  const lines = createInterface({ input: child.stderr });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      log += `${line}\n`;
      if (line.includes('the sidecar listens')) resolve();
    });
    child.once('exit', () => reject(new Error(`the sidecar did not start:\n${log}`)));
  });
  return {
    socketPath,
    child,
    log: () => log,
    logged: async (text, times = 1) => {
      while (log.split(text).length <= times) await once(lines, 'line');
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}
