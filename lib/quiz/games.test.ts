import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainHtml } from '#lib/cards/html.ts';
import { createDeckReader } from '#lib/deck/deck-reader.ts';
import { bestGames, matchRounds, typingPrompts } from '#lib/quiz/games.ts';
import { fold } from '#lib/review/fold.ts';
import { entryAt, type EntryDraft, entryId } from '#test/arbitrary-log.ts';

const file = 'content/decks/sockets.md';
const { prompts } = createDeckReader().read(readFileSync(file, 'utf8'), { file }).deck;

describe('the rounds of a game of matching', () => {
  it('have three to six pairs of one table, or of cards that are asked both ways', () => {
    const rounds = matchRounds(prompts, 99, '7');
    expect(rounds.length).toBeGreaterThan(6);
    for (const round of rounds) {
      expect(round.length).toBeGreaterThanOrEqual(3);
      expect(round.length).toBeLessThanOrEqual(6);
      for (const side of [0, 1] as const) {
        const texts = round.map((pair) => plainHtml(pair[side]));
        expect(new Set(texts).size).toBe(texts.length);
      }
    }
    const tables = prompts.filter(({ kind }) => kind === 'match');
    expect(rounds.length).toBe(tables.length + 1);
  });

  it('are the same for the same seed, and others for another', () => {
    expect(matchRounds(prompts, 3, '7')).toEqual(matchRounds(prompts, 3, '7'));
    expect(matchRounds(prompts, 3, '7')).not.toEqual(matchRounds(prompts, 3, '8'));
    expect(matchRounds(prompts, 3, '7')).toHaveLength(3);
  });

  it('have no two tiles of the same text, however a table has them', () => {
    const tables = prompts.flatMap((prompt) => {
      const { body } = prompt;
      if (body.kind !== 'match') return [];
      const [first, second, third] = body.pairs;
      if (first === undefined || second === undefined || third === undefined) return [];
      // The left side of one row with the right side of another.
      return [
        { ...prompt, body: { ...body, pairs: [first, second, third, [first[0], second[1]] as const] } },
      ];
    });
    expect(tables.length).toBeGreaterThan(5);
    for (const round of matchRounds(tables, 99, '7')) expect(round.length).toBe(3);
  });

  it('are none where a deck has nothing to match', () => {
    expect(
      matchRounds(
        prompts.filter(({ kind }) => kind === 'choice'),
        3,
        '7',
      ),
    ).toEqual([]);
  });
});

describe('a typing drill', () => {
  it('asks for the blanks of code, each card once', () => {
    const drill = typingPrompts(prompts, 8, '7');
    expect(drill).toHaveLength(8);
    expect(new Set(drill.map(({ prompt }) => prompt.card)).size).toBe(8);
    expect(typingPrompts(prompts, 8, '7')).toEqual(drill);
  });
});

describe('the best games', () => {
  const game = (durationMs: number, items: number, more: Partial<EntryDraft> = {}): EntryDraft =>
    ({ kind: 'game', deck: 'sockets', game: 'match', items, durationMs, mistakes: 0, ...more }) as EntryDraft;

  it('are those with the least time for each pair, and not those taken back', () => {
    const state = fold([
      entryAt(1, 1, game(20_000, 10)),
      entryAt(2, 2, game(10_000, 4)),
      entryAt(3, 3, game(1000, 10)),
      entryAt(4, 4, { kind: 'undo', undoes: entryId(3) }),
      entryAt(5, 5, game(1, 1, { game: 'typing' })),
      entryAt(6, 6, game(1, 1, { deck: 'other' })),
    ]);
    expect(bestGames(state, 'sockets', 'match').map(({ durationMs }) => durationMs)).toEqual([
      20_000, 10_000,
    ]);
  });
});
