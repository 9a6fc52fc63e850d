import { expect, it } from 'vitest';
import { explainError } from '#lib/lab/explain/explain-error.ts';
import { explainCall, explainSegment, explainState } from '#lib/lab/explain/explain-row.ts';
import { explainWait } from '#lib/lab/explain/explain-wait.ts';
import { nothingKnown } from '#lib/lab/explain/segment-context.ts';
import type { CallError, LabCall, LabEvent, Segment, SocketRecord } from '#lib/lab/protocol/messages.ts';
import { callNames } from '#lib/lab/protocol/names.ts';
import { tcpStates } from '#lib/lab/protocol/tcp-state.ts';
import { exceptionNames } from '#lib/lab/script/syntax/exceptions.ts';
import { emptySnapshot, foldEvent } from '#lib/lab/timeline/fold-event.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';
import { limits, network, socketRecord } from '#test/plausible-lab-log.ts';

const recv: LabCall = { name: 'recv', fd: 3, args: [1024] };
const at65000: LabCall['args'] = [{ tuple: ['127.0.0.1', 65_000] }];

function errno(code: string): CallError {
  return { exception: 'OSError', errno: 1, code, message: '' };
}

/** The program `server` has made this call, and the kernel says this of its descriptor 3, and of others. */
function snapshotOf(call: LabCall, own: Partial<SocketRecord>, ...others: SocketRecord[]): Snapshot {
  const who = { id: 1, program: 'server', thread: 1, at: 1 };
  const events: LabEvent[] = [
    { type: 'opened', seq: 1, at: 0, session: '', token: '', resumed: false, network, limits },
    { type: 'entered', seq: 2, ...who, call: { name: 'socket', args: [] }, targets: ['s'] },
    { type: 'returned', seq: 3, ...who, result: { ok: true, value: { socket: 3 } } },
    {
      type: 'sockets',
      seq: 4,
      at: 1,
      changed: [socketRecord({ id: 'k1', program: 'server', fd: 3, ...own }), ...others],
      gone: [],
    },
    { type: 'entered', seq: 5, ...who, id: 2, call },
  ];
  return events.reduce(foldEvent, emptySnapshot);
}

function idOf(
  call: LabCall,
  code: string,
  own: Partial<SocketRecord> = {},
  ...others: SocketRecord[]
): string {
  return explainError(call, errno(code), snapshotOf(call, own, ...others)).id;
}

const unexplained = explainError(
  recv,
  { exception: 'Odd', errno: null, code: null, message: '' },
  emptySnapshot,
).why;
const codes = exceptionNames.filter((name) => /^E[A-Z_]+$/.test(name));
/** Bases that are never raised themselves, and classes that always come with an errno. */
const withErrno =
  /^(?:Exception|OSError|.*Connection\w*|BlockingIOError|BrokenPipeError|File\w+|InterruptedError|PermissionError)$/;
const classes = exceptionNames.filter(
  (name) => /Error$/.test(name) && !name.includes('.') && !withErrno.test(name),
);

it.each(codes)('has a reason and a way out for %s', (code) => {
  for (const name of ['bind', 'connect', 'accept', 'recv', 'send', 'listen'] as const) {
    const { why, help, term } = explainError({ name, fd: 3, args: at65000 }, errno(code), emptySnapshot);
    expect(why).not.toBe(unexplained);
    expect(why).toMatch(/^[A-Z`].*\.$/);
    expect(help).toMatch(/^[A-Z`].*\.$/);
    expect(term).toBe(code);
  }
});

it.each(classes.filter((name) => !['IOError', 'EnvironmentError'].includes(name)))(
  'has a reason and a way out for %s, which the kernel has no part in',
  (exception) => {
    const error = { exception, errno: null, code: null, message: '' };
    const { why, help, term } = explainError(recv, error, emptySnapshot);
    expect(why).not.toBe(unexplained);
    expect(help).toMatch(/\.$/);
    expect(term).toBe(exception);
  },
);

