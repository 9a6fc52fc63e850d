import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePrompt } from '#lib/lab/call-line/read-call-line.ts';
import { allCalls, suggestCalls } from '#lib/lab/call-line/suggest-calls.ts';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import { callNames } from '#lib/lab/protocol/names.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { parseLabFile } from '#lib/lab/script/read-scripts.ts';
import { advisedLines } from '#lib/lab/script/syntax/advice.ts';
import { emptySnapshot, foldEvent } from '#lib/lab/timeline/fold-event.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';
import { sessionLog, socketRecord } from '#test/plausible-lab-log.ts';

const hello: PythonValue = { bytes: btoa('Hi') };

/** What follows when the line that is typed gives this value. */
function after(snapshot: Snapshot, program: string, line: string, value: PythonValue): Snapshot {
  const parsed = parsePrompt(line, snapshot, program);
  if (!parsed.ok) throw new Error(`${line}: ${parsed.message}`);
  const { call, targets } = parsed;
  const seq = snapshot.seq + 1;
  const who = { id: seq, program, thread: 1, at: seq };
  const events: LabEvent[] = [
    { type: 'entered', seq, ...who, call, targets },
    { type: 'returned', seq: seq + 1, ...who, result: { ok: true, value } },
  ];
  return events.reduce(foldEvent, snapshot);
}

/** Takes the first suggestion again and again; gives the lines taken. */
function follow(program: string, values: readonly PythonValue[], from = emptySnapshot): [string[], Snapshot] {
  let snapshot = from;
  const lines = values.map((value) => {
    const text = suggestCalls(snapshot, program)[0]?.text ?? '';
    snapshot = after(snapshot, program, text, value);
    return text;
  });
  return [lines, snapshot];
}

const accepted: PythonValue = { tuple: [{ socket: 4 }, { tuple: ['127.0.0.1', 40_000] }] };

it('leads a server from its socket to the end of a connection, and to the next one', () => {
  const [lines] = follow('server', [
    { socket: 3 },
    null,
    null,
    accepted,
    hello,
    null,
    { bytes: '' },
    null,
    accepted,
  ]);
  expect(lines).toEqual([
    's = socket(AF_INET, SOCK_STREAM)',
    "s.bind(('127.0.0.1', 65000))",
    's.listen(1)',
    'conn, addr = s.accept()',
    'conn.recv(1024)',
    "conn.sendall(b'Hi')",
    'conn.recv(1024)',
    'conn.close()',
    'conn, addr = s.accept()',
  ]);
});

it('leads a client from its socket to close', () => {
  const [lines] = follow('client', [{ socket: 3 }, null, null, hello, null]);
  expect(lines).toEqual([
    'c = socket(AF_INET, SOCK_STREAM)',
    "c.connect(('127.0.0.1', 65000))",
    "c.sendall(b'Hello world')",
    'c.recv(1024)',
    'c.close()',
  ]);
});

it('connects to the port that somebody listens on, and never gives away the name of an open socket', () => {
  const local = { address: '0.0.0.0', port: 7 };
  const record = socketRecord({ id: 'k1', program: 'server', fd: 3, state: 'LISTEN', local });
  const listening = foldEvent(emptySnapshot, { type: 'sockets', seq: 1, at: 1, changed: [record], gone: [] });
  const [, snapshot] = follow('client', [{ socket: 3 }], listening);
  expect(suggestCalls(snapshot, 'client')[0]?.text).toBe("c.connect(('127.0.0.1', 7))");
  expect(suggestCalls(snapshot, 'client').map(({ text }) => text)).toContain(
    'c2 = socket(AF_INET, SOCK_STREAM)',
  );
});

it('labels buttons shortly, with the variable where there are several', () => {
  const [, one] = follow('server', [{ socket: 3 }]);
  expect(suggestCalls(one, 'server')[0]?.label).toBe('bind(…)');
  const [, two] = follow('server', [{ socket: 3 }, null, null, accepted]);
  expect(suggestCalls(two, 'server')[0]?.label).toBe('conn.recv(…)');
});

it('suggests only what can be typed, at most eight, each once, in every moment', () => {
  fc.assert(
    fc.property(sessionLog, (events) => {
      const snapshot = events.reduce(foldEvent, emptySnapshot);
      for (const program of ['server', 'client', 'new']) {
        const suggestions = suggestCalls(snapshot, program);
        const texts = suggestions.map(({ text }) => text);
        expect(texts.length).toBeGreaterThan(0);
        expect(texts.length).toBeLessThanOrEqual(8);
        expect(new Set(texts).size).toBe(texts.length);
        for (const { text } of [...suggestions, ...allCalls(snapshot, program).flatMap(({ calls }) => calls)])
          expect(parsePrompt(text, snapshot, program)).toMatchObject({ ok: true });
      }
    }),
    { numRuns: 40 },
  );
});

