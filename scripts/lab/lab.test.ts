import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxValueBytes } from '#lib/lab/script/syntax/expression.ts';
import { readOptions } from '#server/bridge/options.ts';
import { privateCommand } from '#server/process/private-command.mjs';
import { lab, root } from '#test/scripts/lab-command.ts';
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

function run(...files: string[]): { code: number | null; report: RunReport } {
  const { code, out } = lab(['run', '--json', ...files]);
  return { code, report: JSON.parse(out) as RunReport };
}

const echo = [
  'server> s = socket(AF_INET, SOCK_STREAM)',
  "server> s.bind(('127.0.0.1', 65000))",
  'server> s.listen(1)',
  'client> c = socket(AF_INET, SOCK_STREAM)',
  "client> c.connect(('127.0.0.1', 65000))",
  'state c ESTABLISHED',
  'state s LISTEN queue 1/1',
  'server> conn, addr = s.accept()',
  'server> conn.recv(1024)',
  'blocks',
  "client> c.sendall(b'Hello world')",
  "server returns b'Hello world'",
  'client> c.close()',
  'server> conn.recv(1024)',
  "returns b''",
  'client> d = socket(AF_INET, SOCK_STREAM)',
  "client> d.connect(('127.0.0.1', 65001))",
  'raises ConnectionRefusedError',
];

const hasPrivateNetwork = privateCommand(['true']).reason === null;

