import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autofixDeck, fixedText, goneAfter } from '#lib/deck/autofix.ts';
import { createDeckReader, readDeck } from '#lib/deck/deck-reader.ts';
import { body, card, front, goodCard } from '#lib/deck/lint/base/example-decks.ts';
import { deckText } from '#test/deck-text.ts';
import { processorMs } from '#test/processor-ms.ts';

const context = { file: 'd.md' };

function check(text: string) {
  return createDeckReader().check(text, context).diagnostics;
}

const certain: readonly (readonly [written: string, fixed: string])[] = [
  ['**Answer:** `bind', '**Answer:** `bind`'],
  ['**Answer:** bind()`', '**Answer:** `bind()`'],
  ["**Answer:** `s.bind(('', 80))", "**Answer:** `s.bind(('', 80))`"],
  ['**Answer:** `a`\n\n**Also accept:** `b` | `c | d', '**Answer:** `a`\n\n**Also accept:** `b` | `c` | d'],
  ['**Answer:** `a`\n\n**Not:** `b — no.', '**Answer:** `a`\n\n**Not:** `b` — no.'],
  ['- [x] `a\n- [ ] `b`', '- [x] `a`\n- [ ] `b`'],
  ['**Answer:**\n\n1. `a\n2. `b`', '**Answer:**\n\n1. `a`\n2. `b`'],
  ['A {{`bind}} call', 'A {{`bind`}} call'],
  ['A {{1::bind`}} call', 'A {{1::`bind`}} call'],
  ['**Answer:** 1\n\n**Not:** `a` - it waits for b', '**Answer:** 1\n\n**Not:** `a` — it waits for b'],
  ['- [x] a\n- [ ] 17 - that is too much', '- [x] a\n- [ ] 17 — that is too much'],
  ['Answer: 80', '**Answer:** 80'],
  ['**Answer**: 80', '**Answer:** 80'],
  ['__answer:__ 80', '**Answer:** 80'],
  ['A\n\n**Why**: so', 'A\n\n**Why:** so'],
  ['- [x]a\n- [ ] b', '- [x] a\n- [ ] b'],
  ['[x] a\n[ ] b', '- [x] a\n- [ ] b'],
  ['- [x] a\n- [] b', '- [x] a\n- [ ] b'],
  ['• [X] a\n• [ ] b', '- [x] a\n- [ ] b'],
  ['**Answer:** a\n\n**Also accept:** `b`, `c` or `d`', '**Answer:** a\n\n**Also accept:** `b` | `c` | `d`'],
  ['**Answer:** a\n\n**Also accept:** b ¦ `c¦d` ¦ e', '**Answer:** a\n\n**Also accept:** b | `c¦d` | e'],
  ['(x) a\n( ) b', '- [x] a\n- [ ] b'],
  ['- [√] a\n- [ ] b', '- [x] a\n- [ ] b'],
  ['- [y] a\n- [n] b', '- [x] a\n- [ ] b'],
  ['- ☐ a\n- ☒ b', '- [ ] a\n- [x] b'],
  ['**Answer:** S\u0410CK', '**Answer:** SACK'],
  ['**\u0410nswer:** a', '**Answer:** a'],
  ['**Answer:** a\u200bb and c\u2060d', '**Answer:** ab and cd'],
  ['```python\n\u00a0x = 1\n```', '```python\n x = 1\n```'],
];

