import { z } from 'zod';
import { faultCodes } from '#lib/lab/protocol/faults.ts';
import { noticeCodes } from '#lib/lab/protocol/notices.ts';
import { refusalCodes } from '#lib/lab/protocol/refusals.ts';
import { expressionNames, functionNames, methodNames } from '#lib/lab/protocol/names.ts';
import { pythonValue } from '#lib/lab/protocol/python-value.ts';
import { tcpStates } from '#lib/lab/protocol/tcp-state.ts';

/**
 * The wire language between the browser and the sidecar: JSON text frames over a WebSocket, one message a frame.
 *
 * `clientMessage` goes to the sidecar, `serverFrame` comes back: events, which make the log of a session, and `error`,
 * which belongs to the connection alone and is its last frame. `docs/protocol.md` shows each with an example.
 */

export const programPattern = /^[a-z][a-z0-9_-]{0,23}$/;
const programName = z.string().regex(programPattern);
/** Which host of the session; left out, it is the only one. */
const hostName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,23}$/)
  .optional();
export const mostThreads = 99;
const threadNumber = z.int().min(1).max(mostThreads);
/** Of a request: chosen by the browser, and repeated by every event that belongs to it. */
const requestId = z.int().min(1);
/** -1 is that of a closed socket. */
export const descriptors = { least: -1, most: 65_535 };
const descriptor = z.int().min(descriptors.least).max(descriptors.most);
export const mostArguments = 16;
const args = z.array(pythonValue).max(mostArguments);
/**
 * Python variables that a call's value goes to, as in `conn, addr = s.accept()`. `entered` repeats them. With none, nothing keeps the value: a
 * socket in it is closed, as Python does. Without `targets` the caller keeps it, and nothing is closed by itself.
 */
export const variablePattern = /^[A-Za-z_][A-Za-z0-9_]{0,39}$/;
export const mostTargets = 8;
const targets = z.array(z.string().regex(variablePattern)).max(mostTargets);

/**
 * A function of Python's `socket` or `select` module, a method of the socket object that has descriptor `fd`, or an expression:
 * `value` has one argument, which is the value; `attribute` has what is no socket, the name of the method, and its arguments.
 */
const labCall = z.discriminatedUnion('name', [
  z.strictObject({ name: z.enum([...functionNames, ...expressionNames]), args }),
  z.strictObject({ name: z.enum(methodNames), fd: descriptor, args }),
]);
export type LabCall = z.infer<typeof labCall>;
export type CallName = LabCall['name'];

/** Which segments get lost on their way: `next` and `share` count segments that carry data, `handshake` those with SYN. */
const loss = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nothing') }),
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('next'), segments: z.int().min(1).max(1000) }),
  z.strictObject({ kind: z.literal('share'), probability: z.number().gt(0).lt(1) }),
  z.strictObject({ kind: z.literal('handshake') }),
]);
export type Loss = z.infer<typeof loss>;

/** Seen from the socket: segments on their way to it, or those that it sends. */
const direction = z.enum(['in', 'out']);