it('distinguishes a port with a listener at an address in the way from one with a listener elsewhere', () => {
  const bind: LabCall = { name: 'bind', fd: 3, args: at65000 };
  const local = { address: '127.0.0.1', port: 65_000 };
  const old = socketRecord({ id: 'k3', state: 'TIME-WAIT', local });
  const elsewhere = socketRecord({
    id: 'k4',
    program: 'third',
    fd: 3,
    state: 'LISTEN',
    local: { ...local, address: '127.0.0.2' },
  });
  expect(idOf(bind, 'EADDRINUSE', {}, elsewhere, old)).toBe('time-wait');
  const everywhere = socketRecord({ ...elsewhere, local: { ...local, address: '0.0.0.0' } });
  expect(idOf(bind, 'EADDRINUSE', {}, everywhere)).toBe('listener');
});

it.each([
  ['SOCK_DGRAM', 'EACCES', 'broadcast'],
  ['SOCK_DGRAM', 'EPERM', 'forbidden-by-policy'],
  ['SOCK_STREAM', 'EACCES', 'forbidden-by-policy'],
] as const)('takes for a broadcast address what a %s socket may not send to by %s: %s', (type, code, id) => {
  expect(idOf({ name: 'connect', fd: 3, args: at65000 }, code, { type })).toBe(id);
});

it.each([
  [1, 'while 1 byte was unread'],
  [5, 'while 5 bytes were unread'],
])('counts what the other side left unread: %i', (unreadBytes, text) => {
  const here = { address: '127.0.0.1', port: 50_001 };
  const there = { address: '127.0.0.1', port: 65_000 };
  const peer = socketRecord({ id: 'k2', local: there, peer: here, unreadBytes });
  const snapshot = snapshotOf(recv, { local: here, peer: there }, peer);
  expect(explainError(recv, errno('ECONNRESET'), snapshot).why).toContain(text);
});

const optionOf = (option: 'TCP_NODELAY' | 'SO_KEEPALIVE'): LabCall => ({
  name: 'setsockopt',
  fd: 3,
  args: [{ constant: 'SOL_SOCKET' }, { constant: option }, 1],
});

