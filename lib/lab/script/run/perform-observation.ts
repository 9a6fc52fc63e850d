import type { Segment, SocketRecord } from '#lib/lab/protocol/messages.ts';
import type { TcpState } from '#lib/lab/protocol/tcp-state.ts';
import {
  formatReference,
  formatSegmentClaim,
  formatStateClaim,
} from '#lib/lab/script/run/format-expectation.ts';
import type { LiveSession } from '#lib/lab/script/run/live-session.ts';
import type { StepOutcome } from '#lib/lab/script/run/run-script.ts';
import { type Comparison, tcpInfoFields, type SegmentNode, type Step } from '#lib/lab/script/syntax/ast.ts';
import type { KnownSocket } from '#lib/lab/timeline/sockets.ts';

function satisfies(actual: number | null, { relation, number }: Comparison): boolean {
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
function isInState(step: StateStep, known: KnownSocket | null): boolean {
  if (known === null) return false;
  const { record, isGone } = known;
  if (isGone) return step.state === 'CLOSED' && step.queue === null && step.tcpInfo.length === 0;
  return (
    record.state === step.state &&
    isInQueue(record, step) &&
    step.tcpInfo.every(({ field, comparison }) => satisfies(tcpInfoFields[field](record), comparison))
  );
}

/** The state of a socket, with what the step asks about: `state s LISTEN queue 2/1`. */
function describeState(step: StateStep, name: string, known: KnownSocket | null): string {
  if (known === null) return 'the kernel shows no such socket';
  const { record, isGone } = known;
  if (isGone) return `state ${name} CLOSED: the kernel has forgotten it`;
  const parts: string[] = [`state ${name} ${record.state ?? 'unknown'}`];
  if (step.queue !== null) {
    const queue = record.acceptQueue;
    parts.push(queue === null ? 'no queue' : `queue ${String(queue.waiting)}/${String(queue.backlog)}`);
  }
  for (const { field } of step.tcpInfo) {
    const number = tcpInfoFields[field](record);
    parts.push(`${field} ${number === null ? 'unknown' : String(number)}`);
  }
  return parts.join(' ');
}

/** States that end when the next segment arrives, and the losses that keep it away. */
const lossesThatKeep: Partial<Record<TcpState, (socket: string) => string>> = {
  'SYN-SENT': () => '`lose all to s`, the listening socket, before the `connect` keeps it',
  'SYN-RECEIVED': () => '`lose all to c` between `bind` and `connect` of a client keeps `peer of c` in it',
  'FIN-WAIT-1': (socket) => `\`lose all ${socket}\` before the \`close\` keeps it`,
  'LAST-ACK': (socket) => `\`lose all ${socket}\` before the \`close\` keeps it`,
  CLOSING: (socket) =>
    `\`lose all\` to both ends, then \`shutdown(SHUT_WR)\` of both, then \`lose nothing ${socket}\` keeps it`,
};

/** What to write where a socket did not come to be in a state. */
function helpWithState({ socket, state }: Extract<Step, { kind: 'state' }>): string | null {
  const name = formatReference({ ...socket, isPeer: false });
  const keeping = lossesThatKeep[state]?.(`${socket.isPeer ? 'from' : 'to'} ${name}`);
  return keeping === undefined ? null : `this state passes in less than a millisecond; ${keeping}`;
}

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

export async function performState(session: LiveSession, step: StepOf<'state'>): Promise<StepOutcome> {
  const { sockets } = session.network;
  if (!sockets.possible)
    return { kind: 'skipped', step, at: step, reason: sockets.reason, endsScript: false };
  const known = () => session.referred(step.socket);
  const isSo = await session.until(() => isInState(step, known()), step.withinMs ?? session.limits.limitMs);
  if (isSo) return { kind: 'passed', step };
  const name = formatReference(step.socket);
  return {
    kind: 'failed',
    step,
    at: step,
    expected: `state ${name} ${formatStateClaim(step)}`,
    observed: session.closed ?? describeState(step, name, known()),
    code: 'LAB_EXPECTATION_FAILED',
    help: helpWithState(step),
  };
}

/** The program that a segment comes from, also where the connection has not been accepted yet. */
function senderOf(session: LiveSession, { from }: Segment): string | null {
  return from.program ?? session.listenerOn(from.port);
}

function isFrom(session: LiveSession, segment: Segment, { sender }: SegmentNode): boolean {
  if ('port' in sender) return segment.from.port === sender.port;
  const { program, name } = sender.variable;
  if (!sender.isPeer && program === null && session.hasBegun(name))
    return senderOf(session, segment) === name;
  const record = session.referred(sender)?.record;
  if (record === undefined) return false;
  if (segment.from.socket !== null) return segment.from.socket === record.id;
  return segment.from.port === record.local?.port && segment.to.port === record.peer?.port;
}

function isLike(session: LiveSession, segment: Segment, expected: SegmentNode): boolean {
  return (
    segment.flags.length === expected.flags.length &&
    expected.flags.every((flag) => segment.flags.includes(flag)) &&
    (expected.payloadBytes === null || satisfies(segment.payloadBytes, expected.payloadBytes)) &&
    (!expected.isLost || segment.lost) &&
    (!expected.isAgain || segment.retransmission) &&
    isFrom(session, segment, expected)
  );
}

/** How many of the expected segments came, in their order, and how many segments were examined for that. */
function follow(session: LiveSession, expected: readonly SegmentNode[]): { found: number; seen: number } {
  let found = 0;
  let seen = session.claimedSegments;
  for (let i = session.claimedSegments; i < session.segments.length; i++) {
    const [segment, next] = [session.segments[i], expected[found]];
    if (segment === undefined || next === undefined) break;
    if (!isLike(session, segment, next)) continue;
    found++;
    seen = i + 1;
  }
  return { found, seen };
}

/** A segment as a script writes it. */
function describeSegment(session: LiveSession, segment: Segment): string {
  const { from, flags, payloadBytes, lost, retransmission } = segment;
  return [
    senderOf(session, segment) ?? `port ${String(from.port)}`,
    ...flags,
    ...(payloadBytes > 0 ? [String(payloadBytes)] : []),
    ...(lost ? ['lost'] : []),
    ...(retransmission ? ['again'] : []),
  ].join(' ');
}

const maxDescribed = 40;

export async function performSegments(session: LiveSession, step: StepOf<'segments'>): Promise<StepOutcome> {
  const { capture } = session.network;
  if (!capture.possible)
    return { kind: 'skipped', step, at: step, reason: capture.reason, endsScript: false };
  const { segments: expected } = step;
  const isSilent = expected.length === 0;
  const isThere = () =>
    isSilent
      ? session.segments.length > session.claimedSegments
      : follow(session, expected).found === expected.length;
  const { limitMs, settleMs } = session.limits;
  const isMet = await session.until(isThere, isSilent ? settleMs : (step.withinMs ?? limitMs));
  if (isMet !== isSilent) {
    if (!isSilent) session.claimedSegments = follow(session, expected).seen;
    return { kind: 'passed', step };
  }
  const { found } = follow(session, expected);
  const missing = expected[found];
  const came = session.segments
    .slice(session.claimedSegments, session.claimedSegments + maxDescribed)
    .map((segment) => describeSegment(session, segment))
    .join(', ');
  const all = came === '' ? 'no segment came' : `the segments that came: ${came}`;
  return {
    kind: 'failed',
    step,
    at: missing ?? step,
    expected: `segments ${isSilent ? 'none' : expected.map(formatSegmentClaim).join(', ')}`,
    observed:
      missing === undefined ? all : `no \`${formatSegmentClaim(missing)}\`${place(expected, found)}; ${all}`,
    code: 'LAB_EXPECTATION_FAILED',
    help: isSilent ? null : 'write the segments that came, where these are what must come',
  };
}

function place(expected: readonly SegmentNode[], found: number): string {
  const before = expected[found - 1];
  return before === undefined ? '' : ` after \`${formatSegmentClaim(before)}\``;
}
