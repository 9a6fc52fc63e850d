import { describe, expect, it } from 'vitest';
import { codes } from '#lib/diagnostics/codes.ts';
import { structureExamples } from '#lib/deck/deck-reader.structure.fixture.ts';
import { guideExamples, ofFiles } from '#lib/guide/guide-diagnostics.fixture.ts';
import { labExamples } from '#lib/lab/script/lab-diagnostics.fixture.ts';
import { parseLabFile } from '#lib/lab/script/read-scripts.ts';

/** Told of cards, and of guided labs, by tests of their own. */
const ofCards = structureExamples.map(({ code }) => code);
const ofGuides = [...guideExamples.map(({ code }) => code), ...ofFiles];

function diagnosticsOf(source: string) {
  return parseLabFile(source, 'lab.md').diagnostics;
}

describe('each diagnostic stands where the mistake is, alone, and says what to write', () => {
  it.each(labExamples)('$code at $at: $source', ({ code, source, at, help }) => {
    const found = diagnosticsOf(source).map((one) => ({
      code: one.code,
      at: `${String(one.line)}:${String(one.column)}+${String(one.length)}`,
    }));
    expect(found).toEqual([{ code, at }]);
    expect(diagnosticsOf(source)[0]?.help).toContain(help ?? '');
  });

  it('stands at the same place in a file with CRLF and a byte order mark', () => {
    for (const { source } of labExamples) {
      const windows = `\ufeff${source.replaceAll('\n', '\r\n')}`;
      expect(diagnosticsOf(windows)).toEqual(diagnosticsOf(source));
    }
  });

  it('stands at the same place, further right, in a list item and behind tabs', () => {
    for (const { source } of labExamples) {
      if (!source.startsWith('```lab')) continue;
      for (const [item, indent] of [
        ['- item', '  '],
        ['1. item', '\t'],
      ] as const) {
        const inList = `${item}\n${source.replaceAll(/^(?=.)/gm, indent)}`;
        const moved = diagnosticsOf(source).map(({ line, column, ...rest }) => ({
          ...rest,
          line: line + 1,
          column: column + indent.length,
        }));
        expect(diagnosticsOf(inList)).toEqual(moved);
      }
    }
  });

  it('has an example of every code', () => {
    // These need the kernel: `scripts/lab` tests them.
    const ofRuns = ['LAB_EXPECTATION_FAILED', 'LAB_ORDER_FAILED', 'LAB_REFUSED'];
    const shown = new Set<string>([
      ...labExamples.map(({ code }) => code),
      ...ofCards,
      ...ofGuides,
      ...ofRuns,
    ]);
    const known = Object.keys(codes).filter((code) => code.startsWith('LAB_'));
    expect(known.filter((code) => !shown.has(code))).toEqual([]);
  });

  it('reports every mistake of a file in one run', () => {
    const source =
      '```lab\nserver> s = sockt()\nserver> s.lisen(1)\nstate s LISEN\nserver> conn, addr = s.acept()\nserver> conn.recv(x)\nreturns b"\n```\n';
    expect(diagnosticsOf(source).map(({ line, code }) => `${String(line)} ${code}`)).toEqual([
      '2 LAB_FUNCTION_UNKNOWN',
      '3 LAB_METHOD_UNKNOWN',
      '4 LAB_STATE_UNKNOWN',
      '5 LAB_METHOD_UNKNOWN',
      '6 LAB_NAME_UNBOUND',
      '7 LAB_STRING_UNCLOSED',
    ]);
  });
});
