import { describe, expect, it } from 'vitest';
import { createDeckReader, duplicateDecks, readDeck } from '#lib/deck/deck-reader.ts';
import { missingIds } from '#lib/deck/fix-deck.ts';
import { body, card, deckExamples, front, good } from '#lib/deck/lint/diagnostics-examples.fixture.ts';
import { alternateExamples, wholeAlternates } from '#lib/deck/lint/diagnostics-of-alternates.fixture.ts';
import { bodyExamples } from '#lib/deck/lint/diagnostics-of-bodies.fixture.ts';
import { bracketTexts, choiceExamples } from '#lib/deck/lint/diagnostics-of-choices.fixture.ts';
import { markupExamples, markupTexts } from '#lib/deck/lint/diagnostics-of-markup.fixture.ts';
import { orderExamples } from '#lib/deck/lint/diagnostics-of-orders.fixture.ts';
import { runExamples } from '#lib/deck/lint/diagnostics-of-runs.fixture.ts';
import { foreignTexts, signExamples } from '#lib/deck/lint/diagnostics-of-signs.fixture.ts';
import { codes, type DiagnosticCode } from '#lib/diagnostics/codes.ts';
import { finding, toDiagnostic } from '#lib/diagnostics/finding.ts';
import { decode } from '#lib/node/text-file.ts';

const examples = [
  ...deckExamples,
  ...bodyExamples,
  ...runExamples,
  ...orderExamples,
  ...signExamples,
  ...choiceExamples,
  ...alternateExamples,
  ...markupExamples,
];

/** Codes that no text of a single deck can have; each has a test of its own below. */
const elsewhere: readonly DiagnosticCode[] = [
  'FILE_UNREADABLE',
  'FILE_NOT_UTF8',
  'DECK_DUPLICATE',
  'CARD_UNREADABLE',
];

const knownLabs = [{ lab: 'echo', stages: ['listen', 'end'] }];

const context = { file: 'd.md', imageExists: (path: string) => path !== 'img/none.png', labs: knownLabs };

