import { describe, expect, it } from 'vitest';
import { decode } from '#lib/deck/decode.ts';
import { createDeckReader, readDeck } from '#lib/deck/deck-reader.ts';
import { duplicateDecks } from '#lib/deck/duplicate-decks.ts';
import { missingIds } from '#lib/deck/fix-deck.ts';
import { codes, type DiagnosticCode } from '#lib/diagnostics/codes.ts';
import { finding, toDiagnostic } from '#lib/diagnostics/finding.ts';

interface Example {
  readonly code: DiagnosticCode;
  readonly source: string;
  /** `line:column+length` */
  readonly at: string;
  /** Other codes that the same text has. */
  readonly also?: readonly DiagnosticCode[];
}

/** Four lines of front matter; what follows begins on line 5. */
const front = '---\ndeck: d\ntitle: D\n---\n';

function card(heading: string, body: string): string {
  return `${front}## ${heading}\n${body}`;
}

/** A card whose heading is in order; its body begins on line 6. */
function body(text: string, words = ''): string {
  return card(`Q <!-- id: q${words} -->`, text);
}

const good = '## Q <!-- id: q -->\nA\n';

const examples: readonly Example[] = [
  { code: 'FRONT_MATTER_MISSING', source: good, at: '1:1+1' },
  { code: 'FRONT_MATTER_UNCLOSED', source: `---\ndeck: d\ntitle: D\n${good}`, at: '1:1+3' },
  { code: 'FRONT_MATTER_BROKEN', source: `---\ndeck: d\ntitle: "D\n---\n${good}`, at: '3:10+1' },
  { code: 'FRONT_MATTER_BROKEN', source: `---\n- deck\n---\n${good}`, at: '2:1+1' },
  { code: 'FRONT_MATTER_KEY_MISSING', source: `---\ndeck: d\n---\n${good}`, at: '1:1+3' },
  { code: 'FRONT_MATTER_KEY_UNKNOWN', source: `---\ndeck: d\ntitle: D\ntopcs: 1\n---\n${good}`, at: '4:1+5' },
  { code: 'FRONT_MATTER_MISSING', source: `----\ndeck: d\n----\n${good}`, at: '1:1+4' },
  { code: 'FRONT_MATTER_MISSING', source: `+++\ndeck = d\n+++\n${good}`, at: '1:1+3' },
  { code: 'FRONT_MATTER_MISSING', source: `\n---\ndeck: d\n---\n${good}`, at: '1:1+1', also: [] },
  { code: 'FRONT_MATTER_BROKEN', source: `---\ndeck: d\ntitle: TCP: the basics\n---\n${good}`, at: '3:8+15' },
  { code: 'FRONT_MATTER_BROKEN', source: `---\ndeck: d\ntitle: \`bind()\`\n---\n${good}`, at: '3:8+8' },
  { code: 'FRONT_MATTER_BROKEN', source: `---\ndeck: d\ntitle: [TCP] sockets\n---\n${good}`, at: '3:8+13' },
  { code: 'FRONT_MATTER_BROKEN', source: `---\ndeck: d\ntitle: @home\n---\n${good}`, at: '3:8+5' },
  { code: 'FRONT_MATTER_BROKEN', source: `---\ndeck: d\ndeck: d\ntitle: T\n---\n${good}`, at: '3:1+4' },
  { code: 'FRONT_MATTER_BROKEN', source: `---\ndeck = d\ntitle: T\n---\n${good}`, at: '2:1+8' },
  {
    code: 'FRONT_MATTER_BROKEN',
    source: `---\ndeck: @d\ntitle: @home\n---\n${good}`,
    at: '2:7+2',
    also: ['FRONT_MATTER_BROKEN'],
  },
  { code: 'FRONT_MATTER_KEY_MISSING', source: `---\nDeck: d\ntitle: T\n---\n${good}`, at: '2:1+4' },
  { code: 'FRONT_MATTER_KEY_MISSING', source: `---\ndek: d\ntitle: T\n---\n${good}`, at: '2:1+3' },
  { code: 'FRONT_MATTER_COMMENT', source: `---\ndeck: d\ntitle: C # more\n---\n${good}`, at: '3:10+6' },
  { code: 'FRONT_MATTER_LANG', source: `---\ndeck: d\ntitle: C\nlang: pyhton\n---\n${good}`, at: '4:7+6' },
  { code: 'FRONT_MATTER_VALUE', source: `---\ndeck: My Deck\ntitle: D\n---\n${good}`, at: '2:7+7' },
  {
    code: 'FRONT_MATTER_VALUE',
    source: `---\ndeck: d\ntitle: D\ntopic-names: [a, b]\n---\n${good}`,
    at: '4:14+6',
  },
  { code: 'FRONT_MATTER_VALUE', source: `---\ndeck: d\ntitle: D\ntopics: [1, x]\n---\n${good}`, at: '4:9+6' },
  { code: 'DECK_EMPTY', source: `${front}# Only a title\n`, at: '1:1+1' },
  { code: 'ID_MISSING', source: card('What?', 'A'), at: '5:4+5' },
  { code: 'ID_DUPLICATE', source: `${front}${good}${good}`, at: '7:15+1' },
  { code: 'ID_MALFORMED', source: card('Q <!-- id: My Id -->', 'A'), at: '5:15+5' },
  { code: 'COMMENT_UNCLOSED', source: card('Q <!-- id: q', 'A'), at: '5:6+4' },
  { code: 'COMMENT_UNCLOSED', source: body('A\n\n<!-- never\nends'), at: '8:1+10' },
  { code: 'COMMENT_UNCLOSED', source: `${front}<!-- never\nends\n${good}`, at: '5:1+10' },
  { code: 'COMMENT_WORD_UNKNOWN', source: body('A', '; botth'), at: '5:18+5' },
  { code: 'COMMENT_WORD_UNKNOWN', source: card('Q <!-- ID: q3 -->', 'A'), at: '5:11+2' },
  { code: 'COMMENT_WORD_UNKNOWN', source: card('Q <!-- id q2 -->', 'A'), at: '5:11+5' },
  { code: 'COMMENT_MALFORMED', source: card('Q <!- id: q4 -->', 'A'), at: '5:6+14' },
  { code: 'COMMENT_MALFORMED', source: card('Q <!— id: q —>', 'A'), at: '5:6+12' },
  { code: 'COMMENT_UNCLOSED', source: card('Q <!-- id: q ->', 'A'), at: '5:6+4' },
  { code: 'HEADING_EMPTY', source: card('', 'A'), at: '5:1+2' },
  { code: 'ID_MALFORMED', source: card('Q <!-- id: q, order -->', 'A'), at: '5:15+8' },
  { code: 'ID_MALFORMED', source: card('Q <!-- id: q order -->', 'A'), at: '5:15+7' },
  { code: 'ID_MALFORMED', source: card('Q <!-- id: -->', 'A'), at: '5:14+1' },
  { code: 'BLANK_IGNORED', source: card('The {{x <!-- id: q -->', 'A'), at: '5:8+2' },
  { code: 'BLANK_IGNORED', source: body('- [x] a {{b\n- [ ] c'), at: '6:9+2' },
  { code: 'BLANK_IGNORED', source: body('A\n\n**Why:** {{b'), at: '8:10+2' },
  { code: 'BLANK_BRACES', source: body('int a[2][2] = {{1, 2}, {3, 4}};'), at: '6:15+16' },
  {
    code: 'MATCH_COLUMNS',
    source: body('| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\nmore', '; match'),
    at: '10:1+4',
  },
  { code: 'COMMENT_VALUE', source: body('A', '; rev: 0'), at: '5:18+6' },
  { code: 'COMMENT_VALUE', source: body('A', '; topics: 1, two'), at: '5:18+14' },
  { code: 'COMMENT_VALUE', source: body('A', '; both: 1'), at: '5:18+7' },
  { code: 'COMMENT_VALUE', source: body('A', '; id: r'), at: '5:18+5' },
  { code: 'KIND_CONFLICT', source: body('**Answer:** x', '; order'), at: '5:18+5' },
  { code: 'BOTH_NOT_REVERSIBLE', source: body('**Answer:** x', '; both'), at: '5:18+4' },
  { code: 'HEADING_EMPTY', source: card('<!-- id: q -->', 'A'), at: '5:1+2' },
  { code: 'HEADING_BY_ACCIDENT', source: body('Some text\n---\nmore'), at: '6:1+9' },
  { code: 'HEADING_NOT_A_CARD', source: body('A\n\n ## B <!-- id: b -->\nC'), at: '8:2+2' },
  { code: 'HEADING_NOT_A_CARD', source: body('A\n\n##B\nC'), at: '8:1+2' },
  { code: 'HEADING_NOT_A_CARD', source: body('A\n\n### B <!-- id: b -->\nC'), at: '8:1+3' },
  { code: 'HEADING_NOT_A_CARD', source: `${front}  ## B\nC\n${good}`, at: '5:3+2' },
  { code: 'BODY_EMPTY', source: body('\n\n'), at: '5:4+1' },
  { code: 'FENCE_UNCLOSED', source: body('A\n```python\nx = 1\n## C <!-- id: c -->\nD'), at: '7:1+9' },
  {
    code: 'FENCE_UNCLOSED',
    source: body('A\n```python\nx = 1\n\n## R\nA\n```python\ny = 2\n```\n'),
    at: '7:1+9',
    also: ['ID_MISSING'],
  },
  { code: 'FENCE_UNCLOSED', source: `${front}~~~\nx\n${good}`, at: '5:1+3' },
  { code: 'NESTED_TOO_DEEP', source: body(`A\n\n${'- '.repeat(1500)}x`), at: '8:1+3001' },
  { code: 'NESTED_TOO_DEEP', source: body('>'.repeat(5000)), at: '6:1+5000' },
  {
    code: 'NESTED_TOO_DEEP',
    source: body(`A\n${'*'.repeat(10_000)}a${'*'.repeat(10_000)}`),
    at: '7:1+20001',
  },
  { code: 'NESTED_TOO_DEEP', source: body(`${'*'.repeat(300)}a${'*'.repeat(300)}`), at: '6:1+601' },
  { code: 'NESTED_TOO_DEEP', source: body(`**Why:** A\n\n${'> '.repeat(80)}`), at: '8:1+160' },
  { code: 'BLANKS_TOO_MANY', source: body('{{x}} '.repeat(301)), at: '6:1801+5' },
  { code: 'ANSWER_UNNOTICED', source: body('Answer: 80'), at: '6:1+7' },
  { code: 'ANSWER_UNNOTICED', source: body('__Answer:__ 80'), at: '6:1+11' },
  { code: 'ANSWER_UNNOTICED', source: body('*Answer:* 80'), at: '6:1+9' },
  { code: 'ANSWER_UNNOTICED', source: body('**Answer: 80'), at: '6:1+9' },
  { code: 'ANSWER_UNNOTICED', source: body('**Answer** 80'), at: '6:1+10' },
  { code: 'ANSWER_UNNOTICED', source: body('- **Answer:** 80'), at: '6:3+11' },
  { code: 'ANSWER_UNNOTICED', source: body('> **Answer:** 80'), at: '6:3+11' },
  { code: 'ANSWER_UNNOTICED', source: body('**Answer：** 80'), at: '6:1+11' },
  { code: 'ANSWER_UNNOTICED', source: body('**answer:** 80'), at: '6:1+11' },
  { code: 'ANSWER_UNNOTICED', source: body('A\n\n**Anwser:** x'), at: '8:1+11' },
  { code: 'LABEL_UNKNOWN', source: body('**Answer:** y\n\n**Why:** z\n\n**Anwser:** x'), at: '10:1+11' },
  { code: 'LABEL_UNKNOWN', source: body('**Answer:** y\n\n**Why:** z\n\n**Nto:** x'), at: '10:1+8' },
  { code: 'LABEL_UNKNOWN', source: body('A\n\n**Why**: x'), at: '8:1+8' },
  { code: 'ANSWER_TOO_LONG', source: body('**Answer:** 80\n\nBecause it is HTTP.'), at: '8:1+19' },
  { code: 'ANSWER_TOO_LONG', source: body('**Answer:** 80\nBecause it is HTTP.'), at: '6:1+11' },
  { code: 'ANSWER_TOO_LONG', source: body('**Answer:**\n\n- a\n- b'), at: '8:1+3' },
  { code: 'ANSWER_TOO_LONG', source: body('**Answer:** ![a](b.png)'), at: '6:1+23' },
  { code: 'NOT_IS_RIGHT', source: body('**Answer:** `80`\n\n**Not:** 80 — no'), at: '8:1+8' },
  {
    code: 'NOT_IS_RIGHT',
    source: body('**Answer:** x\n\n**Also accept:** y | z\n\n**Not:** z'),
    at: '10:1+8',
  },
  { code: 'EXTRA_IS_STEP', source: body('1. a\n2. b\n\n**Extra:** b — no', '; order'), at: '9:1+10' },
  { code: 'LABEL_MISPLACED', source: body('A\n\n**Free:** x after 1'), at: '8:1+9' },
  { code: 'LABEL_REPEATED', source: body('**Answer:** x\n\n**Answer:** y'), at: '8:1+11' },
  { code: 'LABEL_EMPTY', source: body('**Answer:** x\n\n**Why:**\n'), at: '8:1+8' },
  { code: 'LABEL_EMPTY', source: body('**Answer:**\n'), at: '6:1+11' },
  { code: 'LABEL_EMPTY', source: body('**Answer:** x\n\n**Also accept:** y |\n'), at: '8:1+16' },
  { code: 'LABEL_EMPTY', source: body('**Answer:** x\n\n**Not:** — y\n'), at: '8:1+8' },
  { code: 'FREE_RANGE', source: body('1. a\n2. b\n\n**Free:** after 1\n', '; order'), at: '9:1+9' },
  {
    code: 'FREE_RANGE',
    source: body('1. a\n2. b\n\n**Free:** c after 2 before 1\n', '; order'),
    at: '9:1+9',
  },
  { code: 'FREE_RANGE', source: body('1. a\n2. b\n\n**Free:** c after 9\n', '; order'), at: '9:1+9' },
  { code: 'FREE_RANGE', source: body('1. a\n2. b\n\n**Free:** c\n', '; order'), at: '9:1+9' },
  {
    code: 'FREE_RANGE',
    source: body('1. a\n2. b\n\n**Free:** c after 1 after 2\n', '; order'),
    at: '9:1+9',
  },
  { code: 'CHOICE_LIST', source: body('- [x] a\n- b\n- [ ] c'), at: '7:1+3' },
  { code: 'CHOICE_LIST', source: body('- [x]a\n- [ ] b'), at: '6:1+5' },
  { code: 'CHOICE_LIST', source: body('-[x] a\n- [ ] b'), at: '6:1+4' },
  { code: 'CHOICE_LIST', source: body('- [] a\n- [x] b'), at: '6:1+4' },
  { code: 'CHOICE_LIST', source: body('- [x] a\n- [ x] b'), at: '7:1+6' },
  { code: 'CHOICE_LIST', source: body('• [x] a'), at: '6:1+5' },
  { code: 'CHOICE_LIST', source: body('-\u00a0[x] a'), at: '6:1+5' },
  { code: 'CHOICE_LIST', source: body('\t- [x] a\n\t- [ ] b'), at: '6:2+5', also: ['CHOICE_LIST'] },
  { code: 'CHOICE_LIST', source: body('    - [x] a'), at: '6:5+5' },
  { code: 'CHOICE_LIST', source: body('- [x] a\n  - [ ] b\n- [ ] c'), at: '7:3+7' },
  { code: 'CHOICE_LIST', source: body('- [x] a\n- [ ] b\n\ntext\n\n- [ ] c'), at: '11:1+7' },
  { code: 'CHOICE_LIST', source: body('- [x] a\n-[ ] b'), at: '7:1+4' },
  { code: 'CHOICE_LIST', source: body('- [x] a\n- b\n- c'), at: '7:1+3', also: ['CHOICE_LIST'] },
  { code: 'CHOICE_NONE_RIGHT', source: body('- [ ] a\n- [ ] b'), at: '6:1+7' },
  { code: 'CHOICE_ALL_RIGHT', source: body('- [x] a\n- [x] b'), at: '6:1+7' },
  { code: 'CHOICE_ONE', source: body('- [x] a'), at: '6:1+7' },
  { code: 'CHOICE_EMPTY', source: body('- [x] — why\n- [ ] b'), at: '6:1+11' },
  { code: 'CHOICE_REPEATED', source: body('- [x] a\n- [ ] a — again'), at: '7:1+15' },
  {
    code: 'CHOICE_TELLTALE',
    source: body('- [ ] no\n- [x] yes, because of a long and telling reason'),
    at: '7:1+47',
  },
  { code: 'ORDER_LIST', source: body('First\n\n1. a\n2. b', '; order'), at: '6:1+5' },
  { code: 'ORDER_LIST', source: body('', '; order'), at: '5:4+1' },
  { code: 'ORDER_LIST', source: body('1. a\n2.b\n3. c', '; order'), at: '7:1+3' },
  { code: 'ORDER_LIST', source: body('1. a\n2 b\n3. c', '; order'), at: '7:1+3' },
  { code: 'ORDER_LIST', source: body('1. a\n2. b\n\nso\n\n3. c', '; order'), at: '11:1+4' },
  {
    code: 'ORDER_LIST',
    source: body('1. a\n2.b\n3.\n\n**Free:** c\n', '; order'),
    at: '7:1+3',
    also: ['ORDER_EMPTY_STEP', 'FREE_RANGE'],
  },
  { code: 'ORDER_ONE_STEP', source: body('1. only', '; order'), at: '6:1+7' },
  { code: 'ORDER_EMPTY_STEP', source: body('1. a\n2.\n3. c', '; order'), at: '7:1+2' },
  { code: 'MATCH_TABLE', source: body('text', '; match'), at: '6:1+4' },
  {
    code: 'MATCH_COLUMNS',
    source: body('| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |', '; match'),
    at: '6:1+13',
  },
  { code: 'MATCH_COLUMNS', source: body('| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |', '; match'), at: '9:1+5' },
  { code: 'MATCH_ONE_PAIR', source: body('| a | b |\n|---|---|\n| 1 | 2 |', '; match'), at: '6:1+9' },
  {
    code: 'MATCH_EMPTY_CELL',
    source: body('| a | b |\n|---|---|\n| 1 |  |\n| 3 | 4 |', '; match'),
    at: '8:5+4',
  },
  {
    code: 'MATCH_REPEATED',
    source: body('| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 4 |', '; match'),
    at: '9:1+4',
  },
  { code: 'BLANK_UNCLOSED', source: body('the {{SYN'), at: '6:5+2' },
  { code: 'BLANK_UNCLOSED', source: body('```c\nint {{x;\n```'), at: '7:5+2' },
  { code: 'BLANK_EMPTY', source: body('the {{}} and {{ok}}'), at: '6:5+4' },
  { code: 'BLANK_EMPTY', source: body('the {{a||b}}'), at: '6:5+8' },
  { code: 'BLANK_IN_HEADING', source: card('The {{x}} <!-- id: q -->', 'A'), at: '5:8+5' },
  { code: 'BLANK_IGNORED', source: body('the {{x}}\n\n**Answer:** y'), at: '6:5+5' },
  { code: 'BLANK_MISPLACED', source: body('see [it](https://{{x}}.org)'), at: '6:18+5' },
  { code: 'BLANK_GROUP_SKIPPED', source: body('{{1::a}} and {{3::b}}'), at: '6:14+8' },
  { code: 'HTML_SHOWN', source: body('a <b>c</b>'), at: '6:3+3', also: ['HTML_SHOWN'] },
  { code: 'LINK_UNSAFE', source: body('[a](javascript:alert)'), at: '6:1+21' },
  { code: 'LINK_RELATIVE', source: body('[a](other.md)'), at: '6:1+13' },
  { code: 'IMAGE_MISSING', source: body('![a](img/none.png)'), at: '6:1+18' },
  { code: 'IMAGE_OUTSIDE', source: body('![a](../x.png)'), at: '6:1+14' },
  { code: 'IMAGE_OUTSIDE', source: body('![a](https://example.org/x.png)'), at: '6:1+31' },
  { code: 'IMAGE_TYPE', source: body('![a](x.pdf)'), at: '6:1+11' },
  { code: 'IMAGE_ALT_EMPTY', source: body('![ ](img/there.png)'), at: '6:1+19' },
];