it.each<[id: string, call: LabCall, exception: string, message: string]>([
  ['option-of-another-level', optionOf('TCP_NODELAY'), 'EACCES', ''],
  ['not-allowed', optionOf('SO_KEEPALIVE'), 'EPERM', ''],
  ['no-memory', recv, 'ENOBUFS', ''],
  ['aborted-before-accept', recv, 'ECONNABORTED', ''],
  ['argument-not-read', recv, 'EFAULT', ''],
  ['unreachable', recv, 'EHOSTUNREACH', ''],
  ['interface-off', recv, 'ENETDOWN', ''],
  ['flag-not-supported', recv, 'EOPNOTSUPP', ''],
  ['protocol-of-another-type', { name: 'socket', args: [] }, 'EPROTOTYPE', ''],
  ['unknown-type', { name: 'socket', args: [] }, 'ESOCKTNOSUPPORT', ''],
  ['address-of-another-family', { name: 'connect', fd: 3, args: at65000 }, 'EAFNOSUPPORT', ''],
  ['wrong-type', recv, 'TypeError', 'odd'],
  ['impossible-value', { name: 'listen', fd: 3, args: [] }, 'ValueError', 'odd'],
  ['pair-is-not-a-socket', recv, 'AttributeError', "'tuple' object has no attribute 'recv'"],
  ['no-such-method', recv, 'AttributeError', "'socket' object has no attribute 'receive'"],
  ['no-such-name', recv, 'NameError', ''],
  ['no-such-item', recv, 'IndexError', ''],
  ['no-such-key', recv, 'KeyError', ''],
  ['not-contained', recv, 'LookupError', ''],
  ['too-many-bytes', recv, 'MemoryError', ''],
  ['bytes-in-use', recv, 'BufferError', ''],
  ['number-not-calculated', recv, 'ArithmeticError', ''],
  ['not-text', recv, 'UnicodeDecodeError', ''],
  ['no-address-found', { name: 'gethostbyname', args: ['nowhere'] }, 'gaierror', ''],
  ['no-name-found', recv, 'herror', ''],
  ['name-not-encoded', recv, 'UnicodeEncodeError', ''],
  ['one-value-for-many-names', recv, 'TypeError', 'cannot unpack non-iterable int object'],
  ['other-number-of-values', recv, 'ValueError', 'too many values to unpack (expected 1)'],
  ['keyboard-interrupt', recv, 'KeyboardInterrupt', ''],
  ['connect-interrupted', { name: 'connect', fd: 3, args: at65000 }, 'KeyboardInterrupt', ''],
  ['connect-interrupted', { name: 'connect', fd: 3, args: at65000 }, 'EINTR', ''],
  ['keyboard-interrupt-while-sending', { name: 'sendall', fd: 3, args: [] }, 'KeyboardInterrupt', ''],
  ['keyboard-interrupt-while-sending', { name: 'send', fd: 3, args: [] }, 'KeyboardInterrupt', ''],
  ['timed-out', { name: 'close', fd: 3, args: [] }, 'TimeoutError', ''],
  ['reset', recv, 'ECONNRESET', ''],
  ['broken-pipe', { name: 'send', fd: 3, args: [] }, 'EPIPE', ''],
  ['not-connected', recv, 'ENOTCONN', ''],
  ['too-many-descriptors', { name: 'socket', args: [] }, 'EMFILE', ''],
  ['not-of-a-socket', recv, 'ENOTSOCK', ''],
  ['datagram-too-long', { name: 'send', fd: 3, args: [] }, 'EMSGSIZE', ''],
  ['option-out-of-range', optionOf('SO_KEEPALIVE'), 'EDOM', ''],
  ['unknown-option', optionOf('SO_KEEPALIVE'), 'ENOPROTOOPT', ''],
  ['no-port-left', { name: 'bind', fd: 3, args: [{ tuple: ['', 0] }] }, 'EADDRINUSE', ''],
  ['in-use-for-connection', { name: 'connect', fd: 3, args: at65000 }, 'EADDRINUSE', ''],
  ['forbidden-by-policy', { name: 'connect', fd: 3, args: at65000 }, 'EACCES', ''],
  ['forbidden-by-policy', { name: 'send', fd: 3, args: [] }, 'EPERM', ''],
  ['no-port-for-connection', { name: 'connect', fd: 3, args: at65000 }, 'EADDRNOTAVAIL', ''],
  ['bound-to-another-network', { name: 'connect', fd: 3, args: at65000 }, 'EINVAL', ''],
  ['connect-gave-up', { name: 'connect', fd: 3, args: at65000 }, 'ETIMEDOUT', ''],
  ['connection-gave-up', recv, 'ETIMEDOUT', ''],
  ['name-with-empty-part', { name: 'gethostbyname', args: ['a..b'] }, 'UnicodeError', ''],
  ['interrupted', recv, 'EINTR', ''],
])('chooses the row %s by the name alone', (id, call, name, message) => {
  const error = codes.includes(name) ? errno(name) : { exception: name, errno: null, code: null, message };
  expect(explainError(call, error, emptySnapshot).id).toBe(id);
});

it('reads what Python says of wrong arguments', () => {
  const error = (message: string): CallError => ({
    exception: 'TypeError',
    errno: null,
    code: null,
    message,
  });
  const bind: LabCall = { name: 'bind', fd: 3, args: ['127.0.0.1', 65_000] };
  expect(
    explainError(bind, error('socket.bind() takes exactly one argument (2 given)'), emptySnapshot).help,
  ).toContain("s.bind(('127.0.0.1', 65000))");
  expect(
    explainError(recv, error("a bytes-like object is required, not 'str'"), emptySnapshot).help,
  ).toContain("b'Hello'");
});

