import type { Felt, Ledger } from './ledger.ts';
import type { Growth } from './growth.ts';

/** A call of an honest session may take so long, in one of a hundred cases longer. */
const goalMs = 100;

interface Outcome {
  /** But for the time in which the class comes back after a kill. */
  readonly apart: Felt;
  readonly growth: readonly Growth[];
  readonly sessions: number;
  /** Students with a session at the end. */
  readonly present: number;
  readonly lostOtherwise: Ledger['lostOtherwise'];
  readonly failures: Ledger['failures'];
  /** Starts and ends of processes that nobody asked for. */
  readonly unasked: readonly string[];
  /** What is still there when everything has been stopped. */
  readonly left: readonly string[];
}

/** What did not hold, a sentence each; none: everything held. */
export function whatFailed({
  apart,
  growth,
  sessions,
  present,
  lostOtherwise,
  failures,
  unasked,
  left,
}: Outcome): string[] {
  const lost = [...lostOtherwise].map(([code, count]) => `${count} × ${code}`);
  return [
    ...(lost.length > 0 ? [`Honest sessions were lost without a kill: ${lost.join(', ')}.`] : []),
    ...(present < sessions
      ? [`${sessions - present} of ${sessions} honest sessions did not come back.`]
      : []),
    ...(failures.length > 0
      ? [`${failures.length} honest calls failed. The first one: ${failures[0]?.what ?? ''}.`]
      : []),
    ...(apart.p99Ms <= goalMs
      ? []
      : [`The p99 of honest calls, but for those right after a kill, is over ${goalMs} ms.`]),
    ...growth
      .filter(({ isOver }) => isOver)
      .map(({ what, begin, end }) => `There is more at the end: ${what}, ${begin} → ${end}.`),
    ...unasked,
    ...left.map((what) => `It is still there when all has been stopped: ${what}.`),
  ];
}
