import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Child } from './child-process.ts';
import { accepting } from './sidecar-process.ts';

const printedAddress = z.object({ port: z.int() });

async function portOf(child: Child): Promise<number> {
  return printedAddress.parse(JSON.parse(await child.firstLine())).port;
}

/** Stops the child when the rest of its start fails. */
async function orStop<Result>(child: Child, rest: () => Promise<Result>): Promise<Result> {
  try {
    return await rest();
  } catch (error) {
    await child.stop();
    throw error;
  }
}

interface OnUnixSocket {
  readonly pid: number;
  readonly socketPath: string;
  stop(): Promise<void>;
}

export function startWsEcho(): Promise<OnUnixSocket> {
  return startOnUnixSocket('ws-echo.ts');
}

/** What answers calls as cheaply as can be. */
export function startReportFloor(): Promise<OnUnixSocket> {
  return startOnUnixSocket('report-floor.ts');
}

async function startOnUnixSocket(program: string): Promise<OnUnixSocket> {
  const folder = await mkdtemp(join(tmpdir(), 'ackademy-bench-'));
  const socketPath = join(folder, 'echo.sock');
  const child = await Child.startOwn(program, [socketPath]);
  await orStop(child, () => child.firstLine());
  const stop = async () => {
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { pid: child.pid, socketPath, stop };
}

/** Hostile sessions of the sidecar on a Unix socket, or of a front and then from an address, in a process of their own. */
export async function startHostile(at: string, count: number, from = ''): Promise<Child> {
  const child = await Child.startOwn('hostile.ts', [at, String(count), from]);
  await orStop(child, () => child.firstLine());
  return child;
}

/** A front, without pages, of the WebSocket server on a Unix socket. */
export async function startFront(socketPath: string): Promise<{ url: string; stop(): Promise<void> }> {
  const child = await Child.startOwn('front.ts', [socketPath]);
  const port = await orStop(child, () => portOf(child));
  return { url: `http://127.0.0.1:${port}`, stop: () => child.stop() };
}

export async function startTcpEcho(): Promise<{ port: number; stop(): Promise<void> }> {
  const child = await Child.startOwn('tcp-echo.ts');
  const port = await orStop(child, () => portOf(child));
  return { port, stop: () => child.stop() };
}

/** websockify in front of a TCP port, or why there is none. It ends by itself when nobody is connected any more. */
export async function startWebsockify(
  targetPort: number,
): Promise<{ url: string; reason: null; stop(): Promise<void> } | { reason: string; stop(): Promise<void> }> {
  const port = await freePort();
  let child;
  try {
    child = await Child.start(
      'websockify',
      ['--idle-timeout=10', `127.0.0.1:${port}`, `127.0.0.1:${targetPort}`],
      {
        quiet: true,
      },
    );
  } catch {
    return { reason: 'websockify is not installed', stop: () => Promise.resolve() };
  }
  const running = child;
  await orStop(running, () => accepting(running, { host: '127.0.0.1', port }));
  return { url: `ws://127.0.0.1:${port}/`, reason: null, stop: () => running.stop() };
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = printedAddress.parse(server.address()).port;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
