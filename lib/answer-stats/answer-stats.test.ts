import { describe, expect, it } from 'vitest';
import { addAlternates, type NewAlternate } from '#lib/answer-stats/add-alternates.ts';
import { countedAnswers, tallyAnswers } from '#lib/answer-stats/tally.ts';
import { readDeck } from '#lib/deck/deck-reader.ts';
import type { LogEntry } from '#lib/review/entry-schema.ts';
import { entryAt, type EntryDraft, entryId } from '#test/arbitrary-log.ts';

const text = `---
deck: d
title: D
---

## Which call makes a socket passive?  <!-- id: passive -->
**Answer:** \`listen()\`

**Not:** \`accept()\` — it waits.

**Why:** so.

## What does TCP stand for?  <!-- id: tcp -->
**Answer:** Transmission Control Protocol

**Also accept:** TCP's full name

## The handshake  <!-- id: shake -->
A {{SYN::first}} is answered with a {{1::SYN-ACK|SYN/ACK}} and an {{1::ACK}}.

## Which can block?  <!-- id: blocks -->
- [x] \`accept()\`
- [ ] \`bind()\`

## Which calls prepare a socket?  <!-- id: calls -->
**Answer:**

- \`bind()\`
- \`listen()\` | \`s.listen()\`

## Which steps, in order?  <!-- id: steps; order -->
1. one
2. two
3. three

## What says TCP, in order?  <!-- id: said -->
**Answer:**
1. SYN
2. SYN-ACK
   <!-- both flags -->
3. ACK

**Why:** so.
`;
const { prompts } = readDeck(text, { file: 'd.md' }).deck;

const answer = (card: string, response: string[], more: object = {}): EntryDraft => ({
  kind: 'review',
  card: `d/${card}`,
  rev: 1,
  rating: 1,
  durationMs: 1000,
  algorithm: 'fsrs-6',
  answer: response.join(' | '),
  response,
  verdict: 'wrong',
  ...more,
});
const selfMarkedCorrect = { rating: 3, selfMarkedCorrect: true };
let serial = 0;
const log = (...drafts: EntryDraft[]) => drafts.map((draft) => entryAt(1000 + serial, ++serial, draft));

const tally = (logs: readonly (readonly LogEntry[])[]) => tallyAnswers(countedAnswers(logs), prompts);

