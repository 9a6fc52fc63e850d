'use client';

import { useEffect, useRef, useState } from 'react';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { reviewStore, useReviews } from '#components/review/use-reviews.ts';
import { useDeck } from '#components/study/use-deck.ts';
import { useKeys } from '#components/study/use-keys.ts';
import { LoadFailed } from '#components/shell/load-failed.tsx';
import { bestGames, type Game, secondsPerItem } from '#lib/games/best-games.ts';
import type { GameRow } from '#lib/review/quiz-row.ts';
import { BestGames } from './best-games.tsx';
import { GameRules } from './game-rules.tsx';
import { GameStart } from './game-start.tsx';
import { MatchGame, type Played } from './match-game.tsx';
import { TypingGame } from './typing-game.tsx';

const items: Readonly<Record<Game, string>> = { match: 'pair', typing: 'blank' };

type Ended = Pick<GameRow, 'items' | 'durationMs' | 'mistakes'>;

type Phase =
  | { readonly kind: 'before' }
  | { readonly kind: 'playing'; readonly seed: string }
  | { readonly kind: 'over'; readonly ended: Ended };

/** A game: its rules and best times, the game itself, what came of it. */
export function GamePage({ head, game }: { head: DeckHead; game: Game }) {
  const { ready, state } = useReviews();
  const { deck, failed } = useDeck(head);
  const [phase, setPhase] = useState<Phase>({ kind: 'before' });
  const begunAt = useRef(0);
  const overRef = useRef<HTMLHeadingElement>(null);
  const best = bestGames(state, head.deck, game);
  const isReady = ready && deck !== null;

  function begin() {
    if (!isReady) return;
    begunAt.current = Date.now();
    setPhase({ kind: 'playing', seed: String(begunAt.current) });
  }

  function end({ items: count, mistakes, penaltyMs }: Played) {
    const ended = { items: count, mistakes, durationMs: Date.now() - begunAt.current + penaltyMs };
    const row = { kind: 'game', deck: head.deck, game, ...ended } as const;
    void reviewStore().append([row], Date.now());
    setPhase({ kind: 'over', ended });
  }
  useEffect(() => {
    if (phase.kind === 'over') overRef.current?.focus({ preventScroll: true });
  }, [phase]);
  useKeys(phase.kind === 'playing' ? {} : { Enter: begin });

  if (failed && !deck) return <LoadFailed what="The deck" className="mt-3" />;
  if (phase.kind === 'playing' && deck) {
    const props = { deck, seed: phase.seed, onEnd: end };
    return game === 'match' ? <MatchGame {...props} /> : <TypingGame {...props} />;
  }
  return (
    <>
      <GameStart
        head={head}
        label={phase.kind === 'over' ? 'Once more' : 'Begin'}
        onBegin={isReady ? begin : null}
      >
        {phase.kind === 'over' ? (
          <div className="panel mt-4 p-5 sm:p-7">
            <h2 ref={overRef} tabIndex={-1} className="text-xl font-semibold tabular-nums">
              {seconds(phase.ended.durationMs / 1000)} · {seconds(secondsPerItem(phase.ended))} for each{' '}
              {items[game]}
            </h2>
            <p className="mt-1 text-soft">
              {phase.ended.mistakes === 0
                ? 'No mistake.'
                : `${String(phase.ended.mistakes)} ${phase.ended.mistakes === 1 ? 'mistake' : 'mistakes'}, counted as time.`}{' '}
              {isBest(phase.ended, best) && best.length > 1 && 'Your best so far.'}
            </p>
          </div>
        ) : (
          <GameRules game={game} />
        )}
      </GameStart>
      <BestGames best={best} item={items[game]} />
    </>
  );
}

function isBest({ durationMs, items: count }: Ended, [first]: ReturnType<typeof bestGames>): boolean {
  return first !== undefined && secondsPerItem({ durationMs, items: count }) <= secondsPerItem(first);
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
