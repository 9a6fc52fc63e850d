import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, it } from 'vitest';
import { hostileLog } from '#lib/lab/export/hostile-log.fixture.ts';
import { exportLabScript } from '#lib/lab/export/lab-script.ts';
import { exportPython } from '#lib/lab/export/python-program.ts';
import { labEvent, type LabEvent } from '#lib/lab/protocol/messages.ts';
import { constantNames, functionNames } from '#lib/lab/protocol/names.ts';
import { parseLabFile } from '#lib/lab/script/read-scripts.ts';
import { formatTranscript, parseTranscript } from '#lib/lab/timeline/transcript.ts';
import { limits, network } from '#test/plausible-lab-log.ts';

/** What Python finds in programs that the exporter does not write. */
function foundByPython(programs: readonly string[]): string[][] {
  const offered = [...constantNames, ...functionNames].join(',');
  const { stdout, stderr } = spawnSync('python3', ['test/python/check-export.py', offered], {
    input: programs.map((program) => `${JSON.stringify(program)}\n`).join(''),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
}

it('puts nothing of a hostile log into a Python program but quoted values, and names that are free', () => {
  const logs = fc.sample(hostileLog, { numRuns: 600, seed: 25 });
  const programs = logs.map((log) => exportPython(log));
  const found = foundByPython(programs);
  expect(found.length).toBe(logs.length);
  const first = found.findIndex((complaints) => complaints.length > 0);
  expect(first === -1 ? null : { found: found[first], program: programs[first] }).toBeNull();
}, 60_000);

const line =
  /^(?:# .*|[a-z][a-z0-9_-]*(?:\/\d+)?(?:> .+| (?:raises|returns) .+)|blocks|(?:raises|returns|interrupt|exit|lose|wait) .+)$/;

it('writes a hostile log as one lab script, out of whose fence nothing gets', () => {
  fc.assert(
    fc.property(hostileLog, (log) => {
      const text = exportLabScript(log);
      const lines = text.split('\n').slice(1, -2);
      expect(lines.filter((each) => !line.test(each) || /[\p{Cc}\u2028\u2029]/u.test(each))).toEqual([]);
      const { children } = fromMarkdown(text);
      expect(children).toMatchObject([{ type: 'code', lang: 'lab' }]);
      expect(parseLabFile(text, 'export.md').scripts.length).toBe(1);
    }),
    { numRuns: 300 },
  );
});

it('writes a hostile log as a transcript of one event a line, which is opened only where its texts are plain', () => {
  fc.assert(
    fc.property(hostileLog, (log) => {
      const text = formatTranscript(log);
      expect(text.split('\n').length).toBe(log.length + 2);
      const read = parseTranscript(text);
      if (!read.ok) return;
      const refusals = read.value.flatMap((event) => (event.type === 'refused' ? [event.message] : []));
      expect(refusals.filter((message) => /[\p{Cc}\u2028\u2029\u202e]/u.test(message))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

function refusedWith(message: string): LabEvent[] {
  const base = { program: 'a', thread: 1, id: 1 };
  return [
    { type: 'opened', session: '', token: '', resumed: false, network, limits },
    { type: 'entered', ...base, call: { name: 'socket', args: [] } },
    { type: 'refused', id: 1, code: 'SOCKETS_LIMIT', message, help: '' },
  ].map((event, index) => labEvent.parse({ ...event, seq: index + 1, at: index }));
}

it('does not run what a refusal says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-export-'));
  try {
    const marker = join(folder, 'ran');
    const program = exportPython(refusedWith(`no\n    open(${JSON.stringify(marker)}, 'w')\nopen('x')`));
    expect(program).toContain('left out, no ');
    const { status, stdout } = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toBe('');
    expect(existsSync(marker)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