/** Codes that no text of a single deck can have; each has a test of its own below. */
const elsewhere: readonly DiagnosticCode[] = [
  'FILE_UNREADABLE',
  'FILE_NOT_UTF8',
  'DECK_DUPLICATE',
  'CARD_UNREADABLE',
];

const context = { file: 'd.md', imageExists: (path: string) => path !== 'img/none.png' };

describe('each diagnostic stands where the mistake is', () => {
  it.each(examples)('$code at $at', ({ code, source, at, also = [] }) => {
    const { diagnostics } = readDeck(source, context);
    expect(diagnostics.map((d) => d.code).sort()).toEqual([code, ...also].sort());
    const places = diagnostics.map((d) => `${String(d.line)}:${String(d.column)}+${String(d.length)}`);
    expect(places[0]).toBe(at);
  });

  it('stands at the same place in a file with CRLF and a byte order mark', () => {
    for (const { source } of examples) {
      const windows = `\ufeff${source.replaceAll('\n', '\r\n')}`;
      expect(readDeck(windows, context).diagnostics).toEqual(readDeck(source, context).diagnostics);
    }
  });

  it('has an example of every code', () => {
    const shown = new Set<string>([...examples.map((example) => example.code), ...elsewhere]);
    expect(Object.keys(codes).filter((code) => !shown.has(code))).toEqual([]);
  });
});

