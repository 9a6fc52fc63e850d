import { describe, expect, it } from 'vitest';
import { missingIds } from '#lib/deck/autofix.ts';
import { soundDecks, structureExamples } from '#lib/deck/deck-reader.structure.fixture.ts';
import { createDeckReader, type DeckContext, duplicateDecks, readDeck } from '#lib/deck/deck-reader.ts';
import { body, card, front, goodCard, order } from '#lib/deck/lint/base/example-decks.ts';
import { rules } from '#lib/deck/lint/rules.ts';
import { codes, type DiagnosticCode } from '#lib/diagnostics/codes.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { finding, toDiagnostic } from '#lib/diagnostics/finding.ts';
import { decode } from '#lib/node/text-file.ts';
import { readMarks } from '#test/marked-deck.ts';

/** Codes that the text of a single deck cannot have; each has a test of its own below. */
const elsewhere: readonly DiagnosticCode[] = [
  'FILE_UNREADABLE',
  'FILE_NOT_UTF8',
  'FILE_FOREIGN',
  'FILE_PASSED_OVER',
  'DECK_DUPLICATE',
  'CARD_UNREADABLE',
];

const context: DeckContext = {
  file: 'd.md',
  imageAt: (path) => (path === 'img/none.png' ? 'nothing' : 'file'),
  labs: [{ lab: 'echo', stages: ['listen', 'end'] }],
};

function check(text: string): readonly Diagnostic[] {
  return createDeckReader().check(text, context).diagnostics;
}

const ruleDecks = rules.flatMap(({ examples }) =>
  examples.reported.map((one) => readMarks(typeof one === 'string' ? one : one.deck).text),
);
const decks = [...structureExamples.map(({ deck }) => readMarks(deck).text), ...ruleDecks];

describe('a problem of structure', () => {
  it.each(structureExamples)('$code is reported in $deck', ({ code, deck, help = '', also = [] }) => {
    const { text, place } = readMarks(deck);
    const diagnostics = check(text);
    expect(diagnostics.map((one) => one.code).sort()).toEqual([code, ...also].sort());
    const own = diagnostics.find((one) => one.code === code);
    expect(`${String(own?.line)}:${String(own?.column)}+${String(own?.length)}`).toBe(place);
    expect(own?.help).toContain(help);
  });

  it.each(soundDecks)('is not reported in %j', (text) => {
    expect(check(text)).toEqual([]);
  });

  it('has an example of every code', () => {
    const shown = new Set<string>([...structureExamples.map(({ code }) => code), ...elsewhere]);
    const ofDecks = Object.keys(codes).filter((code) => !code.startsWith('LAB_'));
    expect(ofDecks.filter((code) => !shown.has(code))).toEqual([]);
  });
});

describe('every problem', () => {
  it('is at the same place in a file with CRLF and a byte order mark', () => {
    for (const text of decks)
      expect(check(`\ufeff${text.replaceAll('\n', '\r\n')}`), text).toEqual(check(text));
  });

  it('is at the same place in a file whose lines end with CR alone', () => {
    for (const text of decks.filter((one) => !one.includes('\t')))
      expect(check(text.replaceAll('\n', '\r')), text).toEqual(check(text));
  });

  it('leaves the card after it alone', () => {
    for (const text of decks) {
      const { deck } = readDeck(`${text}\n\n## After <!-- id: after -->\nA\n`, context);
      expect(deck.prompts.at(-1)?.key, text).toMatch(/\/after$/);
    }
  });

  it('is reported when the deck is read, too, if it is an error', () => {
    for (const text of decks) {
      const errors = check(text).filter(({ severity }) => severity === 'error');
      const { diagnostics } = readDeck(text, context);
      expect(
        diagnostics.filter(({ severity }) => severity === 'error'),
        text,
      ).toEqual(errors);
    }
  });
});

it('reads a deck without running the rules for warnings', () => {
  const text = body('It is `bind here.');
  expect(check(text).map(({ code }) => code)).toEqual(['BACKTICK_LONE']);
  expect(readDeck(text, context).diagnostics).toEqual([]);
});

it.each([
  ['<!-- ID: q3 -->', 'q3'],
  ['<!-- id q2 -->', 'q2'],
  ['<!- id: q4 -->', 'q4'],
  ['<!— id: q —>', 'q'],
  ['<!-- id: q ->', 'q'],
  ['<!-- id: q, order -->', 'q'],
])('reads the id that is meant by %s, and writes no other', (comment, id) => {
  const source = card(`Some question ${comment}`, 'A');
  expect(readDeck(source, context).deck.prompts.map(({ key, text }) => [key, text])).toEqual([
    [`d/${id}`, 'Some question'],
  ]);
  expect(missingIds(source)).toEqual([]);
});

it('reads code next to a comment as code', () => {
  const { prompts } = readDeck(body('**Answer:** `listen()` <!-- or so -->'), context).deck;
  expect(prompts[0]?.body).toMatchObject({ accepted: [{ text: 'listen()', isCode: true }] });
});

it('asks the blanks of a code block in a list item as code', () => {
  const { prompts } = readDeck(body('- ```python\n  s.{{bind}}()\n  ```\n- b {{c}}'), context).deck;
  expect(prompts.map(({ body: { kind } }) => kind)).toEqual(['code', 'code']);
});

it.each(['c - after 1', 'c — after 1', 'c -- after 1', 'c (after 1).'])(
  'reads the sign before the range of the free step %j as part of the range',
  (free) => {
    const withSign = order(`1. a\n2. b\n\n**Free:** ${free}`);
    const plain = readDeck(order('1. a\n2. b\n\n**Free:** c after 1'), context).deck;
    expect(check(withSign)).toEqual([]);
    expect(readDeck(withSign, context).deck.prompts[0]?.body).toEqual(plain.prompts[0]?.body);
  },
);

it('finds the first invalid byte of a file, even after wide characters', () => {
  const encoder = new TextEncoder();
  const bytes = new Uint8Array([...encoder.encode('ab\n\ufffd😀 '), 0xff, 0x41]);
  expect(decode(bytes, 'x.md')).toMatchObject({ error: { code: 'FILE_NOT_UTF8', line: 2, column: 5 } });
  expect(decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]), 'x.md')).toEqual({ ok: true, value: 'A' });
});

it('reports a deck with the name of an earlier one at its name', () => {
  const reader = createDeckReader();
  const claims = ['a.md', 'b.md'].map((file) => reader.check(front + goodCard, { file }).claim);
  expect([...duplicateDecks(claims)]).toEqual([
    [
      'b.md',
      expect.objectContaining({
        file: 'b.md',
        line: 2,
        column: 7,
        length: 1,
        code: 'DECK_DUPLICATE',
        message: '`a.md` already has the deck `d`',
      }),
    ],
  ]);
});

it('gives a finding in an empty text a valid place', () => {
  expect(toDiagnostic(finding('FILE_UNREADABLE', { start: 0, end: 0 }), 'x', [], 1)).toMatchObject({
    line: 1,
    column: 1,
    length: 1,
  });
});
