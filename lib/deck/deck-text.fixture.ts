import fc from 'fast-check';

/** Pieces that mean something in a deck; their mixtures reach the corners that plain random text never does. */
const pieces = [
  '---', '---\ndeck: d\ntitle: D\nlang: python\n---\n', '\n', '\n\n', '\r\n', '\r', ' ', '    ', '\t', '# ', '## ', '### ', '##', ' ## ',
  '<!-- id: a -->', '<!-- id: b; both -->', '<!-- order -->', '<!-- id: m; match -->', '<!-- id: X Y; rev: z; topics: 1,2 -->', '<!--', '-->',
  '**Answer:** ', '**Also accept:** ', '**Not:** ', '**Why:** ', '**Free:** ', '**Extra:** ', '**Anser:** ', 'after 1 before 2', ' — ', '|',
  '- [x] ', '- [ ] ', '1. ', '2. ', '- ', '> ', '| a | b |\n|---|---|\n| c | d |\n', '```python\n', '```\n', '~~~\n', '`', '``', '{{', '}}', '::', '1::',
  '{{a}}', '{{1::b|c::d}}', '\\{{', '\\', '![](x.png)', '![a](../x.png)', '[a](javascript:alert(1))', '[a]: x', '[a]', '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>', '<https://example.org>', '~~', '**', '*', '_', '&lt;', '&#xE000;', '\ue000', '\uf001', '\ufeff', '\u0000', '\ud83d', '😀',
  'text', 'socket', 'é', '漢字', '===',
];

/** Text of a deck, or of something like one. */
export const deckText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join('\n')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);

const words = fc.constantFrom('SYN', 'ACK', 'a socket', '`bind()`', 'port 80', 'é', '…');

/** One good card, its heading without an id. */
export const goodCard: fc.Arbitrary<string> = fc
  .tuple(words, words, words, fc.nat(6))
  .map(([a, b, c, kind]) =>
    [
      `## ${a} and ${b}\n${c}\n`,
      `## ${a}?\n**Answer:** ${b}\n\n**Not:** ${c} — no\n`,
      `## ${a}?\n- [x] right ${b} — yes\n- [ ] wrong ${c}\n`,
      `## ${a} <!-- order -->\n1. ${b}\n2. ${c}\n\n**Extra:** ${a}\n`,
      `## ${a} <!-- match -->\n| l | r |\n|---|---|\n| one ${b} | ${c} one |\n| two ${b} | ${c} two |\n`,
      `## ${a}\nThe {{${b}}} and {{1::${c}|x}}\n`,
      `## ${a}\n~~~python\nf({{x}}) # {{y::hint}}\n~~~\n`,
    ][kind] ?? '',
  );