it.each([
  ['<!-- ID: q3 -->', 'q3'],
  ['<!-- id q2 -->', 'q2'],
  ['<!- id: q4 -->', 'q4'],
  ['<!— id: q —>', 'q'],
  ['<!-- id: q ->', 'q'],
  ['<!-- id: q, order -->', 'q'],
])('takes the id that is meant by %s, and writes no other', (comment, id) => {
  const source = card(`Some question ${comment}`, 'A');
  expect(readDeck(source, context).deck.prompts.map(({ key, text }) => [key, text])).toEqual([
    [`d/${id}`, 'Some question'],
  ]);
  expect(missingIds(source)).toEqual([]);
});

it('takes ordinary bold words for no labels', () => {
  for (const word of [
    '**NAT:**',
    '**Net:**',
    '**Hot:**',
    '**Got:**',
    '**Note:**',
    '**Why** so',
    '*Net:*',
    'Not: x',
  ]) {
    expect(readDeck(body(`${word} text`), context).diagnostics, word).toEqual([]);
  }
});

it('a broken card never removes a good one', () => {
  for (const { source, code } of examples) {
    const { deck } = readDeck(`${source}\n\n## After <!-- id: after -->\nA\n`, context);
    expect(deck.prompts.at(-1)?.key, `${code} in ${source}`).toMatch(/\/after$/);
  }
});

it('the first invalid byte of a file is found, also behind wide characters', () => {
  const encoder = new TextEncoder();
  const bytes = new Uint8Array([...encoder.encode('ab\n\ufffd😀 '), 0xff, 0x41]);
  expect(decode(bytes, 'x.md')).toMatchObject({ diagnostic: { code: 'FILE_NOT_UTF8', line: 2, column: 5 } });
  expect(decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]), 'x.md')).toEqual({ text: 'A' });
});

it('a deck named like one in a file before it is an error at its name', () => {
  const reader = createDeckReader();
  const checks = ['a.md', 'b.md'].map((file) => reader.check(front + good, { file }));
  expect(duplicateDecks(checks)).toEqual([
    expect.objectContaining({ file: 'b.md', line: 2, column: 7, length: 1, code: 'DECK_DUPLICATE' }),
  ]);
  expect(duplicateDecks(checks)[0]?.message).toContain('a.md');
});

it('a finding in no text at all still has a valid place', () => {
  expect(toDiagnostic(finding('FILE_UNREADABLE', { start: 0, end: 0 }), 'x', [], 1)).toMatchObject({
    line: 1,
    column: 1,
    length: 1,
  });
});