describe('each diagnostic stands where the mistake is', () => {
  it.each(examples)('$code at $at', ({ code, source, at, help = '', also = [] }) => {
    const { diagnostics } = readDeck(source, context);
    expect(diagnostics.map((d) => d.code).sort()).toEqual([code, ...also].sort());
    const places = diagnostics.map((d) => `${String(d.line)}:${String(d.column)}+${String(d.length)}`);
    expect(places[0]).toBe(at);
    expect(diagnostics[0]?.help).toContain(help);
  });

  it('stands at the same place in a file with CRLF and a byte order mark', () => {
    for (const { source } of examples) {
      const windows = `\ufeff${source.replaceAll('\n', '\r\n')}`;
      expect(readDeck(windows, context).diagnostics).toEqual(readDeck(source, context).diagnostics);
    }
  });

  it('stands at the same place in a file whose lines end with CR alone', () => {
    for (const { source } of examples.filter(({ source: text }) => !text.includes('\t')))
      expect(readDeck(source.replaceAll('\n', '\r'), context).diagnostics).toEqual(
        readDeck(source, context).diagnostics,
      );
  });

  it('has an example of every code', () => {
    const shown = new Set<string>([...examples.map((example) => example.code), ...elsewhere]);
    const ofDecks = Object.keys(codes).filter((code) => !code.startsWith('LAB_'));
    expect(ofDecks.filter((code) => !shown.has(code))).toEqual([]);
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

it('lets an item come twice where the order counts', () => {
  const text = '**Answer:**\n\n1. FIN\n2. ACK\n3. FIN\n4. ACK\n';
  expect(readDeck(body(text), context).diagnostics).toEqual([]);
});

it.each([
  '- ```python\n  x = 1\n  ```\n- b',
  '1. ~~~\n   x\n   ~~~\n\n   more\n2. b',
  '10. a\n\n    ```\n    ## x\n    ```\n\nB',
  '- - ```\n    x\n    ```\n',
  '-\t```\n\tx\n\t```',
  '- a\n\n      ```\n\nB',
])('knows that a code block in a list item is closed: %j', (text) => {
  expect(readDeck(body(text), context).diagnostics).toEqual([]);
});

it('takes code for code also beside a comment', () => {
  const { prompts } = readDeck(body('**Answer:** `listen()` <!-- or so -->'), context).deck;
  expect(prompts[0]?.body).toMatchObject({ accepted: [{ text: 'listen()', isCode: true }] });
});

it('asks for the blanks of a code block in a list item as code', () => {
  const { prompts } = readDeck(body('- ```python\n  s.{{bind}}()\n  ```\n- b {{c}}'), context).deck;
  expect(prompts.map(({ body: { kind } }) => kind)).toEqual(['code', 'code']);
});

it.each([
  'Press \\` twice.',
  'Some `` code ` here ``.',
  '```sh\necho `date\n```',
  '```sh\necho {{`date}}\n```',
  '- [x] `a`\n- [ ] `b` — see `c`.',
  'A {{`b`|`c`::`d`}} e `f`.',
])('asks for no back-tick in %j', (text) => {
  expect(readDeck(body(text), context).diagnostics).toEqual([]);
});

it.each([
  'the client, which waits for the server',
  'pre- and post-processing',
  '`ls` -l',
  'ports 1–1023',
  '5 - 1',
  'n - 1',
  '16 - 3 = 13',
  'a well-known port',
  'It waits (for ever).',
  '`EAGAIN`, but `EWOULDBLOCK` too',
  'a -> b',
  'gcc -Wall --help',
  'i--',
  'the 3-way handshake',
  '12:30',
  'a client, a server',
  'socket.gaierror',
  "`('', 80)`",
  '`listen()` and then `accept()`',
  '127.0.0.1:65000',
  'It is blocked. It waits.',
])('takes no part of %s for feedback', (text) => {
  expect(readDeck(body(`- [x] right\n- [ ] ${text}`), context).diagnostics).toEqual([]);
  expect(readDeck(body(`**Answer:** right\n\n**Not:** ${text}`), context).diagnostics).toEqual([]);
  expect(readDeck(body(`**Answer:** ${text}`), context).diagnostics).toEqual([]);
  expect(readDeck(body(`1. a\n2. b\n\n**Extra:** ${text}`, '; order'), context).diagnostics).toEqual([]);
});

it.each([
  '1. `socket()`\n2. `bind()`\n3. `listen()`\n4. `accept()`',
  '1. `s = socket()`\n2. `s.listen()`\n3. handle the client',
  '1. `s = socket()`\n2. `s.listen()`\n3. `while True:`',
  '1. `s = socket()`\n2. `s.listen()`\n3. `serve(s)`',
  '1. `s = socket()`\n2. `s.listen()`\n3. `print(s.fileno())`',
  '1. `s = socket()`\n2. `s.close()`\n\n```lab\na> s = socket()\na> s.close()\n```',
  '1. `s = socket()`\n2. `s.close()`\n\n```lab\na> s = socket()\nstate s CLOSED\n```',
])('takes %j for no order that was meant to run, or to run with others', (text) => {
  expect(readDeck(body(text, '; order'), context).diagnostics).toEqual([]);
});

it.each([
  'The {{a::article}} and {{12:30}}.',
  'Write `**Answer:**` and `}}`.',
  'A set {a, {b}} here.',
  '| a | b |\n|---|---|\n| c | d |',
  'a <!-- b --> c',
  'a --> b <= c, 5 <!6',
  '**Answer:** a\n\n**Why:** not b.\n\nNot: that is prose.',
  '- **Why:** is no label\n- b',
  '### How it works\nA',
  "'''",
])('finds nothing in %j', (text) => {
  const { diagnostics } = readDeck(body(text), context);
  expect(diagnostics.filter(({ code }) => code !== 'FENCE_MISSPELT')).toEqual([]);
});

it.each(foreignTexts)('leaves %j as its author wrote it', (text) => {
  expect(readDeck(body(text), context).diagnostics).toEqual([]);
});

it.each(bracketTexts)('takes no part of %j for a choice', (text) => {
  expect(readDeck(body(text), context).diagnostics).toEqual([]);
});

it.each(wholeAlternates)('of the answer %j, takes %j for one way to say it', (answer, alternates) => {
  const source = body(`**Answer:** ${answer}\n\n**Also accept:** ${alternates}`);
  expect(readDeck(source, context).diagnostics).toEqual([]);
});

it.each(['c - after 1', 'c — after 1', 'c -- after 1', 'c (after 1).'])(
  'takes no sign before the range of the free step %j for part of it',
  (free) => {
    const { deck, diagnostics } = readDeck(body(`1. a\n2. b\n\n**Free:** ${free}`, '; order'), context);
    const plain = readDeck(body('1. a\n2. b\n\n**Free:** c after 1', '; order'), context).deck;
    expect(diagnostics).toEqual([]);
    expect(deck.prompts[0]?.body).toEqual(plain.prompts[0]?.body);
  },
);

it.each(markupTexts)('finds no mistake of markup in %j', (text) => {
  expect(readDeck(body(text), context).diagnostics).toEqual([]);
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