it.each(['server', 'client'])('suggests nothing to %s that a socket for datagrams cannot do', (program) => {
  const typed = after(emptySnapshot, program, 's = socket(AF_INET, SOCK_DGRAM)', { socket: 3 });
  const record = socketRecord({ id: 'k1', program, fd: 3, state: null, type: 'SOCK_DGRAM' });
  const local = { address: '127.0.0.1', port: 65_000 };
  const peer = { address: '127.0.0.1', port: 65_001 };
  for (const known of [record, { ...record, local }, { ...record, local, peer }]) {
    const seq = typed.seq + 1;
    const snapshot = foldEvent(typed, { type: 'sockets', seq, at: seq, changed: [known], gone: [] });
    const texts = [
      ...suggestCalls(snapshot, program),
      ...allCalls(snapshot, program).flatMap(({ calls }) => calls),
    ].map(({ text }) => text);
    expect(texts.filter((text) => /listen|accept|shutdown|SOCK_DGRAM/.test(text))).toEqual([]);
    expect(texts).toContain('s.recv(1024)');
  }
});

it('offers every call of the protocol', () => {
  const [, snapshot] = follow('client', [{ socket: 3 }]);
  const texts = allCalls(snapshot, 'client').flatMap(({ calls }) => calls.map(({ text }) => text));
  for (const name of callNames) expect(texts.some((text) => text.includes(`${name}(`))).toBe(true);
});

const [, ready] = follow('client', [{ socket: 3 }]);
const both = after(after(ready, 'server', 't = socket()', { socket: 3 }), 'server', 'n = t.fileno()', 3);

it('reads a call with its targets, and names of this program and of others', () => {
  expect(parsePrompt('_, port = c.getsockname()', ready, 'client')).toEqual({
    ok: true,
    call: { name: 'getsockname', fd: 3, args: [] },
    targets: ['_', 'port'],
  });
  expect(parsePrompt("c.connect(('127.0.0.1', n)) # there", both, 'client')).toEqual({
    ok: true,
    call: { name: 'connect', fd: 3, args: [{ tuple: ['127.0.0.1', 3] }] },
    targets: [],
  });
  expect(parsePrompt('poll([(c, POLLIN | POLLOUT)], 10)', ready, 'client')).toEqual({
    ok: true,
    call: { name: 'poll', args: [[{ tuple: [{ socket: 3 }, { flags: ['POLLIN', 'POLLOUT'] }] }], 10] },
    targets: [],
  });
});

it('calls on a socket that was closed, so that the kernel can say EBADF', () => {
  const closed = after(ready, 'client', 'c.close()', null);
  expect(parsePrompt('c.recv(1)', closed, 'client')).toMatchObject({ ok: true, call: { fd: -1 } });
});

it.each([
  ['', 'no call', 0],
  ['c.recieve(1)', 'recieve', 2],
  ['c.recv(1', 'not closed', 6],
  ['d.recv(1)', '`d` has no value', 0],
  ['t.recv(1)', 'programs do not share sockets', 0],
  ['print(c)', 'print', 0],
  ['c.send(“x”)', 'quote', 7],
  ['c.send(b"x"); c.close()', 'one call', 12],
  ['ü = socket()', 'cannot be a variable', 0],
  ['c.send(other.n)', '`n` has no value', 7],
])('refuses %j, and says where and why', (line, message, start) => {
  const parsed = parsePrompt(line, both, 'client');
  expect(parsed).toMatchObject({ ok: false, start });
  if (parsed.ok) return;
  if (line !== '') expect(parsed.message).toContain(message);
  expect(parsed.help).not.toBe('');
  expect(parsed.message).not.toMatch(/\.$/);
});

const named = [
  ["HOST = '127.0.0.1'", '127.0.0.1'],
  ['PORT = 65000', 65_000],
  ["data = b''", { bytes: '' }],
  ['addr = (HOST, PORT)', { tuple: ['127.0.0.1', 65_000] }],
  ["text = 'caf' 'é'", 'café'],
  ['coded = text.encode()', { bytes: Buffer.from('café').toString('base64') }],
  ['text = coded.decode()', 'café'],
  ["raw = b'a' b'\\xff'", { bytes: Buffer.from([0x61, 0xff]).toString('base64') }],
  ['host, port = addr', { tuple: ['127.0.0.1', 65_000] }],
  ['first = addr[0]', '127.0.0.1'],
  ['pair = 1, 2', { tuple: [1, 2] }],
  ['many = coded * 2;', { bytes: Buffer.from('café').toString('base64'), times: 2 }],
] as const;

/** The client, after every line of `named`. */
const withNames = named.reduce((before, [line]) => {
  const parsed = parsePrompt(line, before, 'client');
  const [value = null] = parsed.ok ? parsed.call.args : [];
  return after(before, 'client', line, value);
}, ready);

it.each(named)('gives a name to the value of %s', (line, value) => {
  expect(parsePrompt(line, withNames, 'client')).toMatchObject({
    ok: true,
    call: { name: 'value', args: [value] },
  });
});

const withPair = after(
  after(withNames, 'client', 's = socket()', { socket: 5 }),
  'client',
  'conn = s.accept()',
  accepted,
);