describe('a tally', () => {
  it('says how often each card was missed, and with what, the worst first', () => {
    const tallies = tally([
      log(answer('passive', ['bind()']), answer('tcp', ['x'], { verdict: 'right', rating: 3 })),
      log(answer('passive', ['Bind()']), answer('passive', ['connect()']), answer('tcp', ['TCP'])),
    ]);
    expect(tallies).toMatchObject([
      {
        prompt: { key: 'd/passive' },
        times: 3,
        wrong: 3,
        students: 2,
        response: [
          { text: 'Bind()', times: 1, students: 1 },
          { text: 'bind()', times: 1, students: 1 },
          { text: 'connect()', times: 1, students: 1 },
        ],
      },
      { prompt: { key: 'd/tcp' }, times: 2, wrong: 1 },
    ]);
  });

  it('counts an entry that is in two logs once, and one that was taken back not at all', () => {
    const own = log(answer('passive', ['bind()']), answer('passive', ['close()']));
    const undone = [...own, ...log({ kind: 'undo', undoes: own[1]?.id ?? entryId(0) })];
    expect(tally([undone, own])).toMatchObject([{ times: 1, response: [{ text: 'bind()' }] }]);
  });

  it('suggests what was marked correct and the card does not accept', () => {
    const tallies = tally([
      log(
        answer('passive', ['make_passive()'], selfMarkedCorrect),
        answer('tcp', ['the TCP full name'], selfMarkedCorrect),
      ),
      log(
        answer('passive', ['make_passive()'], selfMarkedCorrect),
        answer('passive', ['listen'], selfMarkedCorrect),
      ),
      log(answer('shake/1', ['SYN-ACK', 'acknowledgement'], selfMarkedCorrect)),
    ]);
    const suggested = tallies.flatMap((tally) => tally.suggested);
    expect(
      suggested.map(({ prompt, blank, text: said, students }) => [prompt.key, blank, said, students]),
    ).toEqual([
      ['d/passive', null, 'make_passive()', 2],
      ['d/shake/1', 1, 'acknowledgement', 1],
    ]);
  });

  it('takes logs that share an entry for those of one student', () => {
    const first = log(answer('passive', ['a()']));
    const [own, later, other] = [
      log(answer('passive', ['b()'])),
      ...[1, 2].map(() => log(answer('passive', ['b()']))),
    ];
    const logs = [[...first, ...(own ?? [])], other ?? [], [...first, ...(later ?? [])]];
    expect(tally(logs)).toMatchObject([
      {
        times: 4,
        students: 2,
        response: [
          { text: 'b()', times: 3, students: 2 },
          { text: 'a()', students: 1 },
        ],
      },
    ]);
  });

  it('puts a card that was missed once of once below one that was missed most of many times', () => {
    const many = Array.from({ length: 40 }, (_, at) =>
      answer('tcp', ['x'], at < 36 ? {} : { verdict: 'right', rating: 3 }),
    );
    expect(tally([log(answer('passive', ['x']), ...many)]).map(({ prompt }) => prompt.key)).toEqual([
      'd/tcp',
      'd/passive',
    ]);
  });

  it('doubts what the card names as wrong, what answers another question, long texts and items of a list', () => {
    const claims = [
      answer('passive', ['accept()'], selfMarkedCorrect),
      answer('passive', ['Transmission Control Protocol'], selfMarkedCorrect),
      answer('passive', ['x'.repeat(101)], selfMarkedCorrect),
      answer('passive', ['make_passive()'], selfMarkedCorrect),
      answer('calls', ['make_passive(), make_active()'], selfMarkedCorrect),
    ];
    const suggested = tally([log(...claims)]).flatMap((one) => one.suggested);
    expect(suggested.map(({ text: said, doubt }) => [said.slice(0, 20), doubt])).toEqual([
      ['accept()', 'not'],
      ['Transmission Control', 'other'],
      ['x'.repeat(20), 'long'],
      ['make_passive()', null],
      ['make_active()', 'list'],
      ['make_passive()', 'list'],
    ]);
  });

  it('counts what differs in letter case apart where it is code, and together where it is prose', () => {
    const response = ['Bind()', 'bind()', 'bind( )'].map((said) => answer('passive', [said]));
    const prose = ['transport control', 'Transport Control'].map((said) =>
      answer('tcp', [said], selfMarkedCorrect),
    );
    const [passive, tcp] = tally([log(...response, ...prose)]).sort((a, b) => a.prompt.line - b.prompt.line);
    expect(passive?.response.map(({ text: said, times }) => [said, times])).toEqual([
      ['Bind()', 1],
      ['bind( )', 1],
      ['bind()', 1],
    ]);
    expect(tcp?.response).toMatchObject([{ text: 'transport control', times: 2 }]);
    expect(tcp?.suggested).toMatchObject([{ text: 'transport control', times: 2 }]);
  });

  it('counts whole answers of several parts that were marked correct', () => {
    const tallies = tally([
      log(
        answer('steps', ['two', 'one', 'three'], selfMarkedCorrect),
        answer('steps', ['one', 'two', 'three'], { verdict: 'right', rating: 3 }),
      ),
      log(
        answer('steps', ['two', 'one', 'three'], selfMarkedCorrect),
        answer('blocks', ['bind()'], selfMarkedCorrect),
      ),
      log(
        answer('said', ['SYN, ACK, SYN-ACK'], selfMarkedCorrect),
        answer('passive', ['x'], selfMarkedCorrect),
      ),
    ]);
    const reported = tallies.map(({ prompt, times, selfMarkedCorrect: whole }) => [prompt.key, times, whole]);
    expect(new Map(reported.map(([key, ...rest]) => [key, rest]))).toEqual(
      new Map([
        ['d/steps', [3, [{ text: 'two | one | three', times: 2, students: 2 }]]],
        ['d/blocks', [1, [{ text: 'bind()', times: 1, students: 1 }]]],
        ['d/said', [1, [{ text: 'SYN, ACK, SYN-ACK', times: 1, students: 1 }]]],
        ['d/passive', [1, []]],
      ]),
    );
  });

  it('finds the item of a list that an alternate is for: the only one that lacks, or the one that it is close to', () => {
    const claims = [
      answer('calls', ['bind(), make_passive()'], selfMarkedCorrect),
      answer('calls', ['Bind(), listen()'], selfMarkedCorrect),
      answer('said', ['SYN, both, ACK'], selfMarkedCorrect),
      answer('said', ['ACK, SYN-ACK, SYN'], selfMarkedCorrect),
    ];
    const suggested = tally([log(...claims)]).flatMap((one) => one.suggested);
    expect(suggested.map(({ prompt, item, text: said, doubt }) => [prompt.key, item, said, doubt])).toEqual(
      expect.arrayContaining([
        ['d/calls', 1, 'make_passive()', null],
        ['d/calls', 0, 'Bind()', null],
        ['d/said', 1, 'both', null],
      ]),
    );
    expect(suggested).toHaveLength(3);
  });

  it('leaves out what steers a terminal, empty answers, and cards that are gone', () => {
    const tallies = tally([
      log(answer('passive', ['\u001b[31mred\u202e']), answer('passive', [' ']), answer('gone', ['x'])),
    ]);
    expect(tallies).toMatchObject([{ wrong: 2, response: [{ text: '[31mred' }] }]);
    expect(tallies).toHaveLength(1);
  });
});

