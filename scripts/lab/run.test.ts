import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { echoScript } from '#test/echo-script.ts';
import { lab } from '#test/scripts/lab-command.ts';
import { noPrivateNetwork } from '#test/server/kernel-session.ts';
import type { RunReport } from './print-run.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-lab-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, ['```lab', ...lines, '```', ''].join('\n'));
  return path;
}

async function run(...files: string[]): Promise<{ code: number | null; report: RunReport }> {
  const { code, out } = await lab(['run', '--json', ...files]);
  return { code, report: JSON.parse(out) as RunReport };
}

it.skipIf(noPrivateNetwork !== null)('proves the script of the design', async () => {
  const file = write('echo.md', echoScript);
  expect(await lab(['run', file])).toEqual({
    code: 0,
    out: `${file}  1 passed\n1 passed, 0 failed, 0 skipped\n`,
    err: '',
  });
});

/** Each expectation of the script made wrong, and what the kernel did instead. */
const wrong: readonly (readonly [right: string, wrong: string, observed: string])[] = [
  ['state c ESTABLISHED', 'state c CLOSE-WAIT', 'state c ESTABLISHED'],
  ['state s LISTEN queue 1/1', 'state s LISTEN queue 2/1', 'state s LISTEN queue 1/1'],
  ['blocks', "returns b''", 'after 2 s it is blocked, waiting for data'],
  ["server returns b'Hello world'", "server returns b'Hello'", "returns b'Hello world'"],
  ["returns b''", 'blocks', "returns b''"],
  [
    'raises ConnectionRefusedError',
    'raises TimeoutError',
    'raises ConnectionRefusedError: [Errno 111] Connection refused (ECONNREFUSED)',
  ],
];

it.skipIf(noPrivateNetwork !== null)(
  'fails at the very line of any expectation that is made wrong',
  async () => {
    const files = wrong.map(([right, made], index) => {
      const at = echoScript.lastIndexOf(right);
      // Where no call is said to block, none can be said to return later.
      const lines = right === 'blocks' ? echoScript.with(at + 2, '') : echoScript;
      return { file: write(`${String(index)}.md`, lines.with(at, made)), line: at + 2 };
    });
    const { code, report } = await run(...files.map(({ file }) => file));
    expect(code).toBe(1);
    expect(report).toMatchObject({ passed: 0, failed: wrong.length, skipped: 0 });
    const reported = report.files.map(({ file, scripts: [script] }) => ({
      file,
      line: script?.failure?.line,
      expected: script?.failure?.expected,
      observed: script?.failure?.observed,
    }));
    expect(reported).toEqual(
      files.map(({ file, line }, index) => ({
        file,
        line,
        expected: wrong[index]?.[1].replace(/^server /, ''),
        observed: wrong[index]?.[2],
      })),
    );
  },
);

it.skipIf(noPrivateNetwork !== null)(
  'prints the line, the claim, what the kernel did, and all that happened',
  async () => {
    const file = write('a.md', echoScript.with(11, "server returns b'Hello'"));
    const { code, out } = await lab(['run', file]);
    expect(code).toBe(1);
    expect(out.split('\n').slice(0, 6)).toEqual([
      `${file}:13:1 error LAB_EXPECTATION_FAILED: the kernel did something else`,
      " 13 | server returns b'Hello'",
      '    | ^^^^^^^^^^^^^^^^^^^^^^^',
      "expected: returns b'Hello'",
      "observed: returns b'Hello world'",
      "help: write `returns b'Hello world'` where that is what must happen; otherwise correct what comes before",
    ]);
    expect(out).toMatch(/ ms {4}server {5}conn\.recv\(1024\)\n/);
    expect(out).toMatch(/ ms {4}server {7}blocked, waits for data\n/);
    expect(out).toMatch(
      / ms {2}~ client {5}127\.0\.0\.1:\d+ → 127\.0\.0\.1:65000 PSH ACK seq 1 ack 1 11 bytes\n/,
    );
    expect(out).toMatch(/ ms {2}· server {5}conn ESTABLISHED 127\.0\.0\.1:65000 to 127\.0\.0\.1:\d+/);
    expect(out).toMatch(/0 passed, 1 failed\n0 passed, 1 failed, 0 skipped\n$/);
  },
);

const connected = [...echoScript.slice(0, 5), 'server> conn, addr = s.accept()'];

