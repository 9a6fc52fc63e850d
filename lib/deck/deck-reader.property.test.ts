import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDeckReader, readDeck } from '#lib/deck/deck-reader.ts';
import { deckText, goodCard } from '#test/deck-text.ts';
import { applyInsertions, missingIds } from '#lib/deck/autofix.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';
import { type Diagnostic, formatDiagnostic } from '#lib/diagnostics/diagnostic.ts';
import { sourceLines } from '#lib/diagnostics/finding.ts';
import { processorMs } from '#test/processor-ms.ts';

const context = { file: 'any.md' };
const front = '---\ndeck: d\ntitle: D\n---\n\n';

it('reads any text without throwing, with every diagnostic inside the file and printable', () => {
  fc.assert(
    fc.property(deckText, (text) => {
      const { diagnostics } = readDeck(text, context);
      const content = text.startsWith('\ufeff') ? text.slice(1) : text;
      const lines = sourceLines(content);
      for (const { line, column, length, ...rest } of diagnostics) {
        const at = lines[line - 1];
        expect(at).toBeDefined();
        const width = (at?.end ?? 0) - (at?.start ?? 0);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(length).toBeGreaterThanOrEqual(1);
        // An empty line, or the place behind a line, is pointed at with one caret.
        expect(column - 1 + length).toBeLessThanOrEqual(Math.max(width, column));
        expect(column - 1).toBeLessThanOrEqual(width);
        formatDiagnostic({ line, column, length, ...rest }, content.slice(at?.start, at?.end));
      }
    }),
    { numRuns: 600 },
  );
});

const monsters = fc
  .tuple(
    fc.constantFrom('- ', '>', '> ', '*', '_', '**a ', '[', '![', '{{', '{{a}}', '<!--', '~~a ', '1. ', '`'),
    fc.integer({ min: 50, max: 8000 }),
    fc.constantFrom('', ']', '*', '](x)', '}}', '-->', '\n'),
  )
  .map(([piece, count, end]) => `${piece.repeat(count)}a${end.repeat(Math.min(count, 3000))}`);

it('reads what is nested too deeply, or too long, without throwing and in good time', () => {
  fc.assert(
    fc.property(monsters, deckText, (monster, noise) => {
      const text = `${front}## Q ${monster}\n${monster}\n\n${noise}\n${monster}`;
      expect(processorMs(() => readDeck(text, context), 1)).toBeLessThan(5000);
    }),
    { numRuns: 25 },
  );
}, 120_000);

/** Of 60 kB on one line, but for what takes the third power of its length. */
const wide = ' '.repeat(60_000);
it.each([
  ['before the line of a blank', `${wide.replaceAll(' ', 'x')}\n\na {{b}}`],
  ['before no box', `a\n${wide}x`],
  ['in no address', `[](a${wide}x`],
  ['between pieces of code', `**Answer:** q\n\n**Also accept:** \`a\`${' '.repeat(4000)}x \`b\``],
  ['before no range', `1. a\n2. b\n\n**Extra:** c${wide.replaceAll(' ', ',')}x`],
])(
  'reads a long line %s in good time',
  (_, text) => {
    const deck = `${front}## Q <!-- id: q${text.startsWith('1.') ? '; order' : ''} -->\n${text}\n`;
    expect(processorMs(() => readDeck(deck, context), 1)).toBeLessThan(2500);
  },
  120_000,
);

it.each(['deck: [', '- ', '? ', 'a: {', 'topic-names: {? '])('reads front matter of many `%s`', (piece) => {
  const text = `---\n${piece.repeat(4000)}\n---\n## Q <!-- id: q -->\nA\n`;
  expect(readDeck(text, context).deck.prompts).toHaveLength(1);
});

it('leaves out a card at which it fails itself, and says so', () => {
  const text = `${front}## Q <!-- id: q -->\n![a](a.png)\n\n## R <!-- id: r -->\nA\n`;
  const failing = {
    ...context,
    imageSize: () => {
      throw new Error('no such plan');
    },
  };
  const { deck, diagnostics } = readDeck(text, failing);
  expect(deck.prompts.map(({ key }) => key)).toEqual(['d/r']);
  expect(diagnostics).toEqual([
    expect.objectContaining({
      code: 'CARD_UNREADABLE',
      line: 6,
      message: 'the card cannot be read: no such plan',
    }),
  ]);
});

it('splits a card off in such a way that it is the same card alone', () => {
  fc.assert(
    fc.property(deckText, (text) => {
      for (const { source } of splitDeck(text).cards) {
        expect(splitDeck(source).cards).toEqual([{ line: 1, start: 0, source }]);
      }
    }),
    { numRuns: 600 },
  );
});