describe('autofix', () => {
  it.each(certain)('turns %j into %j', (written, fixed) => {
    expect(autofixDeck(body(written)).text).toBe(body(fixed));
  });

  it.each([
    ['match', '| a | b |\n|---|---|\n| `x | y |\n| z | w |', '| a | b |\n|---|---|\n| `x` | y |\n| z | w |'],
    ['order', '1. a\n2.b\n3. c', '1. a\n2. b\n3. c'],
    ['order', '1. a\n2 b\n3. c', '1. a\n2. b\n3. c'],
    ['order', '- a\n- b\n\n**Free:** c after 1', '1. a\n2. b\n\n**Free:** c after 1'],
    ['order', '1.) a\r\n2.) b', '1. a\r\n2. b'],
    ['order', 'Step 1: a\nStep 2: b', '1. a\n2. b'],
    ['order', 'a) x\nb) y', '1. x\n2. y'],
    ['order', '1: a\n• b', '1. a\n2. b'],
    ['order', '1. a\n2. b\n- c', '1. a\n2. b\n3. c'],
    ['order', '- a\n  - b\n- c', '- a\n  - b\n- c'],
    ['order', '2: a\n1: b', '2: a\n1: b'],
    ['order', 'First:\n- a\n- b', 'First:\n- a\n- b'],
    [
      'order',
      '1. `c = socket()`\n2. `c.close()`\n\n```lab\ns> s = socket()\n```',
      '1. `c = socket()`\n2. `c.close()`\n\n```lab beside\ns> s = socket()\n```',
    ],
    [
      'order',
      '1. `c = socket()`\n2. `c.close()`\n\n```lab-beside\ns> s = socket()\n```',
      '1. `c = socket()`\n2. `c.close()`\n\n```lab beside\ns> s = socket()\n```',
    ],
  ])('turns the %s %j into %j', (word, written, fixed) => {
    expect(autofixDeck(body(written, `; ${word}`)).text).toBe(body(fixed, `; ${word}`));
  });

  it.each([
    ['Q <!- id: q -->', 'Q <!-- id: q -->'],
    ['Q <!— id: q —>', 'Q <!-- id: q -->'],
    ['Q <!-- id: q ->', 'Q <!-- id: q -->'],
    ['Q <!-- id: q', 'Q <!-- id: q -->'],
    ['Q <!-- ID: q -->', 'Q <!-- id: q -->'],
    ['Q <!-- id q -->', 'Q <!-- id: q -->'],
    ['Q <!-- id: q, both -->', 'Q <!-- id: q; both -->'],
  ])('turns the heading %j into %j', (written, fixed) => {
    expect(autofixDeck(card(written, 'A\n')).text).toBe(card(fixed, 'A\n'));
  });

  it.each([
    'It is `bind here.',
    '**Answer:** ``bind`',
    '**Answer:** `a` or `b',
    '**Answer: 80**',
    '- [x] a\n- [ ] It blocks - it never waits',
    '- **Answer:** 80',
    '**Anwser:** 80',
    '**Answer:** a\n\n**Also accept:** b, c',
    '**Answer:** a\n\n**Also accept:** `b`\n`c`',
    '**Answer:** a\n\n**Also accept:** `b`, `c`.',
    '- [o] a\n- [ ] b',
    '- a [x]\n- b [ ]',
    '\t- [x] a',
    'The {{`a|b}} call',
    // Its key would be another.
    'The {{SY\u200bN}} flag',
    'The {{S\u0423N}} flag',
  ])('leaves %j alone, because several corrections are possible', (text) => {
    expect(autofixDeck(body(text))).toEqual({ text: body(text), fixed: [] });
  });

  it('returns the line, the code and the new text', () => {
    const text = `${front}${goodCard}\n## R <!-- id: r -->\r\n**Answer:** \`x\r\n`;
    expect(autofixDeck(text)).toEqual({
      text: text.replace('`x', '`x`'),
      fixed: [{ line: 9, code: 'BACKTICK_LONE', text: '**Answer:** `x`' }],
    });
  });

  it('returns the new text of several lines that one problem spans', () => {
    expect(autofixDeck(body('- a\n- b', '; order')).fixed).toEqual([
      { line: 6, code: 'ORDER_STEP_FORM', text: '1. a / 2. b' },
    ]);
  });

  it('moves the comment below a heading into it, so that the id and the kind count', () => {
    const written = `${front}## Put in order\n<!-- id: a; order -->\n1. bind()\n2. listen()\n\n## R\n**Answer:** \`x\n`;
    const { text, fixed, ids } = fixedText(written);
    expect(readDeck(text, context).deck.prompts.map(({ key, kind }) => [key, kind])).toEqual([
      ['d/a', 'order'],
      ['d/r', 'typed'],
    ]);
    expect(fixed).toEqual([
      { line: 5, code: 'COMMENT_MISPLACED', text: '## Put in order <!-- id: a; order -->' },
      { line: 10, code: 'BACKTICK_LONE', text: '**Answer:** `x`' },
    ]);
    expect(ids.map(({ line, id }) => [line, id])).toEqual([[9, 'r']]);
    expect(check(text)).toEqual([]);
  });

  it.each([
    [`${front}<!-- id: a -->\n## Q\nA\n`, `${front}## Q <!-- id: a -->\nA\n`],
    [
      `${front}${goodCard}\n<!-- id: b; order -->\n\n## R\n1. a\n2. b\n`,
      `${front}${goodCard}\n## R <!-- id: b; order -->\n1. a\n2. b\n`,
    ],
    [
      `${front}## Q\n<!-- id: a -->\n## R <!-- id: r -->\nB\n`,
      `${front}## Q <!-- id: a -->\n## R <!-- id: r -->\nB\n`,
    ],
  ])('moves the comment above a heading into it: %j', (written, expected) => {
    expect(fixedText(written).text).toBe(expected);
  });

  it('writes no second id where a comment with an id is at a place that it cannot move from', () => {
    const written = body('A').replace('## Q <!-- id: q -->', '## Q') + '\n\n<!-- id: a -->\n';
    expect(fixedText(written).ids).toEqual([]);
    expect(check(written).map(({ code }) => code)).toEqual(['COMMENT_MISPLACED']);
  });

  it('rewrites the cloze deletions of Anki, hints and groups included', () => {
    const written = body('A {{c1::SYN}}, a {{c2::SYN-ACK::two flags}} and {{c1::ACK}}.');
    expect(autofixDeck(written).text).toBe(body('A {{1::SYN}}, a {{2::SYN-ACK::two flags}} and {{1::ACK}}.'));
  });

  it('says how many problems are gone afterwards', () => {
    const written = `${front}${'## Q\nA\n\n'.repeat(14)}## R\n**Answer:** \`x\n`;
    const before = check(written);
    expect(goneAfter(before, check(fixedText(written).text))).toBe(16);
    expect(before).toHaveLength(16);
  });

  it('fixes a long line in good time', () => {
    const deck = body(`a\u200bb${' '.repeat(60_000)}c`);
    expect(processorMs(() => autofixDeck(deck), 1)).toBeLessThan(2500);
  });

  it('removes no card and no prompt, and causes no problem', () => {
    fc.assert(
      fc.property(deckText, (written) => {
        const before = readDeck(written, context);
        const { text, fixed } = autofixDeck(written);
        if (fixed.length === 0) {
          expect(text).toBe(written);
          return;
        }
        const after = readDeck(text, context);
        const keys = after.deck.prompts.map(({ key }) => key);
        expect(keys.length).toBeGreaterThanOrEqual(before.deck.prompts.length);
        expect(check(text).length).toBeLessThanOrEqual(check(written).length);
        // A comment that moves into its heading takes its line and its id with it.
        if (fixed.some(({ code }) => code === 'COMMENT_MISPLACED')) return;
        expect(before.deck.prompts.map(({ key }) => key).filter((key) => !keys.includes(key))).toEqual([]);
        expect(text.split('\n')).toHaveLength(written.split('\n').length);
      }),
      { numRuns: 1500 },
    );
  });
});
