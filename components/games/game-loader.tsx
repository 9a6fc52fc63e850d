'use client';

import { lazy, Suspense } from 'react';
import type { DeckHead } from '#components/data/deck-head.ts';
import { gameNames } from '#components/games/game-names.ts';
import { GameRules, GameStart } from '#components/games/game-start.tsx';
import { LoadBoundary, LoadFailed } from '#components/ui/load-boundary.tsx';
import { useAfterPaint } from '#components/ui/use-after-paint.ts';
import type { Game } from '#lib/quiz/games.ts';

const GamePage = lazy(() =>
  import('#components/games/game-page.tsx').then((module) => ({ default: module.GamePage })),
);

/** A game's title and its rules, which can be read before its scripts have come. */
export function GameLoader({ head, game }: { head: DeckHead; game: Game }) {
  const waiting = (
    <GameStart head={head} label="Begin" onBegin={null}>
      <GameRules game={game} />
    </GameStart>
  );
  return (
    <div className="mx-auto max-w-3xl">
      <p className="text-sm text-soft">
        <bdi>{head.title}</bdi>
      </p>
      <h1 className="text-2xl font-semibold">{gameNames[game]}</h1>
      <LoadBoundary failed={<LoadFailed what="The game" className="mt-3" />}>
        <Suspense fallback={waiting}>
          {useAfterPaint() ? <GamePage head={head} game={game} /> : waiting}
        </Suspense>
      </LoadBoundary>
      <noscript>
        <p className="mt-3">A game needs JavaScript.</p>
      </noscript>
    </div>
  );
}
