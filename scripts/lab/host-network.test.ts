import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reasonVariable } from '#server/process/private-command.mjs';
import { lab } from '#test/scripts/lab-command.ts';
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

describe('on the network of the computer', () => {
  // What `lab.mjs` hands on.
  const reason = 'Private networks are switched off: LAB_NETWORK is `host`.';
  const onHost = { [reasonVariable]: reason };

  it('skips what cannot be seen there, lists it with its reason, and goes on', async () => {
    const file = write('a.md', [
      'server> s = socket()',
      "server> s.bind(('127.0.0.1', 0))",
      'segments none',
      'server> s.listen()',
      'lose all to s',
      'server> s.listen(1, 2, 3)',
    ]);
    const { code, out } = await lab(['run', file], onHost);
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

  it('skips the rest of a script whose port another program has', async () => {
    const file = write('a.md', [
      'server> s = socket()',
      "server> s.bind(('8.8.8.8', 1))",
      'raises EADDRINUSE',
    ]);
    const { out } = await lab(['run', '--json', file], onHost);
    const report = JSON.parse(out) as RunReport;
    expect(report).toMatchObject({ network: { kind: 'host', reason }, skipped: 1, failed: 0 });
  });

  it('ends with 0 where what it could show was as expected', async () => {
    const file = write('a.md', ['server> s = socket()', 'segments none']);
    const { code, out } = await lab(['run', file], onHost);
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
      expect(await lab(['run', file], onHost)).toMatchObject({
        code: 1,
        out: expect.stringMatching(
          /a\.md:3 skipped: .*left it in TIME-WAIT: wait a minute, or use another/,
        ) as string,
      });
    } finally {
      taken.close();
    }
  });

  it('skips a script that must run as root', async () => {
    const file = join(folder, 'root.md');
    writeFileSync(file, '```lab as-root\nserver> s = socket()\n```\n');
    expect(await lab(['run', file], onHost)).toMatchObject({
      code: 1,
      out: expect.stringContaining(`root.md:2 skipped: ${reason}`) as string,
    });
  });
});
