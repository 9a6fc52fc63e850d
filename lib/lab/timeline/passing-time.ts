import type { LabEvent, SocketRecord } from '#lib/lab/protocol/messages.ts';
import { emptySnapshot, foldEvent } from '#lib/lab/timeline/fold-event.ts';
import type { CallLine, ProgramSnapshot, Snapshot } from '#lib/lab/timeline/snapshot.ts';

/** What a call sets off, delayed ACKs included, is over after this long, in µs. What comes later a timer of the kernel did. */
const settleMicros = 500_000;
/** Nobody notices a shorter pause, in µs. */
const pauseMicros = 1_000_000;
/** Nobody reads for longer than this, in µs: a timer that ends later does not matter. Linux's keepalive takes two hours. */
const longestReadMicros = 3_600_000_000;

/** Whether a timer of the kernel will change this socket. */
function hasTimer({ state, fd, unacknowledgedBytes, timer }: SocketRecord, at: number): boolean {
  switch (state) {
    case 'SYN-SENT':
    case 'SYN-RECEIVED':
    case 'FIN-WAIT-1':
    case 'CLOSING':
    case 'LAST-ACK':
    case 'TIME-WAIT':
      return true;
    case 'FIN-WAIT-2':
      if (fd === null) return true;
      break;
    case 'ESTABLISHED':
    case 'CLOSE-WAIT':
    case 'CLOSED':
    case 'LISTEN':
    case null:
      break;
    default:
      return state satisfies never;
  }
  return (unacknowledgedBytes ?? 0) > 0 || (timer !== null && timer.endsAt - at < longestReadMicros);
}

const timeoutSetters: ReadonlySet<string> = new Set(['settimeout', 'setdefaulttimeout']);

/** Whether the call returns by itself after a time. Says yes where a timeout was set on any socket of the program. */
function mayTimeOut({ call, outcome }: CallLine, { lines }: ProgramSnapshot): boolean {
  if (outcome !== null) return false;
  if (call.name === 'poll') return call.args.length > 1 && call.args[1] !== null;
  return lines.some((line) => line.kind === 'call' && timeoutSetters.has(line.call.name));
}

/** Whether time alone changes what this snapshot shows: a timer of the kernel runs, or a call has a timeout. */
function changesByItself({ sockets, programs, at }: Snapshot): boolean {
  return (
    [...sockets.values()].some((record) => hasTimer(record, at)) ||
    programs.some((program) =>
      program.lines.some((line) => line.kind === 'call' && mayTimeOut(line, program)),
    )
  );
}

/**
 * Whether the kernel has gone on by itself since an instant of the log, or is about to, so that a step made now finds
 * another state than one made then. Instants are µs since the log began.
 *
 * @param events of the log, in order
 * @param since when the last thing was done
 */
export function hasMovedOn(events: readonly LabEvent[], since: number, now: number): boolean {
  if (now - since < pauseMicros) return false;
  const acts = ({ type, at }: LabEvent) =>
    at > since + settleMicros && (type === 'segment' || type === 'sockets' || type === 'returned');
  const beginning = events.findLastIndex(({ type }) => type === 'opened' || type === 'reset');
  const session = events.slice(Math.max(0, beginning));
  return session.some(acts) || changesByItself(session.reduce(foldEvent, emptySnapshot));
}
