import type { Game } from '#lib/games/best-games.ts';

const rules: Readonly<Record<Game, string>> = {
  match:
    'Three tables. Choose a tile on the left and the one on the right that belongs to it. A wrong pair costs two seconds.',
  typing:
    'Eight pieces of code. Type what is missing and press Enter. A wrong answer costs three seconds and shows what is right.',
};

export function GameRules({ game }: { game: Game }) {
  return <p className="mt-3 max-w-prose">{rules[game]}</p>;
}
