import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sourceLines } from '#lib/diagnostics/finding.ts';
import { guideExamples } from '#lib/guide/guide-diagnostics.fixture.ts';
import { readGuide } from '#lib/guide/read-guide.ts';

/** Pieces that mean something in a lab; their mixtures reach the corners that plain random text never does. */
const piece = fc.constantFrom(
  ...[
    '---\n',
    '---\nlab: l\ntitle: T\nnumber: 1\n---\n',
    'lab: l\n',
    'number: x\n',
    '\n',
    '\n\n',
    '\r\n',
    '    ',
  ],
  ...[
    '# Title\n',
    '#',
    '## ',
    '## A <!-- id: a -->\n',
    '## B <!-- id: b; order -->\n',
    '<!--',
    '-->',
    '![a](b.png)',
  ],
  ...[
    '- [x] yes\n',
    '- [ ] no — why\n',
    '1. one\n',
    '**Answer:** ',
    '**Why:** ',
    '**Lab:** a#b',
    '{{x}}',
    '> ',
    '`',
  ],
  ...[
    '```lab\n',
    '```lab continued\n',
    '```lab as-root\n',
    '```\n',
    '~~~lab\n',
    '```md\n',
    '- ```lab\n',
    '\ufeff',
  ],
  ...[
    'server> s = socket()\n',
    'server> s.listen(1)\n',
    'blocks\n',
    'returns 1\n',
    'state s LISTEN\n',
    'server blocks\n',
  ],
);
const text = fc
  .array(fc.oneof({ weight: 6, arbitrary: piece }, fc.string({ maxLength: 6 })), { maxLength: 40 })
  .map((pieces) => pieces.join(''));

function placed(source: string): string[] {
  return readGuide(source, { file: 'l.md' }).diagnostics.map(
    ({ code, line, column, message }) => `${String(line)}:${String(column)} ${code} ${message}`,
  );
}

it('never throws, and reports every problem once, at a place that exists', () => {
  fc.assert(
    fc.property(text, (source) => {
      const { guide, diagnostics } = readGuide(source, { file: 'l.md' });
      const lines = sourceLines(source);
      for (const { line, column, length } of diagnostics) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(length).toBeGreaterThanOrEqual(1);
      }
      expect(new Set(placed(source)).size).toBe(diagnostics.length);
      const unclosed = diagnostics.filter(({ code }) => code.endsWith('FENCE_UNCLOSED'));
      expect(new Set(unclosed.map(({ line }) => line)).size).toBe(unclosed.length);
      expect(guide === null).toBe(diagnostics.some(({ severity }) => severity === 'error'));
    }),
    { numRuns: 400 },
  );
});

it('has in every stage steps that there are', () => {
  fc.assert(
    fc.property(text, (body) => {
      const { guide } = readGuide(`---\nlab: l\ntitle: T\nnumber: 1\n---\n${body}`, { file: 'l.md' });
      for (const { part } of guide?.stages ?? []) {
        if (part === null) continue;
        const { script, texts } = guide?.scripts[part.script] ?? { script: null, texts: [] };
        expect(part.from).toBeLessThan(part.to);
        expect(part.to).toBeLessThanOrEqual(texts.length);
        expect(script?.steps).toHaveLength(texts.length);
      }
    }),
    { numRuns: 400 },
  );
});

it('reports the same problem whatever follows it', () => {
  for (const { source } of guideExamples) {
    const more = `${source}\n\n## After <!-- id: after -->\nText.\n`;
    const codes = placed(source).filter((found) => !/LAB_STAGE_NONE|LAB_SCRIPT_OUTSIDE/.test(found));
    for (const found of codes) expect(placed(more), source).toContain(found);
  }
});
