import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { origin } from '../../bench/lab/sidecar-process.ts';

/** What is attacked, and from where. */
export interface Target {
  /** Such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** The site's content folder, which is the soak's own. */
  readonly content: string;
  readonly seed: number;
  readonly random: () => number;
  /** Counts what was done to the site. */
  readonly made: () => void;
  /** The attack is over. */
  readonly signal: AbortSignal;
}

/** Goes on until the signal, or longer: its process ends then. */
export type Attack = (target: Target) => Promise<unknown>;

/** Attackers have addresses that no honest session has: the limits of an address are not to be shared with them. */
export function attacker(index: number): string {
  return `127.2.0.${1 + index}`;
}

export const host = new URL(origin).host;

/** The front may be starting, or full. */
const againMs = 100;

export function tcpTo(url: string, from: string): { host: string; port: number; localAddress: string } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port), localAddress: from };
}

/** A connection; `null` when the site takes none now. */
export async function connected(url: string, from: string): Promise<Socket | null> {
  const socket = connect(tcpTo(url, from));
  const opened = once(socket, 'connect');
  socket.on('error', () => {});
  return opened.then(
    () => socket,
    () => null,
  );
}

/** Resolves when the connection is over, or after so long. */
export async function overWithin(socket: Socket, ms: number): Promise<void> {
  if (socket.closed) return;
  const late = new AbortController();
  const closed = once(socket, 'close', { signal: late.signal });
  await Promise.race([closed, sleep(ms, undefined, { signal: late.signal })]).catch(() => {});
  late.abort();
}

export function head(path: string, headers: readonly string[] = [], method = 'GET'): string {
  return [`${method} ${path} HTTP/1.1`, `Host: ${host}`, ...headers, '', ''].join('\r\n');
}

/**
 * Does the work over and over until the signal: `width` at a time, and no more often than `perSecond` in all. What the work
 * throws is the site's being away.
 */
export async function overAndOver(
  { signal }: Target,
  { width, perSecond }: { width: number; perSecond: number },
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  const everyMs = (width * 1000) / perSecond;
  const worker = async (index: number) => {
    while (!signal.aborted) {
      const dueMs = performance.now() + everyMs;
      await work(index).catch(() => sleep(againMs));
      await sleep(Math.max(0, dueMs - performance.now()), undefined, { signal }).catch(() => {});
    }
  };
  await Promise.all(Array.from({ length: width }, (_, index) => worker(index)));
}
