import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAllMarkdown } from '#lib/deck/markdown/parse.ts';
import { plainMarkdown } from '#lib/deck/markdown/plain-markdown.ts';

const pieces = fc.constantFrom(
  ...['a', 'word', 'Why:', '1', '1. ', '1)', ' ', '  ', '    ', '\n', '\n\n', '\t', '\r\n', '\0'],
  ...[
    '## ',
    '## x\n',
    '#',
    '`',
    '``',
    '```',
    '```python\n',
    '```\n',
    '~~~',
    '**',
    '**Why:**',
    '*',
    '_',
    '~~',
  ],
  ...[
    '-',
    '- ',
    '- [x] ',
    '--',
    '---',
    '===',
    '|',
    '|---|',
    '=',
    '\u2014',
    ':',
    '!',
    '[',
    ']',
    '](',
    '<',
    '>',
    '&amp;',
  ],
  ...[
    '\\',
    '(',
    ')',
    '{',
    '}',
    '\ue000\ue801\uf001',
    'é',
    '𝒳',
    ',',
    '.',
    '?',
    '$',
    '"',
    '+',
    "'",
    '%',
    '@',
    '/',
  ],
  ...[
    'https://example.org',
    'www.example.org',
    'a@example.org',
    '\u00a0',
    '\u3000',
    '\u200b',
    '\u2028',
    '\ufeff',
  ],
);
const likelyPieces = fc.constantFrom(
  'a',
  'b.',
  ' ',
  '\n',
  '\n\n',
  '`',
  '**',
  'Why:',
  '## ',
  '```\n',
  '{',
  '-',
  '1.',
);

it('gives the nodes that the parser of all of Markdown gives, wherever it gives any', () => {
  let plain = 0;
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, likelyPieces, likelyPieces), { maxLength: 20 }), (parts) => {
      const text = parts.join('');
      const nodes = plainMarkdown(text);
      if (nodes === null) return;
      plain += nodes.length > 0 ? 1 : 0;
      expect(nodes).toEqual(parseAllMarkdown(text));
    }),
    { numRuns: 10_000 },
  );
  expect(plain).toBeGreaterThan(500);
});

it('reads what most cards are made of', () => {
  const text =
    '## What does `bind()` do?   \n\nGives the socket a **local address**, see `s.bind()`.\n\n```python\ns.bind()\n```\n\n**Why:** the kernel\npicks a port.\n';
  const nodes = plainMarkdown(text);
  expect(nodes?.map(({ type }) => type)).toEqual(['heading', 'paragraph', 'code', 'paragraph']);
  expect(nodes).toEqual(parseAllMarkdown(text));
});

it.each([
  '- a list',
  '| a | table |',
  '[a](link)',
  '*em*',
  'a <b>',
  '> a quote',
  'a\\b',
  '## a\n===',
  '    code',
])('leaves “%s” to the parser of all of Markdown', (text) => expect(plainMarkdown(text)).toBeNull());
