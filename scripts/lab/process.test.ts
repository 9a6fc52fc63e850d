import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { privateCommand } from '#server/process/private-command.mjs';
import { spawnCommand, startCommand } from '#test/scripts/start-command.ts';

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

const boundPort = ['client> c = socket()', "client> c.bind(('127.0.0.1', 0))", 'segments none'];

it.skipIf(privateCommand(['true']).reason !== null)('runs scripts in a network of its own', async () => {
  const file = write('a.md', boundPort);
  expect(await spawnCommand('lab', ['run', file])).toEqual({
    code: 0,
    out: `${file}  1 passed\n1 passed, 0 failed, 0 skipped\n`,
    err: '',
  });
});

it('runs scripts on the network of the computer where LAB_NETWORK says so', async () => {
  const { code, out } = await spawnCommand('lab', ['run', write('a.md', boundPort)], { LAB_NETWORK: 'host' });
  expect(code).toBe(0);
  expect(out).toContain(
    'On the network of this computer: Private networks are switched off: LAB_NETWORK is `host`.\n' +
      '1 passed, 0 failed, 0 skipped; 1 expectation not shown here\n',
  );
});

it('refuses another value of LAB_NETWORK', async () => {
  expect(await spawnCommand('lab', ['run'], { LAB_NETWORK: 'hst' })).toEqual({
    code: 2,
    out: '',
    err: 'lab: LAB_NETWORK is `hst`. Set it to `host`, or leave it out.\n',
  });
});

it('helps, and says on the error output what it does not understand', async () => {
  const [helped, misused] = await Promise.all([
    spawnCommand('lab', ['--help']),
    spawnCommand('lab', ['run', '--colour']),
  ]);
  expect(helped).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') as string, err: '' });
  expect(misused).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage:') as string });
});

it('ends quietly when nobody reads what it prints', async () => {
  const lines = Array.from({ length: 3000 }, () => 'client> nonsense');
  const child = startCommand('lab', ['check', write('a.md', lines)]);
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  await once(child, 'close');
  expect(said).toBe('');
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
  async function started(): Promise<{ child: ChildProcess; file: string }> {
    const quick = write('a.md', ['client> gethostname()']);
    const file = write('b.md', ['client> s = socket()', 'wait 300s']);
    const child = startCommand('lab', ['run', quick, file]);
    // The first file is reported when the second one begins.
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
    // Its output is closed when the last of its processes has ended.
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    expect(processesOf(file)).toEqual([]);
  });
});
