import type { DiagnosticCode } from '#lib/diagnostics/codes.ts';

export interface Example {
  readonly code: DiagnosticCode;
  readonly source: string;
  /** `line:column+length` */
  readonly at: string;
  /** Part of the first help: what to write instead. */
  readonly help?: string;
  /** Other codes that the same text has. */
  readonly also?: readonly DiagnosticCode[];
}

/** Four lines of front matter; what follows begins on line 5. */
export const front = '---\ndeck: d\ntitle: D\n---\n';

export function card(heading: string, body: string): string {
  return `${front}## ${heading}\n${body}`;
}

/** A card whose heading is in order; its body begins on line 6. */
export function body(text: string, words = ''): string {
  return card(`Q <!-- id: q${words} -->`, text);
}

export const good = '## Q <!-- id: q -->\nA\n';

/** What can be wrong in the front matter, in a heading, and with a card as a whole. */
export const deckExamples: readonly Example[] = [
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
  { code: 'COMMENT_MALFORMED', source: card('Q {#q}', 'A'), at: '5:6+4', help: 'write `<!-- id: q -->`' },
  { code: 'COMMENT_MALFORMED', source: card('Q (id: q)', 'A'), at: '5:6+7', help: 'write `<!-- id: q -->`' },
  { code: 'COMMENT_MALFORMED', source: card('Q <!–– id: q ––>', 'A'), at: '5:6+14' },
  {
    code: 'ID_MALFORMED',
    source: card('Q <!-- id: q, rev: 3 -->', 'A'),
    at: '5:15+9',
    help: '`id: q; rev: 3`',
  },
  {
    code: 'COMMENT_WORD_UNKNOWN',
    source: card('Q <!-- id: q; topics: 3; 8 -->', 'A'),
    at: '5:29+1',
    help: 'with commas',
  },
  { code: 'HEADING_NOT_A_CARD', source: body('A\n\n##\u00a0B'), at: '8:1+2' },
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
  { code: 'FENCE_UNCLOSED', source: body('- ```python\n  x = 1\n\n## C <!-- id: c -->\nD'), at: '6:3+9' },
  {
    code: 'FENCE_UNCLOSED',
    source: body('- ```python\n  x = 1\n```\n- b'),
    at: '6:3+9',
    help: 'as many spaces',
  },
  { code: 'FENCE_UNCLOSED', source: body('10. a\n\n    ~~~\n    x = 1\n\nB'), at: '8:5+3' },
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
];