it('gives every prompt of a deck a key of its own', () => {
  fc.assert(
    fc.property(deckText, (text) => {
      const keys = readDeck(text, context).deck.prompts.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 300 },
  );
});

it('lists in the index every prompt that it serves, with the same key, kind and place', () => {
  fc.assert(
    fc.property(deckText, (text) => {
      const { prompts } = createDeckReader().index(text, context);
      for (const { key, card, rev, kind, topics, line, body } of readDeck(text, context).deck.prompts) {
        expect(prompts).toContainEqual({ key, card, rev, kind, topics, line });
        expect(body.kind).toBe(kind);
      }
    }),
    { numRuns: 300 },
  );
});

it('reports when it reads a deck exactly the errors that a check of it reports', () => {
  fc.assert(
    fc.property(deckText, (text) => {
      const errors = (diagnostics: readonly Diagnostic[]) =>
        diagnostics.filter(({ severity }) => severity === 'error');
      const checked = createDeckReader().check(text, context).diagnostics;
      expect(errors(readDeck(text, context).diagnostics)).toEqual(errors(checked));
    }),
    { numRuns: 300 },
  );
});

it('reads after any edit what a fresh reader reads', () => {
  const edit = fc.tuple(fc.nat(), fc.nat(30), deckText);
  fc.assert(
    fc.property(
      fc.array(goodCard, { maxLength: 6 }),
      deckText,
      fc.array(edit, { maxLength: 4 }),
      (cards, noise, edits) => {
        const reader = createDeckReader();
        let text = front + cards.join('\n') + noise;
        reader.read(text, context);
        for (const [at, removed, inserted] of edits) {
          const start = text.length === 0 ? 0 : at % text.length;
          text = text.slice(0, start) + inserted + text.slice(start + removed);
          expect(reader.read(text, context)).toEqual(readDeck(text, context));
        }
      },
    ),
    { numRuns: 150 },
  );
});

it('serves every good card, whatever comes before and between them', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(goodCard, deckText), { minLength: 1, maxLength: 4 }), (cards) => {
      // Each good card begins behind a whole broken one; a fence or comment may be open there.
      const withIds = cards.map(
        ([card, noise], n) =>
          [card.replace(/^## [^<\n]*/, `## Q <!-- id: good-${String(n)} -->`), noise] as const,
      );
      const text =
        front +
        withIds
          .map(
            ([card, noise]) =>
              `${card}\n## broken <!-- id: broken -->\n${noise.replaceAll('<!--', '').replaceAll('md', '')}\n`,
          )
          .join('');
      const served = new Set(readDeck(text, context).deck.prompts.map(({ card }) => card));
      withIds.forEach((_, n) => expect(served).toContain(`d/good-${String(n)}`));
    }),
    { numRuns: 200 },
  );
});

it('fixes so that no id is missing, no byte is lost, and nothing is left to fix', () => {
  fc.assert(
    fc.property(fc.array(goodCard, { maxLength: 5 }), deckText, (cards, noise) => {
      const text = cards.join('\n') + noise;
      const insertions = missingIds(text);
      const fixed = applyInsertions(text, insertions);
      expect(missingIds(fixed)).toEqual([]);
      expect(
        createDeckReader()
          .check(fixed, context)
          .diagnostics.filter(({ code }) => code === 'ID_MISSING'),
      ).toEqual([]);
      let rest = fixed;
      let grown = 0;
      for (const { at, text: inserted } of insertions) {
        expect(rest.startsWith(inserted, at + grown)).toBe(true);
        grown += inserted.length;
      }
      for (const { at, text: inserted } of insertions)
        rest = rest.slice(0, at) + rest.slice(at + inserted.length);
      expect(rest).toBe(text);
    }),
    { numRuns: 400 },
  );
});

it('gives the first card of a file with a byte order mark its id', () => {
  const text = '\ufeff## Ports';
  expect(applyInsertions(text, missingIds(text))).toBe('\ufeff## Ports <!-- id: ports -->');
});

it('keeps the keys of cards when their ids are written', () => {
  fc.assert(
    fc.property(fc.array(goodCard, { maxLength: 5 }), (cards) => {
      const text = front + cards.join('\n');
      const before = readDeck(text, context).deck.prompts;
      const after = readDeck(applyInsertions(text, missingIds(text)), context).deck.prompts;
      expect(after).toEqual(before);
    }),
    { numRuns: 100 },
  );
});
