import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { privateCommand, reasonVariable } from '#server/process/private-command.mjs';
import { sourceCommand } from '../../project/compile.mjs';
import { Child } from './child-process.ts';

export const origin = 'http://localhost:3000';

/** A bench drives many students at once, faster than any of them. */
const noLimits = {
  LAB_SESSIONS: '10000',
  LAB_SESSIONS_PER_ADDRESS: '10000',
  LAB_NETWORKS_PER_SECOND: '10000',
  LAB_CALLS_PER_SECOND: '1000000',
  LAB_IDLE_MS: '3600000',
};

/** As the front gives it. */
const poolThreads = '8';

const nextTryMs = 10;

export interface SidecarProcess {
  readonly pid: number;
  readonly socketPath: string;
  stop(): Promise<void>;
}

/**
 * The sidecar in a process of its own, started as the front starts it.
 *
 * @param limits in place of none
 */
export async function startSidecar(
  limits: Readonly<Record<string, string>> = noLimits,
): Promise<SidecarProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'ackademy-bench-'));
  const socketPath = join(folder, 'sidecar.sock');
  const command = privateCommand(sourceCommand('server/main.ts'));
  const child = await Child.start(command.file, command.args, {
    env: {
      ...limits,
      LOG_LEVEL: 'warn',
      LAB_SOCKET: socketPath,
      LAB_ORIGINS: origin,
      UV_THREADPOOL_SIZE: poolThreads,
      ...(command.reason === null ? {} : { [reasonVariable]: command.reason }),
    },
  });
  const stop = async () => {
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await accepting(child, { path: socketPath });
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid, socketPath, stop };
}

/** Resolves once `child` accepts connections there. */
export async function accepting(
  child: Child,
  where: { path: string } | { host: string; port: number },
): Promise<void> {
  while (!(await accepts(where))) {
    if (child.hasEnded) throw new Error('the process ended before it accepted a connection');
    await sleep(nextTryMs);
  }
}

function accepts(where: { path: string } | { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(where);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
