import { heldSockets, itemsOf } from '#lib/lab/protocol/encode-value.ts';
import { formatShortValue } from '#lib/lab/protocol/format-value.ts';
import type {
  CallError,
  CallResult,
  Endpoint,
  LabCall,
  LabEvent,
  Loss,
  Segment,
  SocketRecord,
} from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

/**
 * A call as a program writes it: `s.listen(1)`.
 *
 * @param nameOf what the program calls the object that a method is called on; `null`: it has no name for it
 */
export function formatCall(call: LabCall, nameOf: (receiver: PythonValue) => string | null): string {
  const on = (receiver: PythonValue) => nameOf(receiver) ?? formatShortValue(receiver);
  const list = (args: readonly PythonValue[]) => args.map(formatShortValue).join(', ');
  if ('fd' in call) return `${on({ socket: call.fd })}.${call.name}(${list(call.args)})`;
  const [first = null, method, ...rest] = call.args;
  const methodName = typeof method === 'string' ? method : '';
  if (call.name === 'value') return formatShortValue(first);
  if (call.name === 'attribute') return `${on(first)}.${methodName}(${list(rest)})`;
  return `${call.name}(${list(call.args)})`;
}

/**
 * The last line of Python's traceback, with the errno's name, which Python leaves out:
 * `ConnectionRefusedError: [Errno 111] Connection refused (ECONNREFUSED)`.
 */
export function formatError({ exception, code, message }: CallError): string {
  const text = message === '' ? exception : `${exception}: ${message}`;
  return code === null ? text : `${text} (${code})`;
}

/** The same without the words: `ConnectionRefusedError [Errno 111] ECONNREFUSED`. */
export function formatErrorShort({ exception, errno, code }: CallError): string {
  return [
    exception,
    ...(errno === null ? [] : [`[Errno ${String(errno)}]`]),
    ...(code === null ? [] : [code]),
  ].join(' ');
}

/** `returns b'Hello'`, `raises BrokenPipeError: [Errno 32] Broken pipe (EPIPE)`. */
export function formatResult(result: CallResult): string {
  return result.ok ? `returns ${formatShortValue(result.value)}` : `raises ${formatError(result.error)}`;
}

/** Why Python has closed a socket by itself. */
function unreferencedText({ fd, name }: { readonly fd: number; readonly name: string | null }): string {
  return name === null
    ? `no variable was given socket fd ${String(fd)}, so Python closed it`
    : `\`${name}\` no longer holds socket fd ${String(fd)}, so Python closed it`;
}

type WithoutPlace<Event> = Event extends LabEvent ? Omit<Event, 'seq'> : never;

/** What a program calls the socket of a descriptor; `null`: it has no name for it. */
type NameOf = (program: string, fd: number) => string | null;

function formatEnd(end: Endpoint | null): string {
  if (end === null) return '–';
  return end.address.includes(':')
    ? `[${end.address}]:${String(end.port)}`
    : `${end.address}:${String(end.port)}`;
}

function formatSocket(record: SocketRecord, nameOf: NameOf): string {
  const { program, fd, state, local, peer, acceptQueue, unreadBytes, unacknowledgedBytes } = record;
  const name = program === null || fd === null ? null : (nameOf(program, fd) ?? `fd ${String(fd)}`);
  const retransmissions = record.tcpInfo?.retransmissions ?? 0;
  return [
    name ?? '(no descriptor)',
    state ?? 'state unknown',
    formatEnd(local),
    ...(peer === null ? [] : [`to ${formatEnd(peer)}`]),
    ...(acceptQueue === null ? [] : [`queue ${String(acceptQueue.waiting)}/${String(acceptQueue.backlog)}`]),
    ...((unreadBytes ?? 0) > 0 ? [`unread ${String(unreadBytes)}`] : []),
    ...((unacknowledgedBytes ?? 0) > 0 ? [`unacknowledged ${String(unacknowledgedBytes)}`] : []),
    ...(retransmissions > 0 ? [`retransmissions ${String(retransmissions)}`] : []),
  ].join(' ');
}

function formatSegment(segment: Segment): string {
  const { from, to, flags, sequence, acknowledgment, payloadBytes, lost, retransmission } = segment;
  return [
    `${formatEnd(from)} → ${formatEnd(to)}`,
    ...flags,
    `seq ${String(sequence.relative)}`,
    ...(acknowledgment === null ? [] : [`ack ${String(acknowledgment.relative)}`]),
    ...(payloadBytes === 0 ? [] : [`${String(payloadBytes)} bytes`]),
    ...(retransmission ? ['again'] : []),
    ...(lost ? ['lost'] : []),
  ].join(' ');
}

function formatLoss(loss: Loss): string {
  switch (loss.kind) {
    case 'next':
      return `next ${String(loss.segments)}`;
    case 'share':
      return `${String(loss.probability * 100)}%`;
    case 'all':
    case 'nothing':
    case 'handshake':
      return loss.kind;
    default:
      return loss satisfies never;
  }
}

function formatThread(program: string, thread: number): string {
  return thread === 1 ? program : `${program}/${String(thread)}`;
}

/** Who, and what: one line or several. */
function entries(event: WithoutPlace<LabEvent>, nameOf: NameOf): (readonly [who: string, what: string])[] {
  switch (event.type) {
    case 'opened':
      return [['lab', event.resumed ? 'goes on' : `opened in a ${event.network.kind} network`]];
    case 'entered':
      return [
        [
          formatThread(event.program, event.thread),
          formatCall(event.call, (receiver) => {
            const [held] = heldSockets(receiver);
            return held === undefined || itemsOf(receiver) !== null
              ? null
              : nameOf(event.program, held.socket);
          }),
        ],
      ];
    case 'blocked':
      return [[formatThread(event.program, event.thread), `  blocked, waits for ${event.waitsFor}`]];
    case 'returned':
      return [[formatThread(event.program, event.thread), `  ${formatResult(event.result)}`]];
    case 'unreferenced':
      return [[event.program, `ResourceWarning: ${unreferencedText(event)}`]];
    case 'exited':
      return [[event.program, `ended${event.unfinished.length === 0 ? '' : ' in the middle of a call'}`]];
    case 'sockets':
      return [
        ...event.changed.map((record) => [record.program ?? '–', formatSocket(record, nameOf)] as const),
        ...event.gone.map((id) => ['–', `socket ${id} is gone`] as const),
      ];
    case 'segment':
      return [[event.segment.from.program ?? '–', formatSegment(event.segment)]];
    case 'dropping': {
      const name = nameOf(event.program, event.fd) ?? `fd ${String(event.fd)}`;
      const way = event.direction === 'in' ? 'to' : 'from';
      return [
        [
          'lab',
          `loses ${formatLoss(event.loss)} ${way} ${name}, so far ${String(event.lostSegments)} segments`,
        ],
      ];
    }
    case 'reset':
      return [['lab', 'everything begins again']];
    case 'notice':
    case 'refused':
    case 'closed':
      return [['lab', `${event.code}: ${event.message}`]];
    default:
      return event satisfies never;
  }
}

const signs: Partial<Record<LabEvent['type'], string>> = { sockets: '·', segment: '~' };

/** An event of a session as lines for people: when in ms, who, and what. */
export function formatEvent(event: WithoutPlace<LabEvent>, nameOf: NameOf): string[] {
  const at = `${(event.at / 1000).toFixed(3)} ms`.padStart(14);
  const sign = signs[event.type] ?? ' ';
  return entries(event, nameOf).map(([who, what]) => `${at}  ${sign} ${who.padEnd(10)} ${what}`);
}