it.skipIf(!hasPrivateNetwork)('proves the script of the design', () => {
  const file = write('echo.md', echo);
  expect(lab(['run', file])).toEqual({
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
    'raises ConnectionRefusedError: [Errno 111] Connection refused',
  ],
];

it.skipIf(!hasPrivateNetwork)('fails at the very line of any expectation that is made wrong', () => {
  const files = wrong.map(([right, made], index) => {
    const at = echo.lastIndexOf(right);
    // Where no call is said to block, none can be said to return later.
    const lines = right === 'blocks' ? echo.with(at + 2, '') : echo;
    return { file: write(`${String(index)}.md`, lines.with(at, made)), line: at + 2 };
  });
  const { code, report } = run(...files.map(({ file }) => file));
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
});

it.skipIf(!hasPrivateNetwork)(
  'prints the line, the claim, what the kernel did, and all that happened',
  () => {
    const file = write('a.md', echo.with(11, "server returns b'Hello'"));
    const { code, out } = lab(['run', file]);
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

const connected = [...echo.slice(0, 5), 'server> conn, addr = s.accept()'];

it.skipIf(!hasPrivateNetwork).each<[string, string[], string]>([
  ['a call that fails', ['client> c.listen()'], 'raises OSError: [Errno 22] Invalid argument'],
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
    'raises OSError: [Errno 107] Transport endpoint is not connected',
  ],
  [
    'an error number that is another',
    ['server> s.recv(1)', 'raises EBADF'],
    'raises OSError: [Errno 107] Transport endpoint is not connected',
  ],
  [
    'a value inside a tuple',
    ['client> c.getpeername()', "returns ('127.0.0.1', 65001)"],
    "returns ('127.0.0.1', 65000)",
  ],
  [
    'a blocked call that returned',
    ['server> conn.recv(9)', 'blocks', 'client> c.send(b"x")', 'server blocks'],
    "returns b'x'",
  ],
  [
    'several names for one value',
    ['server> a, b = conn.getsockopt(SOL_SOCKET, SO_TYPE)'],
    'returns 1, which is not several values',
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
])('tells %s', (_, lines, observed) => {
  const { code, report } = run(write('a.md', [...connected, ...lines]));
  const failure = report.files[0]?.scripts[0]?.failure;
  expect({ code, line: failure?.line, observed: failure?.observed }).toEqual({
    code: 1,
    line: connected.length + 1 + lines.length,
    observed,
  });
});

const waitingCall = 'write `blocks` below it, or let another program do what it waits for before it';
it.skipIf(!hasPrivateNetwork).each<[string[], string, string]>([
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
])('says what to write instead of %j', (lines, code, help) => {
  const { report } = run(write('a.md', [...connected, ...lines]));
  expect(report.files[0]?.scripts[0]?.failure).toMatchObject({
    code,
    help: expect.stringContaining(help) as string,
  });
});

it.skipIf(!hasPrivateNetwork)('claims what a port sends on which nothing listens', () => {
  const file = write('a.md', [
    'client> c = socket()',
    "client> c.connect(('127.0.0.1', 65000))",
    'raises ConnectionRefusedError',
    'segments client SYN, port 65000 RST ACK',
  ]);
  expect(lab(['run', file])).toMatchObject({ code: 0 });
  const wrongPort = write('b.md', [
    'client> c = socket()',
    "client> c.connect(('127.0.0.1', 65000))",
    'raises ConnectionRefusedError',
    'segments client SYN 0, port 65001 RST ACK within 10ms',
  ]);
  expect(run(wrongPort).report.files[0]?.scripts[0]?.failure?.observed).toBe(
    'no `port 65001 RST ACK` after `client SYN 0`; the segments that came: client SYN, port 65000 RST ACK',
  );
});

it('does not count a script that does nothing', () => {
  const { code, out } = lab(['run', write('a.md', ['# nothing'])]);
  expect(code).toBe(1);
  expect(out).toMatch(/LAB_FENCE_EMPTY[^]*  0 passed\nthere is no lab script that could be run\n0 passed/);
});

it('shows nothing of a file that has no script', () => {
  const file = join(folder, 'secret.md');
  writeFileSync(file, 'root:secret\n');
  const { out } = lab(['run', file]);
  expect(out).toContain('LAB_SCRIPT_NONE');
  expect(out).not.toContain('secret:');
  expect(out).not.toContain('root:');
  expect(lab(['check', folder]).out).toMatch(/^warning: there is no lab script in what was named\n/);
});

it('ends quietly when nobody reads what it prints', async () => {
  const lines = Array.from({ length: 3000 }, () => 'client> nonsense');
  const child = spawn(process.execPath, ['scripts/lab.mjs', 'check', write('a.md', lines)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  await once(child, 'close');
  expect(said).toBe('');
});

it('takes no value that a session would not', () => {
  const read = readOptions({ LAB_SOCKET: 'none', LAB_ORIGINS: 'none' });
  expect(read.ok && read.value.bridge.limits.sendBytes).toBe(maxValueBytes);
});

it.skipIf(!hasPrivateNetwork)('knows subclasses, error numbers, and Python’s equality', () => {
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
  expect(lab(['run', file])).toMatchObject({ code: 0, err: '' });
});

describe('on the network of the computer', () => {
  const onHost = { LAB_NETWORK: 'host' };
  const reason = 'Private networks are switched off: LAB_NETWORK is `host`.';

  it('skips what cannot be seen there, lists it with its reason, and goes on', () => {
    const file = write('a.md', [
      'server> s = socket()',
      "server> s.bind(('127.0.0.1', 0))",
      'segments none',
      'server> s.listen()',
      'lose all to s',
      'server> s.listen(1, 2, 3)',
    ]);
    const { code, out } = lab(['run', file], onHost);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      `${file}  0 passed, 1 skipped`,
      expect.stringMatching(/a\.md:4 skipped: \S/),
      expect.stringMatching(/a\.md:6 skipped: \S/),
      'NOTHING WAS PROVEN: no script could be run to its end here',
      `On the network of this computer: ${reason}`,
      '0 passed, 0 failed, 1 skipped; 2 expectations not shown here',
      '',
    ]);
  });

  it('skips the rest of a script whose port another program has', () => {
    const file = write('a.md', [
      'server> s = socket()',
      "server> s.bind(('8.8.8.8', 1))",
      'raises EADDRINUSE',
    ]);
    const { out } = lab(['run', '--json', file], onHost);
    const report = JSON.parse(out) as RunReport;
    expect(report).toMatchObject({ network: { kind: 'host', reason }, skipped: 1, failed: 0 });
  });

  it('ends with 0 where what it could show was as claimed', () => {
    const file = write('a.md', ['server> s = socket()', 'segments none']);
    const { code, out } = lab(['run', file], onHost);
    expect({ code, last: out.split('\n').at(-2) }).toEqual({
      code: 0,
      last: '1 passed, 0 failed, 0 skipped; 1 expectation not shown here',
    });
  });

  it('says of a port in use that it may still be in TIME-WAIT', async () => {
    const taken = createServer();
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const file = write('a.md', ['server> s = socket()', `server> s.bind(('127.0.0.1', ${String(port)}))`]);
      expect(lab(['run', file], onHost)).toMatchObject({
        code: 1,
        out: expect.stringMatching(
          /a\.md:3 skipped: .*left it in TIME-WAIT: wait a minute, or use another/,
        ) as string,
      });
    } finally {
      taken.close();
    }
  });

  it('refuses another value of LAB_NETWORK', () => {
    expect(lab(['run'], { LAB_NETWORK: 'hst' })).toEqual({
      code: 2,
      out: '',
      err: 'lab: LAB_NETWORK is `hst`. Set it to `host`, or leave it out.\n',
    });
  });

  it('skips a script that must run as root', () => {
    const file = join(folder, 'root.md');
    writeFileSync(file, '```lab as-root\nserver> s = socket()\n```\n');
    expect(lab(['run', file], onHost)).toMatchObject({
      code: 1,
      out: expect.stringContaining(`root.md:2 skipped: ${reason}`) as string,
    });
  });
});

it('prints diagnostics of every file, runs what is in order, and ends with 1', () => {
  const good = write('good.md', ['client> gethostname()']);
  const bad = write('bad.md', ['server> s = sockt()']);
  const { code, out } = lab(['run', good, bad]);
  expect(code).toBe(1);
  expect(out).toContain(`${bad}:2:13 error LAB_FUNCTION_UNKNOWN: there is no function \`sockt\`\n`);
  expect(out).toContain(`${good}  1 passed\n`);
  expect(lab(['check', good])).toEqual({ code: 0, out: '1 file, 1 script, 0 errors, 0 warnings\n', err: '' });
  const checked = lab(['check', '--json', folder]);
  expect(checked.code).toBe(1);
  expect(JSON.parse(checked.out)).toMatchObject({
    files: 2,
    scripts: 2,
    errors: 1,
    diagnostics: [{ file: bad, line: 2, column: 13, length: 5, code: 'LAB_FUNCTION_UNKNOWN' }],
  });
});

it('checks a guided lab as a whole, and labs against each other', () => {
  mkdirSync(join(folder, 'labs'));
  const guide = (name: string, number: number, stage: string) => {
    const path = join(folder, 'labs', `${name}.md`);
    const front = `---\nlab: ${name}\ntitle: T\nnumber: ${String(number)}\n---\n`;
    writeFileSync(path, `${front}## Stage <!-- id: stage -->\n${stage}`);
    return path;
  };
  const good = guide('a', 1, 'Text.\n');
  const bad = guide('b', 1, '- [ ] one\n- [ ] two\n');
  const { code, out } = lab(['check', '--json', join(folder, 'labs')]);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    errors: 2,
    diagnostics: [
      {
        file: bad,
        line: 4,
        column: 9,
        code: 'LAB_NUMBER_TAKEN',
        message: `\`${good}\` has the number 1 already`,
      },
      { file: bad, line: 7, code: 'CHOICE_NONE_RIGHT' },
    ],
  });
});

it('runs a script that goes on in another fence as one', () => {
  const file = join(folder, 'goes-on.md');
  const first = '```lab\nserver> s = socket()\n```\n';
  writeFileSync(file, `${first}\nProse.\n\n\`\`\`lab continued\nserver> s.fileno()\nreturns -2\n\`\`\`\n`);
  const { code, report } = run(file);
  expect(code).toBe(1);
  expect(report.files[0]?.scripts).toMatchObject([
    { line: 1, result: 'failed', failure: { line: 9, expected: expect.stringContaining('-2') as string } },
  ]);
});

it('tells files that have no script or cannot be read, and is not content with nothing', () => {
  const prose = join(folder, 'prose.md');
  writeFileSync(prose, '# Only prose\n');
  const broken = join(folder, 'broken.md');
  writeFileSync(broken, new Uint8Array([0x41, 0xff]));
  mkdirSync(join(folder, 'more/deep'), { recursive: true });
  writeFileSync(join(folder, 'more/deep/a.md'), '```lab\nclient> gethostname()\n```\n');
  expect(lab(['run', prose])).toMatchObject({
    code: 1,
    out: expect.stringMatching(
      /warning LAB_SCRIPT_NONE[^]*there is no lab script that could be run/,
    ) as string,
  });
  expect(lab(['run', broken])).toMatchObject({
    code: 1,
    out: expect.stringContaining('FILE_NOT_UTF8') as string,
  });
  expect(lab(['check', join(folder, 'more')])).toMatchObject({
    code: 0,
    out: '1 file, 1 script, 0 errors, 0 warnings\n',
  });
});

it.each([
  [['rnu'], 'no command `rnu`'],
  [['run', '--colour'], "Unknown option '--colour'"],
  [['check', 'none.md'], 'no file `none.md`'],
  [['run', 'scripts'], 'no Markdown file in the folder'],
  [[], 'Usage:'],
])('answers %j with the usage and code 2', (args, said) => {
  const { code, out, err } = lab(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(said);
  expect(err).toContain('Usage: npm run lab');
});

it('helps', () => {
  for (const args of [['--help'], ['run', '--help'], ['check', '-h']])
    expect(lab(args)).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('Exit codes') as string,
    });
});

/** Processes whose command line names this test's folder. */
function processesOf(path: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(path);
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe.skipIf(!existsSync('/proc/self/cmdline'))('leaves nothing running', () => {
  async function started(): Promise<{ child: ReturnType<typeof spawn>; file: string }> {
    const quick = write('a.md', ['client> gethostname()']);
    const file = write('b.md', ['client> s = socket()', 'wait 300s']);
    const child = spawn(process.execPath, ['scripts/lab.mjs', 'run', quick, file], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // The first file is told when the second one begins.
    await once(child.stdout, 'data');
    return { child, file };
  }

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('ends with %s, and says so in its exit code', async (signal, expected) => {
    const { child, file } = await started();
    const exited = once(child, 'exit');
    child.kill(signal);
    expect(await exited).toEqual([expected, null]);
    expect(processesOf(file)).toEqual([]);
  });

  it('ends when the process that started it is killed', async () => {
    const { child, file } = await started();
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    await expect.poll(() => processesOf(file), { timeout: 5000 }).toEqual([]);
  });
});
