import type { SocketRecord } from '#lib/lab/protocol.ts';
import type { Comparison, Step } from '#lib/lab/script/ast.ts';
import { measures } from '#lib/lab/script/measures.ts';
import type { KnownSocket } from '#lib/lab/script/socket-fold.ts';

export function satisfies(actual: number | null, { relation, number }: Comparison): boolean {
  if (actual === null) return false;
  switch (relation) {
    case '=':
      return actual === number;
    case '>=':
      return actual >= number;
    case '<=':
      return actual <= number;
    case '>':
      return actual > number;
    case '<':
      return actual < number;
    default:
      return relation satisfies never;
  }
}

type StateStep = Extract<Step, { kind: 'state' }>;

function isInQueue(record: SocketRecord, { queue }: StateStep): boolean {
  if (queue === null) return true;
  if (record.acceptQueue === null) return false;
  const { waiting, backlog } = record.acceptQueue;
  return satisfies(waiting, queue.waiting) && (queue.backlog === null || queue.backlog === backlog);
}

/** CLOSED is the state of no connection at all (RFC 9293 § 3.3.2), so a socket that the kernel forgot is in it. */
export function isInState(step: StateStep, known: KnownSocket | null): boolean {
  if (known === null) return false;
  const { record, isGone } = known;
  if (isGone) return step.state === 'CLOSED' && step.queue === null && step.measures.length === 0;
  return (
    record.state === step.state &&
    isInQueue(record, step) &&
    step.measures.every(({ measure, comparison }) => satisfies(measures[measure](record), comparison))
  );
}

/** The state of a socket, with what the step asks about: `state s LISTEN queue 2/1`. */
export function describeState(step: StateStep, name: string, known: KnownSocket | null): string {
  if (known === null) return 'the kernel shows no such socket';
  const { record, isGone } = known;
  if (isGone) return `state ${name} CLOSED: the kernel has forgotten it`;
  const parts: string[] = [`state ${name} ${record.state ?? 'unknown'}`];
  if (step.queue !== null) {
    const queue = record.acceptQueue;
    parts.push(queue === null ? 'no queue' : `queue ${String(queue.waiting)}/${String(queue.backlog)}`);
  }
  for (const { measure } of step.measures) {
    const number = measures[measure](record);
    parts.push(`${measure} ${number === null ? 'unknown' : String(number)}`);
  }
  return parts.join(' ');
}
