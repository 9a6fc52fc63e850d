import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatDiagnostic } from '#lib/diagnostics/diagnostic.ts';
import { sourceLines } from '#lib/diagnostics/finding.ts';
import { formatValue } from '#lib/lab/protocol/format-value.ts';
import { toBase64 } from '#lib/lab/protocol/encode-value.ts';
import { type PythonValue, pythonValue } from '#lib/lab/protocol/python-value.ts';
import { labExamples } from '#lib/lab/script/lab-diagnostics.fixture.ts';
import { processorMs } from '#test/processor-ms.ts';
import { parseLabFile } from '#lib/lab/script/read-scripts.ts';

const words = fc.constantFrom(
  ...[
    'server>',
    'client/2>',
    's',
    ' = ',
    'socket(',
    ')',
    '.bind(',
    "('127.0.0.1', 65000)",
    '.accept()',
    ', ',
    '(',
  ],
  ...[
    ' returns ',
    ' raises ',
    'blocks',
    'state ',
    ' LISTEN',
    ' queue 1/1',
    'segments ',
    'peer of ',
    ' SYN ACK',
    '5',
  ],
  ...[
    'interrupt ',
    'exit ',
    'lose ',
    'next 2 to ',
    '30% ',
    'wait ',
    '300ms',
    'reset',
    '#',
    '_',
    "b'",
    "'",
    '"',
    '\\',
  ],
  ...[
    '\n',
    '\n',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '```lab\n',
    '```\n',
    '~~~',
    '- ',
    '> ',
    '<!--',
    '-->',
    '|',
    '*',
    '[',
    ']',
    'é',
    '😀',
    '\u0000',
  ],
);
const text = fc.array(
  fc.oneof({ weight: 8, arbitrary: words }, fc.string({ unit: 'binary', maxLength: 6 })),
  { maxLength: 120 },
);
const scripts = text.map((pieces) => pieces.join(''));

/** A good file with something put in, or a stretch taken out. */
const damaged = fc
  .tuple(fc.constantFrom(...labExamples.map(({ source }) => source)), fc.nat(300), fc.nat(20), words)
  .map(([source, at, cut, word]) => source.slice(0, at) + word + source.slice(at + cut));

it('reads any text without throwing, with every diagnostic inside the file and printable', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        scripts,
        scripts.map((body) => `\`\`\`lab\n${body}\n\`\`\`\n`),
        damaged,
      ),
      (source) => {
        const { scripts: found, diagnostics } = parseLabFile(source, 'any.md');
        const content = source.startsWith('\ufeff') ? source.slice(1) : source;
        const lines = sourceLines(content);
        for (const diagnostic of diagnostics) {
          const { line, column, length } = diagnostic;
          const at = lines[line - 1];
          const width = (at?.end ?? 0) - (at?.start ?? 0);
          expect(at).toBeDefined();
          expect(column - 1).toBeLessThanOrEqual(width);
          expect(length).toBeGreaterThanOrEqual(1);
          expect(column - 1 + length).toBeLessThanOrEqual(Math.max(width, column));
          formatDiagnostic(diagnostic, content.slice(at?.start, at?.end));
        }
        const errors = diagnostics.some(({ severity }) => severity === 'error');
        expect(found.some(({ isBroken }) => isBroken) && !errors).toBe(false);
      },
    ),
    { numRuns: 3000 },
  );
});

const scalar: fc.Arbitrary<PythonValue> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: 10n ** 16n, max: 10n ** 60n }).map((int) => ({ int: int.toString() })),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((float) => ({ float })),
  fc.string({ unit: 'grapheme' }).filter((one) => !/\p{Cs}/u.test(one)),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => ({ bytes: toBase64(bytes) })),
  fc.constant<PythonValue>({ constant: 'AF_INET' }),
  fc.constant<PythonValue>({ flags: ['POLLIN', 'POLLHUP'] }),
);
const flat = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 4 }),
  fc.array(scalar, { maxLength: 4 }).map((tuple) => ({ tuple })),
);

it('reads back every value that is shown, as the same value', () => {
  const plain = (node: unknown): unknown => {
    const { kind, value, items } = node as { kind: string; value: unknown; items: unknown[] };
    if (kind === 'value') return value;
    return kind === 'list' ? items.map(plain) : { tuple: items.map(plain) };
  };
  fc.assert(
    fc.property(flat, (generated) => {
      const value = pythonValue.parse(generated);
      const { scripts: found, diagnostics } = parseLabFile(
        `\`\`\`lab\np> gethostbyname(${formatValue(value)})\n\`\`\``,
        'v.md',
      );
      expect(diagnostics).toEqual([]);
      const step = found[0]?.steps[0];
      expect(step?.kind === 'call' && plain(step.call.args[0])).toEqual(value);
    }),
    { numRuns: 1000 },
  );
});

const megabyte = 1_000_000;
it.each([
  ['(', ''],
  ['[(', ''],
  ["b'x' * ", ''],
  ['A | ', ''],
  ["'\\", ''],
  ['-', ''],
  ['9', ''],
  [' ', 'x'],
  ['`', 'x`'],
  ['a, ', '='],
  ['p> s = socket()\n', ''],
  ['p> q.accept()\nblocks\n', ''],
  ['x1y2z returns 3\n', ''],
  ['```lab\n', ''],
  ['- ', ''],
  ['  - a\n', ''],
  ['<!--\n', ''],
  ['segments a SYN, ', ''],
  ['state s LISTEN queue 1/1 ', ''],
  ['"', ''],
  ['>', ''],
])('reads a megabyte of %j without throwing, in good time', (piece, end) => {
  const body = piece.repeat(megabyte / piece.length) + end;
  for (const source of [body, `\`\`\`lab\n${body}\n\`\`\`\n`, `\`\`\`lab\np> f(${body}\n\`\`\`\n`]) {
    expect(processorMs(() => parseLabFile(source, 'big.md'), 1)).toBeLessThan(10_000);
  }
});

it('reads a megabyte of different names without looking at each of them for each', () => {
  const lines = Array.from(
    { length: 25_000 },
    (_, i) => `p${i.toString(36)}> v${String(i)}.send(u${String(i)})\n`,
  );
  const text = `\`\`\`lab\n${lines.join('')}\`\`\`\n`;
  expect(processorMs(() => parseLabFile(text, 'big.md'), 1)).toBeLessThan(10_000);
});
