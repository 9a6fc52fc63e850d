import { explainError } from '#lib/lab/explain/explain-error.ts';
import { explainWait } from '#lib/lab/explain/explain-wait.ts';
import { orderProgram } from '#lib/lab/order/order-script.ts';
import type { OrderOutcome } from '#lib/lab/order/run-order.ts';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import { emptySnapshot, foldEvent } from '#lib/lab/timeline/fold-event.ts';
import type { CallLine, Snapshot } from '#lib/lab/timeline/snapshot.ts';

/** What Python itself says before a call is made, or after it has returned. */
const ofPython: Readonly<Record<string, string>> = {
  NameError:
    'No step before this one has given that name a value. Put the step that makes it before the first one that uses it.',
  AttributeError: 'That variable does not hold a socket. Use the one that holds the socket.',
};

const misfit = 'The result is not as many values as there are names. Write one name for each value.';

/**
 * Why a step of an order went no further, and the way out: sentences with `code` in backticks; empty where there is
 * nothing to explain.
 *
 * @param events the log of the session up to that outcome
 */
export function explainOutcome(outcome: OrderOutcome, events: readonly LabEvent[]): string {
  switch (outcome.kind) {
    case 'returned':
    case 'unreached':
    case 'lost':
      return '';
    case 'refused':
      return `The lab did not do this. ${outcome.refused.message}`;
    case 'raised': {
      if (outcome.by === 'python') return ofPython[outcome.error.exception] ?? misfit;
      const last = lastCall(events);
      if (last === null) return '';
      const { why, help } = explainError(last.line.call, outcome.error, last.snapshot);
      return `${why} ${help}`;
    }
    case 'waits': {
      const last = lastCall(events);
      return last === null ? '' : explainWait(last.line, last.snapshot);
    }
    default:
      return outcome satisfies never;
  }
}

/** The newest call of the program whose steps were put in order. */
function lastCall(events: readonly LabEvent[]): { line: CallLine; snapshot: Snapshot } | null {
  const snapshot = events.reduce(foldEvent, emptySnapshot);
  const program = snapshot.programs.find(({ name }) => name === orderProgram);
  const line = program?.lines.findLast(({ kind }) => kind === 'call');
  return line?.kind === 'call' ? { line, snapshot } : null;
}
