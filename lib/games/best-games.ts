import type { GameRow } from '#lib/review/quiz-row.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { isTakenBack } from '#lib/review/undo.ts';

export type Game = GameRow['game'];

/** Seconds for each pair or blank, penalties included: what makes games of different lengths comparable. */
export function secondsPerItem({ durationMs, items }: Pick<GameRow, 'durationMs' | 'items'>): number {
  return durationMs / 1000 / items;
}

/** A student's games of one sort on one deck, the quickest first. */
export function bestGames({ games, undos }: ReviewState, deck: string, game: Game): GameRow[] {
  return games
    .filter((row) => row.deck === deck && row.game === game && !isTakenBack(row, undos))
    .sort((a, b) => secondsPerItem(a) - secondsPerItem(b) || a.at - b.at);
}