it.skipIf(noPrivateNetwork !== null).each<[string, string[], string]>([
  ['a call that fails', ['client> c.listen()'], 'raises OSError: [Errno 22] Invalid argument (EINVAL)'],
  ['a call that waits', ['server> conn.recv(1)'], 'after 2 s it is blocked, waiting for data'],
  ['a call that does not wait', ['server> conn.send(b"x")', 'blocks'], 'returns 1'],
  [
    'a call that waits, and then does not',
    ['server> conn.settimeout(0.02)', 'server> conn.recv(1)', 'blocks'],
    'waited, then raises TimeoutError: timed out',
  ],
  [
    'an error that is another',
    ['server> s.recv(1)', 'raises ConnectionError'],
    'raises OSError: [Errno 107] Transport endpoint is not connected (ENOTCONN)',
  ],
  [
    'an error number that is another',
    ['server> s.recv(1)', 'raises EBADF'],
    'raises OSError: [Errno 107] Transport endpoint is not connected (ENOTCONN)',
  ],
  [
    'a value inside a tuple',
    ['client> c.getpeername()', "returns ('127.0.0.1', 65001)"],
    "returns ('127.0.0.1', 65000)",
  ],
  [
    'a blocked call that returned',
    ['server> conn.recv(9)', 'blocks', 'client> c.send(b"x")', 'server blocks'],
    // Before the line is reached, or a moment later.
    expect.stringMatching(/^(?:waited, then )?returns b'x'$/) as string,
  ],
  [
    'several names for one value',
    ['server> a, b = conn.getsockopt(SOL_SOCKET, SO_TYPE)'],
    'raises TypeError: cannot unpack non-iterable int object',
  ],
  ['unread bytes', ['state conn ESTABLISHED unread >0 within 10ms'], 'state conn ESTABLISHED unread 0'],
  [
    'a peer that is none',
    ['client> d = socket()', 'state peer of d LISTEN within 10ms'],
    'the kernel shows no such socket',
  ],
  [
    'a segment that did not come',
    ['segments client SYN, client RST within 10ms'],
    'no `client RST` after `client SYN`; the segments that came: client SYN, server SYN ACK, client ACK',
  ],
  [
    'segments in another order',
    ['segments server SYN ACK, client SYN within 10ms'],
    'no `client SYN` after `server SYN ACK`; the segments that came: client SYN, server SYN ACK, client ACK',
  ],
  [
    'segments that were not expected',
    ['segments none'],
    'the segments that came: client SYN, server SYN ACK, client ACK',
  ],
  [
    'a loss that is not possible',
    ['lose all from s'],
    'LOSS_NO_SOCKET: That descriptor is no TCP socket of the program on which this can get lost.',
  ],
])('reports %s', async (_, lines, observed) => {
  const { code, report } = await run(write('a.md', [...connected, ...lines]));
  const failure = report.files[0]?.scripts[0]?.failure;
  expect({ code, line: failure?.line, observed: failure?.observed }).toEqual({
    code: 1,
    line: connected.length + 1 + lines.length,
    observed,
  });
});

const waitingCall = 'write `blocks` below it, or let another program do what it waits for before it';
it.skipIf(noPrivateNetwork !== null).each<[string[], string, string]>([
  [['server> conn.recv(1)'], 'LAB_EXPECTATION_FAILED', waitingCall],
  [
    ['server> conn.recv(1)', 'raises TimeoutError within 10ms'],
    'LAB_EXPECTATION_FAILED',
    'add `within 5s` where it only takes longer, or write `blocks` and say later how the call ends',
  ],
  [
    ['server> conn.recv(1)', 'blocks', 'server returns _ within 10ms'],
    'LAB_EXPECTATION_FAILED',
    'let another program do what it waits for before this line, or add `within 5s`',
  ],
  [['server> s.accept()', 'raises EBADF within 10ms'], 'LAB_EXPECTATION_FAILED', 'add `within 5s`'],
  [['client> c.listen()'], 'LAB_EXPECTATION_FAILED', 'write `raises EINVAL` below it where'],
  [['server> conn.fileno()', 'returns 0'], 'LAB_EXPECTATION_FAILED', 'write `returns 4` where'],
  [['lose all from s'], 'LAB_REFUSED', 'name a connected socket; on a listening one only'],
  [
    ['state c FIN-WAIT-1 within 10ms'],
    'LAB_EXPECTATION_FAILED',
    'this state passes in less than a millisecond; `lose all to c` before the `close` keeps it',
  ],
  [['state peer of c LAST-ACK within 10ms'], 'LAB_EXPECTATION_FAILED', '`lose all from c` before'],
])('says what to write instead of %j', async (lines, code, help) => {
  const { report } = await run(write('a.md', [...connected, ...lines]));
  expect(report.files[0]?.scripts[0]?.failure).toMatchObject({
    code,
    help: expect.stringContaining(help) as string,
  });
});