export const clientMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('open'),
    /** The session's programs may bind ports below 1024. */
    asRoot: z.boolean().optional(),
    /** Goes on with a session whose connection was lost; `after` is the last `seq` that arrived. */
    resume: z
      .strictObject({ session: z.string().max(64), token: z.string().max(64), after: z.int().min(0) })
      .optional(),
  }),
  /** Every event up to `seq` is in the page's log, so the sidecar need not keep it. Has no answer. */
  z.strictObject({ type: z.literal('acknowledge'), seq: z.int().min(1) }),
  z.strictObject({
    type: z.literal('call'),
    id: requestId,
    program: programName,
    /** Where a program begins with this call; where it runs already, its own or none. */
    host: hostName,
    thread: threadNumber.optional(),
    call: labCall,
    targets: targets.optional(),
  }),
  z.strictObject({
    type: z.literal('interrupt'),
    id: requestId,
    program: programName,
    thread: threadNumber.optional(),
  }),
  z.strictObject({ type: z.literal('exit'), id: requestId, program: programName }),
  z.strictObject({
    type: z.literal('drop'),
    id: requestId,
    program: programName,
    fd: descriptor,
    direction,
    loss,
  }),
  /** Ends every program and begins again in a fresh network; the log goes on. */
  z.strictObject({ type: z.literal('reset'), id: requestId }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;
/** A message that awaits an answer; the others are between the page and the bridge. */
export type SessionRequest = Extract<ClientMessage, { readonly id: number }>;

const observable = z.union([
  z.strictObject({ possible: z.literal(true) }),
  /** `reason`: one sentence for a person. */
  z.strictObject({ possible: z.literal(false), reason: z.string() }),
]);

const network = z.strictObject({
  kind: z.enum(['private', 'host']),
  /** Why there is no private network; `null` when there is one. */
  reason: z.string().nullable(),
  asRoot: z.boolean(),
  /** States, queues and `tcp_info` of sockets. */
  sockets: observable,
  /** Segments. */
  capture: observable,
  loss: observable,
  /** Settings of this kernel that lessons depend on; `null`: not to be read here. */
  settings: z.strictObject({
    /** `net.core.somaxconn`: the longest backlog. */
    maxBacklog: z.int().nullable(),
    /** First port that needs no privilege. */
    firstUnprivilegedPort: z.int().nullable(),
    ephemeralPorts: z.tuple([z.int(), z.int()]).nullable(),
    /** `net.ipv4.tcp_syn_retries`. */
    synRetries: z.int().nullable(),
    /** `net.ipv4.tcp_syn_linear_timeouts`: so many SYNs are repeated at steady intervals before they double. */
    synLinearTimeouts: z.int().nullable(),
  }),
});
export type Network = z.infer<typeof network>;

const limits = z.strictObject({
  programs: z.int(),
  threads: z.int(),
  sockets: z.int(),
  callsPerSecond: z.int(),
  /** An event carries no more than this of what a `recv` gave, and says how much it was. */
  recvBytes: z.int(),
  /** One `send` is given no more than this. */
  sendBytes: z.int(),
  /** All sockets of a session together may hold this much that was not read yet, or not acknowledged. */
  bufferedBytes: z.int(),
  /** Events kept for a browser that has not acknowledged them yet. */
  unacknowledgedBytes: z.int(),
  idleMs: z.int(),
  resumeMs: z.int(),
});
export type Limits = z.infer<typeof limits>;

const endpoint = z.strictObject({ address: z.string(), port: z.int() });
export type Endpoint = z.infer<typeof endpoint>;

const socketRecord = z.strictObject({
  /** Names this socket for as long as the kernel knows of it, with a descriptor or without. */
  id: z.string(),
  /** The program that has it, or had it; `null`: not known. */
  program: z.string().nullable(),
  host: hostName,
  /** `null`: no program holds a descriptor of it (waiting to be accepted, TIME-WAIT, left behind by `close`). */
  fd: z.int().nullable(),
  family: z.enum(['AF_INET', 'AF_INET6']),
  type: z.enum(['SOCK_STREAM', 'SOCK_DGRAM']),
  /** `null`: not TCP, or not observable here. */
  state: z.enum(tcpStates).nullable(),
  local: endpoint.nullable(),
  peer: endpoint.nullable(),
  /** Of a listening socket: connections that wait for `accept`; there is room for `backlog + 1`. */
  acceptQueue: z.strictObject({ waiting: z.int(), backlog: z.int() }).nullable(),
  /** Bytes that arrived and wait for `recv`. */
  unreadBytes: z.int().nullable(),
  /** Bytes taken from `send` that the peer's kernel has not acknowledged. */
  unacknowledgedBytes: z.int().nullable(),
  tcpInfo: z
    .strictObject({
      /** Segments sent again, over the whole life. */
      retransmissions: z.int(),
      /** Retransmission timeouts in a row, back to 0 once something is acknowledged. */
      timeouts: z.int(),
      rtoMs: z.number(),
      /** Smoothed; `null` before the first measurement. */
      rttMs: z.number().nullable(),
      /** In segments. */
      congestionWindow: z.int(),
      /** Payload bytes of a full segment. */
      mss: z.int(),
      /** What the peer last said it has room for, in bytes. */
      peerWindow: z.int().nullable(),
      bytesSent: z.int(),
      bytesAcknowledged: z.int(),
      bytesReceived: z.int(),
      /** Segments that arrived out of order. */
      outOfOrder: z.int().nullable(),
    })
    .nullable(),
  /** `endsAt` in µs since the session began. */
  timer: z
    .strictObject({ kind: z.enum(['retransmission', 'keepalive', 'time-wait', 'probe']), endsAt: z.int() })
    .nullable(),
});
export type SocketRecord = z.infer<typeof socketRecord>;

export const tcpFlags = ['SYN', 'ACK', 'PSH', 'FIN', 'RST', 'URG', 'ECE', 'CWR'] as const;
export type TcpFlag = (typeof tcpFlags)[number];

const segmentEnd = z.strictObject({
  address: z.string(),
  port: z.int(),
  host: hostName,
  program: z.string().nullable(),
  /** `id` of the socket, `null` when there is none at this end. */
  socket: z.string().nullable(),
});
/** `relative` counts from the initial sequence number of its side, which is 0. */
const sequenceNumber = z.strictObject({ raw: z.int(), relative: z.int() });

const segment = z.strictObject({
  /** 1, 2, 3 … in the order in which packets came along the wire. */
  number: z.int(),
  /** When the kernel saw it, in µs since the session began. */
  sentAt: z.int(),
  from: segmentEnd,
  to: segmentEnd,
  flags: z.array(z.enum(tcpFlags)),
  sequence: sequenceNumber,
  /** `null` without the ACK flag. */
  acknowledgment: sequenceNumber.nullable(),
  /** Bytes the sender has room for, scaled as agreed in the handshake. */
  windowBytes: z.int(),
  payloadBytes: z.int(),
  /** The first 64 bytes of it, base64. */
  payload: z.string(),
  retransmission: z.boolean(),
  /** Never reached its socket. */
  lost: z.boolean(),
  options: z.strictObject({
    mss: z.int().optional(),
    windowScale: z.int().optional(),
    sackPermitted: z.literal(true).optional(),
    /** Relative sequence numbers, left edge and right edge. */
    sack: z.array(z.tuple([z.int(), z.int()])).optional(),
  }),
});
export type Segment = z.infer<typeof segment>;

/** An error as Python raises it. `errno` and `code` are `null` where Python found it before any system call. */
const callError = z.strictObject({
  exception: z.string(),
  errno: z.int().nullable(),
  code: z.string().nullable(),
  /** What `str(error)` gives. */
  message: z.string(),
});
export type CallError = z.infer<typeof callError>;

const callResult = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: pythonValue }),
  z.strictObject({ ok: z.literal(false), error: callError }),
]);
export type CallResult = z.infer<typeof callResult>;

