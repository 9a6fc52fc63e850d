import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codeSpans } from './code-spans.ts';

const shown = (text: string) =>
  codeSpans(text)
    .map(({ text: piece, isCode }) => (isCode ? `<${piece}>` : piece))
    .join('');

it.each([
  ['use `listen()` or `accept()`.', 'use <listen()> or <accept()>.'],
  ['a label is bold, as in `**Why:**`', 'a label is bold, as in <**Why:**>'],
  ['write ```lab, ```lab continued or ```lab as-root', 'write ```lab, ```lab continued or ```lab as-root'],
  ['write ```lab beside.', 'write ```lab beside.'],
  ['write `- [x] `a` — b`', 'write <- [x] `a` — b>'],
  ['the answer `` `bind()` `` is code', 'the answer <`bind()`> is code'],
  ['the answer ``bind()`` is code', 'the answer <bind()> is code'],
  ['a lone ` is a sign', 'a lone ` is a sign'],
  ['it’s `a`, `b` (`c`) and `d`-like', 'it’s <a>, <b> (<c>) and <d>-like'],
  ['`call `bind()` first`', '<call `bind()` first>'],
])('%s', (text, expected) => {
  expect(shown(text)).toBe(expected);
});

it('shows every character that is no mark, in order', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '(', '.') }), (text) => {
      const all = codeSpans(text)
        .map((piece) => piece.text)
        .join('');
      expect(all.replaceAll(/[` ]/g, '')).toBe(text.replaceAll(/[` ]/g, ''));
    }),
  );
});
