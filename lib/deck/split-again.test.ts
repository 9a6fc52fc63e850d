import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deckText, goodCard } from '#test/deck-text.ts';
import { splitAgain } from '#lib/deck/split-again.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';

const front = '---\ndeck: d\ntitle: D\n---\n\n';
const piece = fc.oneof(
  deckText,
  goodCard,
  fc.constantFrom('\n', '\r', '\r\n', '#', '## ', '\n## x', '\n# y\n', '```', '\n```\n', '<!--', '-->', ''),
);

it('splits an edited deck as it would be split anew', () => {
  let again = 0;
  fc.assert(
    fc.property(
      fc.array(fc.oneof(goodCard, piece), { maxLength: 8 }),
      fc.nat(),
      fc.nat(40),
      piece,
      (cards, at, removed, inserted) => {
        const before = front + cards.join('\n');
        const start = at % before.length;
        const text = before.slice(0, start) + inserted + before.slice(start + removed);
        const found = splitAgain(before, splitDeck(before), text);
        if (found === null) return;
        again += 1;
        expect(found).toEqual(splitDeck(text));
      },
    ),
    { numRuns: 4000 },
  );
  expect(again).toBeGreaterThan(500);
});

it('looks only at the cards around the edit, and keeps the others', () => {
  const before = `${front}${['a', 'b', 'c', 'd', 'e'].map((id) => `## ${id}\nText.\n`).join('')}`;
  const last = splitDeck(before);
  const found = splitAgain(before, last, before.replace('## c\nText.', '## c\nOther.'));
  expect(found?.cards.map(({ source }) => source[3])).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(found?.cards[0]).toBe(last.cards[0]);
});

it('leaves the whole deck to be split where a fence is open', () => {
  const before = `${front}## a\n\`\`\`\n## b <!-- id: b -->\nText.\n## c\nText.\n`;
  expect(splitAgain(before, splitDeck(before), `${before}More.\n`)).toBeNull();
});
