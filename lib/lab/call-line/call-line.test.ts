import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePrompt } from '#lib/lab/call-line/read-call-line.ts';
import { allCalls, suggestCalls } from '#lib/lab/call-line/suggest-calls.ts';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import { callNames } from '#lib/lab/protocol/names.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
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
    { type: 'entered', seq, ...who, call, ...(targets.length === 0 ? {} : { targets }) },
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
