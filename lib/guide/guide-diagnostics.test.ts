import { describe, expect, it } from 'vitest';
import { rules } from '#lib/deck/lint/rules.ts';
import { codes } from '#lib/diagnostics/codes.ts';
import { guideExamples } from '#lib/guide/guide-diagnostics.fixture.ts';
import { duplicateLabs, readGuide } from '#lib/guide/read-guide.ts';

const severities = new Map<string, string>([
  ...Object.entries(codes).map(([code, { severity }]) => [code, severity] as const),
  ...rules.map(({ code, severity }) => [code, severity] as const),
]);

function diagnosticsOf(source: string) {
  return readGuide(source, { file: 'lab.md' }).diagnostics;
}

describe('each problem is reported once, where it is', () => {
  it.each(guideExamples)('$code at $at', ({ code, source, at, help }) => {
    const found = diagnosticsOf(source);
    expect(
      found.map((one) => [one.code, `${String(one.line)}:${String(one.column)}+${String(one.length)}`]),
    ).toEqual([[code, at]]);
    expect(found[0]?.help).toContain(help ?? '');
  });

  it('is at the same place in a file with CRLF and a byte order mark', () => {
    for (const { source } of guideExamples)
      expect(diagnosticsOf(`\ufeff${source.replaceAll('\n', '\r\n')}`), source).toEqual(
        diagnosticsOf(source),
      );
  });

  it('keeps a lab from being served if it is an error', () => {
    for (const { code, source } of guideExamples) {
      const isServed = readGuide(source, { file: 'lab.md' }).guide !== null;
      expect(isServed, source).toBe(severities.get(code) === 'warning');
    }
  });
});

it('reports the second file with the lab, or the number, of another', () => {
  const claims = [
    ['a.md', 'echo', 1],
    ['b.md', 'echo', 2],
    ['c.md', 'loss', 1],
    ['d.md', 'ports', 3],
  ].map(([file, lab, number]) => {
    const source = `---\nlab: ${String(lab)}\ntitle: L\nnumber: ${String(number)}\n---\n## A <!-- id: a -->\nText.\n`;
    return readGuide(source, { file: String(file) }).claim;
  });
  expect(
    duplicateLabs(claims).map(({ file, line, column, code, message }) => [file, line, column, code, message]),
  ).toEqual([
    ['b.md', 2, 6, 'LAB_DUPLICATE', '`a.md` already has the lab `echo`'],
    ['c.md', 4, 9, 'LAB_NUMBER_TAKEN', '`a.md` already has the number 1'],
  ]);
});

it('reports every problem of a file in one run', () => {
  const source = [
    '---',
    'lab: Echo',
    'title: Echo',
    'number: 2',
    '---',
    '',
    '# Echo',
    '',
    '## Listen',
    'Text.',
    '',
    '```lab',
    'server> s = sockt()',
    '```',
    '',
    '## Accept <!-- id: accept -->',
    '- [ ] It waits.',
    '- [ ] It returns.',
    '',
    '## Empty <!-- id: empty -->',
    '',
  ].join('\n');
  expect(diagnosticsOf(source).map(({ line, code }) => `${String(line)} ${code}`)).toEqual([
    '2 FRONT_MATTER_VALUE',
    '9 ID_MISSING',
    '13 LAB_FUNCTION_UNKNOWN',
    '17 CHOICE_NONE_RIGHT',
    '20 LAB_STAGE_EMPTY',
  ]);
});
