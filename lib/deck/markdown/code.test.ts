import fc from 'fast-check';
import { expect, it } from 'vitest';
import { highlight } from '#lib/deck/markdown/code.ts';

function shown(code: string, lang: string | null): string {
  return highlight(code, lang)
    .map(({ text, tokenClass }) => (tokenClass === null ? text : `‹${tokenClass} ${text}›`))
    .join('');
}

it.each([
  ['python', 's.bind(("", 80))  # x', 's.‹function bind›((‹string ""›, ‹number 80›))  ‹comment # x›'],
  [
    'py',
    'def f(a): return None',
    '‹keyword def› ‹function f›(‹parameter a›): ‹keyword return› ‹constant None›',
  ],
  ['c', 'int fd = socket(1);', '‹keyword int› fd = ‹function socket›(‹number 1›);'],
  ['ts', 'const n = f(1);', '‹keyword const› ‹constant n› = ‹function f›(‹number 1›);'],
  [
    'bash',
    'for i in a; do b; done # c',
    '‹keyword for› i ‹keyword in› ‹string a›; ‹keyword do› ‹function b›; ‹keyword done› ‹comment # c›',
  ],
  ['cobol', 'MOVE 1 TO X', 'MOVE 1 TO X'],
  [null, 'if x', 'if x'],
])('distinguishes the tokens of %s', (lang, code, expected) => {
  expect(shown(code, lang)).toBe(expected);
});

it('loses no character of any code', () => {
  const code = fc.array(
    fc.constantFrom(
      'def f():\n',
      '"',
      "'''",
      '#',
      '\r\n',
      '\n',
      '\t',
      '{{',
      '\\',
      'x = 1',
      '/*',
      '$(',
      '`',
      '\ud83d',
      '\u2028',
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(code, fc.constantFrom('python', 'c', 'ts', 'sh', 'none'), (parts, lang) => {
      expect(
        highlight(parts.join(''), lang)
          .map(({ text }) => text)
          .join(''),
      ).toBe(parts.join(''));
    }),
    { numRuns: 300 },
  );
});
