import { closeSync, openSync, readSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { type FaultBoundary, guard } from '#lib/failures/guard.ts';

export interface Patience {
  readonly askEveryMs: number;
  /** So much time in which the event loop could have turned, and did not, means that it is stuck. */
  readonly stuckMs: number;
  /** The same until the first answer: a process that starts reads and compiles in one piece. */
  readonly startMs: number;
}

export const usualPatience: Patience = { askEveryMs: 1_000, stuckMs: 10_000, startMs: 30_000 };

/** The main thread of a process at one moment, as the kernel sees it. */
export interface ThreadSample {
  /** It runs, or waits for a processor; it does not sleep and is not stopped. */
  readonly isRunnable: boolean;
  /** Processor time since it began. */
  readonly processorMs: number;
}

/**
 * How much of an interval the thread could have used for a turn of its event loop. A thread that waits for a processor counts
 * what it got of one: on a busy computer it is slow, not stuck. One that sleeps through a request, or is stopped, had all of the time.
 */
export function usableMs(intervalMs: number, before: ThreadSample | null, now: ThreadSample | null): number {
  if (before === null || now?.isRunnable !== true) return intervalMs;
  return Math.min(intervalMs, now.processorMs - before.processorMs);
}

/** Of what /proc shows of time, whatever the kernel's own clock is: `USER_HZ`. */
const msPerTick = 10;
const longestStat = 1024;
const [stateField, userField, systemField] = [0, 11, 12];

/** Reads a line of `/proc/…/stat`: see proc_pid_stat(5). The name in parentheses may hold anything. */
export function readStat(line: string): ThreadSample | null {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const processorMs = (Number(fields[userField]) + Number(fields[systemField])) * msPerTick;
  return Number.isNaN(processorMs) ? null : { isRunnable: fields[stateField] === 'R', processorMs };
}

/** Looks at the main thread of a process. What it needs is opened at once, as there may be no descriptor left later. */
class ThreadView {
  readonly #fd: number | null;
  readonly #buffer = Buffer.alloc(longestStat);

  constructor(pid: number) {
    this.#fd = openIfThere(`/proc/${pid}/task/${pid}/stat`);
  }

  /** `null` where the system does not show it, or the process is gone. */
  sample(): ThreadSample | null {
    if (this.#fd === null) return null;
    try {
      return readStat(this.#buffer.toString('latin1', 0, readSync(this.#fd, this.#buffer, { position: 0 })));
    } catch {
      return null;
    }
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
  }
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}

interface Watched {
  readonly pid: number;
  /** Open since the process began; every byte is answered in a turn of its event loop (`answerWatchdog`). */
  readonly channel: Duplex;
}

/**
 * Asks a process over its channel whether its event loop turns, and calls `stuck` once when it does not. What comes back
 * stops that.
 *
 * One request is under way at a time, and an interval counts once, however long it was: a computer that was asleep, or a
 * front that was busy itself, has not waited.
 */
export function watchTurns(
  { pid, channel }: Watched,
  { askEveryMs, stuckMs, startMs }: Patience,
  boundary: FaultBoundary,
  stuck: () => void,
): () => void {
  const view = new ThreadView(pid);
  let before = view.sample();
  let limitMs = startMs;
  let waitedMs = 0;
  let isAsked = false;
  let isOver = false;

  const ask = guard(boundary, () => {
    const now = view.sample();
    if (isAsked) waitedMs += usableMs(askEveryMs, before, now);
    else channel.write('?');
    isAsked = true;
    before = now;
    if (waitedMs < limitMs || isOver) return;
    isOver = true;
    stuck();
  });
  const answered = guard(boundary, () => {
    isAsked = false;
    waitedMs = 0;
    limitMs = stuckMs;
  });
  channel.on('data', answered);
  // The process ends, or closed its side, and then it answers no more.
  channel.on(
    'error',
    guard(boundary, () => {}),
  );
  const timer = setInterval(ask, askEveryMs);
  return () => {
    clearInterval(timer);
    channel.destroy();
    view.close();
  };
}
