import type { Game } from '#lib/quiz/games.ts';

export const gameNames: Readonly<Record<Game, string>> = {
  match: 'Match against the clock',
  typing: 'Typing drill',
};