/** `room` in the send buffer; `delivery` of what was sent before a `close` that lingers. */
export const waits = ['connection', 'handshake', 'data', 'room', 'event', 'delivery'] as const;

/** `seq` is 1, 2, 3 … without a gap; `at` is in µs since the session began. */
function event<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.strictObject({ type: z.literal(type), seq: z.int().min(1), at: z.int().min(0), ...shape });
}

const answers = { id: requestId, program: programName, thread: threadNumber };

/** One entry of a session's log. */
export const labEvent = z.discriminatedUnion('type', [
  /** First of all, and again whenever a lost connection was resumed. */
  event('opened', { session: z.string(), token: z.string(), resumed: z.boolean(), network, limits }),
  event('entered', { ...answers, host: hostName, call: labCall, targets: targets.optional() }),
  /** `fd` is `null` for `poll`, which waits for several. */
  event('blocked', { ...answers, waitsFor: z.enum(waits), fd: z.int().nullable() }),
  /** `interruptedBy`: the `interrupt` that ended it. */
  event('returned', { ...answers, result: callResult, interruptedBy: requestId.optional() }),
  /**
   * No variable holds this socket any more, and no call is in it, so Python has closed it. `name`: the variable that held it
   * last; `null`: none ever did.
   */
  event('unreferenced', { program: programName, fd: z.int(), name: z.string().nullable() }),
  /** `id` of the `exit`; `null`: the session was reset. `unfinished`: calls that never return. */
  event('exited', { id: requestId.nullable(), program: programName, unfinished: z.array(requestId) }),
  /** `gone`: ids of sockets that the kernel no longer knows. */
  event('sockets', { changed: z.array(socketRecord), gone: z.array(z.string()) }),
  event('segment', { segment }),
  /** The loss now in force; `lostSegments` since it was switched on. `id` of the `drop`; `null`: it ended by itself. */
  event('dropping', {
    id: requestId.nullable(),
    program: programName,
    fd: z.int(),
    direction,
    loss,
    lostSegments: z.int(),
  }),
  /** `id` is `null` in transcripts of version 1 only. */
  event('reset', { id: requestId.nullable(), network }),
  event('notice', { code: z.enum(noticeCodes), message: z.string() }),
  /** A request that was understood and not carried out; the session goes on. `id` is `null` in transcripts of version 1 only. */
  event('refused', {
    id: requestId.nullable(),
    code: z.enum(refusalCodes),
    message: z.string(),
    help: z.string(),
  }),
  /** The session is over; nothing follows. */
  event('closed', { code: z.enum(faultCodes), message: z.string() }),
]);
export type LabEvent = z.infer<typeof labEvent>;

type WithoutStamp<Event> = Event extends LabEvent ? Omit<Event, 'seq' | 'at'> : never;
/** An event before it has its place in the log. */
export type EventBody = WithoutStamp<LabEvent>;
/** An event as it leaves the kernel layer: it has its time, and the bridge gives it its `seq`. */
export type TimedEvent = EventBody & { readonly at: number };

const connectionError = z.strictObject({
  type: z.literal('error'),
  code: z.enum(faultCodes),
  message: z.string(),
  help: z.string(),
});

export const serverFrame = z.union([connectionError, labEvent]);
export type ServerFrame = z.infer<typeof serverFrame>;