it.each([
  ['c.connect(addr)', { name: 'connect', fd: 3, args: [{ tuple: ['127.0.0.1', 65_000] }] }],
  ['c.connect((HOST, addr[1]));', { name: 'connect', fd: 3, args: [{ tuple: ['127.0.0.1', 65_000] }] }],
  ["c.send('Hi'.encode())", { name: 'send', fd: 3, args: [hello] }],
  ["c.send(b'H' b'i')", { name: 'send', fd: 3, args: [hello] }],
  ['conn[0].recv(10)', { name: 'recv', fd: 4, args: [10] }],
  ['conn.recv(10)', { name: 'attribute', args: [accepted, 'recv', 10] }],
  ['HOST.close()', { name: 'attribute', args: ['127.0.0.1', 'close'] }],
  ['setdefaulttimeout(2.5)', { name: 'setdefaulttimeout', args: [{ float: 2.5 }] }],
  ["getaddrinfo(HOST, 'http')", { name: 'getaddrinfo', args: ['127.0.0.1', 'http'] }],
  [
    'c.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)',
    { name: 'setsockopt', fd: 3, args: [{ constant: 'SOL_SOCKET' }, { constant: 'SO_REUSEPORT' }, 1] },
  ],
])('reads %s', (line, call) => {
  expect(parsePrompt(line, withPair, 'client')).toEqual({ ok: true, call, targets: [] });
});

it('calls the socket in a pair by its place, in what it shows and suggests', () => {
  const { descriptors } = withPair.programs[0] ?? { descriptors: [] };
  expect(descriptors.map(({ name }) => name)).toEqual(['c', 'conn[0]', 's']);
  const line = after(withPair, 'client', 'conn[0].recv(10)', hello).programs[0]?.lines.at(-1);
  expect(line).toMatchObject({ text: 'conn[0].recv(10)' });
});

it.each([
  ['raw.decode()', 'UnicodeDecodeError'],
  ['x = addr[2]', 'IndexError'],
  ["x = HOST * 'a'", 'cannot be multiplied'],
  ["x = 'a' b'b'", 'cannot be joined'],
  ['x = missing', 'no value'],
])('refuses %s, with the reason', (line, reason) => {
  const parsed = parsePrompt(line, withPair, 'client');
  expect(parsed.ok ? '' : parsed.message).toContain(reason);
});

/** Calls and lines in backticks of an advice: what a reader would type. */
function linesIn(help: string): string[] {
  return [...help.matchAll(/`([^`]*)`/g)].flatMap(([, code = '']) =>
    /^\w.*(?:\(|= )|^\w+ \w/.test(code) ? [code] : [],
  );
}

const typed = [
  ...advisedLines,
  'time.sleep(1)',
  "x = struct.pack('ii', 1, 0)",
  "s.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack('ii', 1, 0))",
  'r, w, x = select.select([s], [], [], 1)',
  't = threading.Thread(target=serve)',
  'for i in range(3): s.accept()',
  'def serve(): pass',
  'with socket() as s: pass',
  'import struct',
  's.listen(); s.accept()',
  'data += s.recv(10)',
  's.recv(10).decode()',
  's.getsockname()[1]',
  's.send(bytes(3))',
  's.send(len(data))',
  'x = s.listen',
  's.nothing()',
  'nothing()',
  's',
  '5',
  'conn.recv(x)',
  'conn[x].recv(1)',
  'socket(family=AF_INET)',
  's.recv(1 + 2)',
  '',
];

it.each(typed)('advises, for %j, nothing that the prompt refuses', (line) => {
  const parsed = parsePrompt(line, withPair, 'client');
  if (parsed.ok) return;
  expect(parsed.help).not.toMatch(/`(?:returns|raises|blocks|wait [^`]*)`|line of its own|…|script/);
  for (const advised of linesIn(parsed.help))
    expect(parsePrompt(advised, withPair, 'client'), `${parsed.help}: ${advised}`).toMatchObject({
      ok: true,
    });
});

it.each(typed)('advises, for %j, nothing that a script refuses', (line) => {
  const source = (text: string) =>
    `\`\`\`lab\nserver> s = socket()\nserver> data = b''\nserver> conn = s.accept()\n${text}\n\`\`\`\n`;
  const errors = (text: string) =>
    parseLabFile(source(text), 'lab.md').diagnostics.filter(({ severity }) => severity === 'error');
  for (const { help } of errors(`server> ${line}`))
    for (const advised of linesIn(help))
      expect(
        errors(/>|^(?:wait|exit) /.test(advised) ? advised : `server> ${advised}`),
        `${help}: ${advised}`,
      ).toEqual([]);
});

it('never throws, whatever is typed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('c', '.', 'recv(', '(', ')', "'", '=', ',', ' ', 'é', '1', '[', 'b"', '*')),
      (parts) => {
        parsePrompt(parts.join(''), both, 'client');
      },
    ),
  );
});