it.skipIf(noPrivateNetwork !== null)('claims what a port sends on which nothing listens', async () => {
  const file = write('a.md', [
    'client> c = socket()',
    "client> c.connect(('127.0.0.1', 65000))",
    'raises ConnectionRefusedError',
    'segments client SYN, port 65000 RST ACK',
  ]);
  expect(await lab(['run', file])).toMatchObject({ code: 0 });
  const wrongPort = write('b.md', [
    'client> c = socket()',
    "client> c.connect(('127.0.0.1', 65000))",
    'raises ConnectionRefusedError',
    'segments client SYN 0, port 65001 RST ACK within 10ms',
  ]);
  expect((await run(wrongPort)).report.files[0]?.scripts[0]?.failure?.observed).toBe(
    'no `port 65001 RST ACK` after `client SYN 0`; the segments that came: client SYN, port 65000 RST ACK',
  );
});

it('does not count a script that does nothing', async () => {
  const { code, out } = await lab(['run', write('a.md', ['# nothing'])]);
  expect(code).toBe(1);
  expect(out).toMatch(/LAB_FENCE_EMPTY[^]*  0 passed\nthere is no lab script that could be run\n0 passed/);
});

it.skipIf(noPrivateNetwork !== null)('knows subclasses, error numbers, and Python’s equality', async () => {
  const file = write('a.md', [
    ...connected,
    'server> s.recv(1)',
    'raises OSError',
    'server> s.recv(1)',
    'raises ENOTCONN',
    'server> conn.getsockopt(SOL_SOCKET, SO_TYPE)',
    'returns SOCK_STREAM',
    'server> conn.getsockopt(SOL_SOCKET, SO_TYPE)',
    'returns 1.0',
    'client> c.getsockname()',
    'returns addr',
    'server> conn.getpeername()',
    'returns (_, _)',
    'client> poll([(c, POLLOUT)], 0)',
    'returns [(3, POLLOUT)]',
    'client> gethostbyname("localhost")',
    'returns "127.0.0.1"',
    "client> c.send(b'x' * 300)",
    'returns 3e2',
    'state conn ESTABLISHED unread 300',
    'server> conn.recv(1000)',
    "returns b'xx' * 150",
    'exit client',
    'server> conn.recv(1)',
    "returns b''",
    'state c FIN-WAIT-2',
    'reset',
    'client> c = socket()',
    'client> c.fileno()',
    'returns 3',
    "client> c.bind(('127.0.0.1', 70000))",
    'raises OverflowError',
    "client> c.bind('127.0.0.1', 7000)",
    'raises TypeError',
  ]);
  expect(await lab(['run', file])).toMatchObject({ code: 0, err: '' });
});

it('prints diagnostics of every file, runs what is in order, and ends with 1', async () => {
  const good = write('good.md', ['client> gethostname()']);
  const bad = write('bad.md', ['server> s = sockt()']);
  const { code, out } = await lab(['run', good, bad]);
  expect(code).toBe(1);
  expect(out).toContain(`${bad}:2:13 error LAB_FUNCTION_UNKNOWN: there is no function \`sockt\`\n`);
  expect(out).toContain(`${good}  1 passed\n`);
  expect(await lab(['check', good])).toEqual({
    code: 0,
    out: '1 file, 1 script, 0 errors, 0 warnings\n',
    err: '',
  });
  const checked = await lab(['check', '--json', folder]);
  expect(checked.code).toBe(1);
  expect(JSON.parse(checked.out)).toMatchObject({
    files: 2,
    scripts: 2,
    errors: 1,
    diagnostics: [{ file: bad, line: 2, column: 13, length: 5, code: 'LAB_FUNCTION_UNKNOWN' }],
  });
});

it('runs a script that goes on in another fence as one', async () => {
  const file = join(folder, 'goes-on.md');
  const first = '```lab\nserver> s = socket()\n```\n';
  writeFileSync(file, `${first}\nProse.\n\n\`\`\`lab continued\nserver> s.fileno()\nreturns -2\n\`\`\`\n`);
  const { code, report } = await run(file);
  expect(code).toBe(1);
  expect(report.files[0]?.scripts).toMatchObject([
    { line: 1, result: 'failed', failure: { line: 9, expected: expect.stringContaining('-2') as string } },
  ]);
});