describe('alternates in the Markdown', () => {
  const add = (...alternates: NewAlternate[]) => addAlternates(text, alternates);
  const typed = (card: string, said: string): NewAlternate => ({
    card,
    part: null,
    blank: null,
    item: null,
    text: said,
  });

  it('get a label where the card has none, and come after the others where it has', () => {
    const changed = add(typed('passive', 's.listen(5)'), typed('tcp', 'a*b'), typed('tcp', 'x | y'));
    expect(changed.left).toEqual([]);
    expect(changed.text).toContain('**Answer:** `listen()`\n\n**Also accept:** `s.listen(5)`\n\n**Not:**');
    expect(changed.text).toContain("**Also accept:** TCP's full name | a\\*b | `x | y`\n\n##");
  });

  it('come in a blank before its hint', () => {
    const changed = add(
      { card: 'shake', part: 'syn', blank: 0, item: null, text: 'SYN: bit' },
      { card: 'shake', part: '1', blank: 0, item: null, text: 'SYNACK' },
      { card: 'shake', part: '1', blank: 1, item: null, text: '{ACK}' },
    );
    expect(changed.text).toContain(
      'A {{SYN|SYN\\: bit::first}} is answered with a {{1::SYN-ACK|SYN/ACK|SYNACK}} and an {{1::ACK|\\{ACK\\}}}.',
    );
  });

  it('come after the item of a list that they are for, as code where it is', () => {
    const changed = add(
      { ...typed('calls', 'make_passive()'), item: 1 },
      { ...typed('calls', 'bind'), item: 0 },
      { ...typed('said', 'both*'), item: 1 },
      { ...typed('said', 'a | b'), item: 2 },
    );
    expect(changed.left).toEqual([]);
    expect(changed.text).toContain(
      '- `bind()` | `bind`\n- `listen()` | `s.listen()` | `make_passive()`\n\n##',
    );
    expect(changed.text).toContain(
      '2. SYN-ACK | both\\*\n   <!-- both flags -->\n3. ACK | `a | b`\n\n**Why:**',
    );
  });

  it('are accepted by the deck that comes of it, which is otherwise the same', () => {
    const wanted = [
      typed('passive', 's.listen(5)'),
      typed('tcp', 'a*b_c_ `d`'),
      { card: 'shake', part: '1', blank: 1, item: null, text: 'a|b::{c}' },
    ];
    const changed = add(...wanted).text;
    const after = readDeck(changed, { file: 'd.md' });
    expect(after.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const accepted = after.deck.prompts.flatMap(({ body }) =>
      body.kind === 'typed'
        ? body.accepted
        : 'blanks' in body
          ? body.blanks.flatMap((blank) => blank.accepted)
          : [],
    );
    for (const { text: said } of wanted) expect(accepted.map((each) => each.text)).toContain(said);
    expect(after.deck.prompts.map(({ key }) => key)).toEqual(prompts.map(({ key }) => key));
  });

  it.each([
    '**Answer:** z',
    '--> <!-- x',
    '```',
    '`',
    '``',
    '`tick`',
    '## Not a card',
    '- [x] y',
    '1. x',
    '> q',
    '![a](b)',
    'a|b',
    '|',
    'x::y',
    '{{x}}',
    '{{',
    '}}',
    'x}}y',
    '{',
    '\\{',
    'a\\',
    'a\\b',
    '&amp;',
    '<b>x</b>',
    '~~~',
    '#',
    '!',
    'foo — bar',
    'foo -- bar',
    'http://x.y',
    'a*b_c',
    '$HOME',
    '"""',
    "''",
    ':',
    "b''",
  ])('say %s as it was typed, or are given back', (said) => {
    const places = [
      typed('passive', said),
      typed('tcp', said),
      { card: 'shake', part: 'syn', blank: 0, item: null, text: said },
      { ...typed('calls', said), item: 1 },
      { ...typed('said', said), item: 0 },
    ];
    for (const place of places) {
      const { text: changed, left } = add(place, { ...place, text: 'the next' });
      const after = readDeck(changed, { file: 'd.md' });
      expect(after.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(after.deck.prompts.map(({ key }) => key)).toEqual(prompts.map(({ key }) => key));
      const accepted = after.deck.prompts.flatMap(({ key, body }) => {
        if (!key.startsWith(`d/${place.card}`)) return [];
        return body.kind === 'typed'
          ? (body.list?.items.flat() ?? body.accepted)
          : 'blanks' in body
            ? body.blanks.flatMap((one) => one.accepted)
            : [];
      });
      const texts = accepted.map((one) => one.text);
      expect(texts).toContain('the next');
      // Backticks around a blank are no part of its answer.
      const isKept = texts.includes(said) || (place.card === 'shake' && texts.includes(said.slice(1, -1)));
      expect(left.length > 0 || isKept).toBe(true);
    }
  });

  it('keep the line ends of the file', () => {
    const changed = addAlternates(text.replaceAll('\n', '\r\n'), [typed('passive', 'x')]).text;
    expect(changed.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('are given back where there is no place for them', () => {
    const homeless = [
      typed('gone', 'x'),
      typed('blocks', 'x'),
      typed('calls', 'x'),
      { ...typed('calls', 'x'), item: 7 },
      { ...typed('calls', 'a — b'), item: 0 },
      { ...typed('passive', 'x'), item: 0 },
      typed('passive', 'a\nb'),
      { ...typed('shake', 'x'), blank: 7, part: '1' },
    ];
    expect(new Set(add(...homeless).left)).toEqual(new Set(homeless));
    expect(add(...homeless).text).toBe(text);
  });
});
