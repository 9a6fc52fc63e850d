'use client';

import { useEffect, useRef, useState } from 'react';
import type { DeckHead } from '#components/data/deck-head.ts';
import { useDeck } from '#components/data/use-deck.ts';
import { reviewStore, useReviews } from '#components/data/use-reviews.ts';
import { GameRules, GameStart } from '#components/games/game-start.tsx';
import { MatchGame, type Played } from '#components/games/match-game.tsx';
import { TypingGame } from '#components/games/typing-game.tsx';
import { useKeys } from '#components/ui/keys.tsx';
import { LoadFailed } from '#components/ui/load-boundary.tsx';
import { bestGames, type Game, secondsPerItem } from '#lib/quiz/games.ts';
import type { GameEntry } from '#lib/review/log-entry.ts';

const shownAtMost = 5;

/** The quickest games of the log. */
function BestGames({ best, item }: { best: readonly GameEntry[]; item: string }) {
  if (best.length === 0) return null;
  return (
    <section className="mt-8" aria-labelledby="best">
      <h2 id="best" className="text-lg font-semibold">
        Best times
      </h2>
      <ol className="panel mt-3 divide-y divide-line">
        {best.slice(0, shownAtMost).map((entry) => (
          <li key={entry.id} className="flex flex-wrap gap-x-4 px-5 py-2 tabular-nums">
            <span className="min-w-36 flex-1">
              {secondsPerItem(entry).toFixed(1)} s for each {item}
            </span>
            <span className="text-soft">
              {entry.items} in {(entry.durationMs / 1000).toFixed(1)} s, {entry.mistakes}{' '}
              {entry.mistakes === 1 ? 'mistake' : 'mistakes'}
            </span>
            <span className="text-soft">
              {new Date(entry.at).toLocaleDateString('en-GB', { dateStyle: 'medium' })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const items: Readonly<Record<Game, string>> = { match: 'pair', typing: 'blank' };

type Ended = Pick<GameEntry, 'items' | 'durationMs' | 'mistakes'>;

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
    const entry = { kind: 'game', deck: head.deck, game, ...ended } as const;
    void reviewStore().append([entry], Date.now());
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