it('has a sentence for every state and for every call', () => {
  for (const state of tcpStates) expect(explainState(state)).toMatch(/\.$/);
  for (const name of callNames) expect(explainCall(name)).toContain(`\`${name}(`);
  expect(explainCall('toString')).toBe('');
});

const end = { address: '127.0.0.1', port: 65_000, program: 'server', socket: 'k1' };
const ack: Segment = {
  number: 3,
  sentAt: 0,
  from: end,
  to: end,
  flags: ['ACK'],
  sequence: { raw: 1, relative: 1 },
  acknowledgment: { raw: 1, relative: 1 },
  windowBytes: 500,
  payloadBytes: 0,
  payload: '',
  retransmission: false,
  lost: false,
  options: {},
};
const later = { raw: 9, relative: 9 };

it.each<[string, Partial<Segment>]>([
  ['SYN:', { flags: ['SYN'], acknowledgment: null }],
  ['SYN-ACK:', { flags: ['SYN', 'ACK'] }],
  ['third step', {}],
  ['everything before number 9', { acknowledgment: later }],
  ['zero window', { acknowledgment: later, windowBytes: 0 }],
  ['Data: 5 bytes', { flags: ['PSH', 'ACK'], payloadBytes: 5 }],
  ['Data: 1 byte of', { flags: ['PSH', 'ACK', 'FIN'], payloadBytes: 1 }],
  ['FIN:', { flags: ['FIN', 'ACK'] }],
  ['no socket', { flags: ['RST', 'ACK'], from: { ...end, socket: null }, sequence: { raw: 0, relative: 0 } }],
  ['aborts', { flags: ['RST'], sequence: later }],
  ['sent again', { flags: ['PSH', 'ACK'], payloadBytes: 5, retransmission: true }],
  ['dropped it', { flags: ['PSH', 'ACK'], payloadBytes: 5, lost: true }],
])('says of a segment: %s', (said, given) => {
  expect(explainSegment({ ...ack, ...given })).toContain(said);
});

it('knows a window probe by the window of its receiver', () => {
  expect(explainSegment({ ...ack, acknowledgment: later }, { ...nothingKnown, receiverWindow: 0 })).toContain(
    'Window probe',
  );
});

it.each([
  ['connection', 'port 65000'],
  ['handshake', 'SYN'],
  ['data', 'closes'],
  ['room', 'reads'],
  ['event', 'ready'],
  ['delivery', 'acknowledged'],
] as const)('says what a call that waits for %s is woken by, and that it sleeps', (waitsFor, said) => {
  const before = snapshotOf(
    { name: 'accept', fd: 3, args: [] },
    { local: { address: '127.0.0.1', port: 65_000 } },
  );
  const snapshot = foldEvent(before, {
    type: 'blocked',
    seq: 6,
    at: 2,
    id: 2,
    program: 'server',
    thread: 1,
    waitsFor,
    fd: 3,
  });
  const line = snapshot.programs[0]?.lines.at(-1);
  const reported = line?.kind === 'call' ? explainWait(line, snapshot) : '';
  expect(reported).toContain(said);
  expect(reported).toContain('sleeps');
});

it.each([
  ['full', 2, true],
  ['not full', 1, false],
])('mentions to a waiting connect the queue it found, where that is %s', (_, waiting, isReported) => {
  const before = snapshotOf(
    { name: 'connect', fd: 3, args: at65000 },
    { state: 'SYN-SENT', peer: { address: '127.0.0.1', port: 65_000 } },
    socketRecord({
      id: 'k2',
      state: 'LISTEN',
      local: { address: '127.0.0.1', port: 65_000 },
      acceptQueue: { waiting, backlog: 1 },
    }),
  );
  const snapshot = foldEvent(before, {
    type: 'blocked',
    seq: 6,
    at: 2,
    id: 2,
    program: 'server',
    thread: 1,
    waitsFor: 'handshake',
    fd: 3,
  });
  const line = snapshot.programs[0]?.lines.at(-1);
  const reported = line?.kind === 'call' ? explainWait(line, snapshot) : '';
  expect(reported.includes('full')).toBe(isReported);
});
