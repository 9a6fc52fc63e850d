'use client';

import { useEffect, useRef, useState } from 'react';
import { announce } from '#components/ui/announce.ts';
import { useKeys } from '#components/ui/keys.tsx';
import { InlineMarkup } from '#components/ui/markup.tsx';
import { plainHtml } from '#lib/cards/html.ts';
import type { Deck, Html } from '#lib/cards/prompt.ts';
import { shuffled } from '#lib/cards/shuffle.ts';
import { matchRounds } from '#lib/quiz/games.ts';

const tickMs = 100;

/** Time since the game began, with what mistakes cost. */
export function GameClock({ penaltyMs }: { penaltyMs: number }) {
  const [elapsedMs, setElapsedMs] = useState(0);
  useEffect(() => {
    const begunAt = Date.now();
    const timer = setInterval(() => setElapsedMs(Date.now() - begunAt), tickMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="font-mono tabular-nums" role="timer" aria-label="Time">
      {((elapsedMs + penaltyMs) / 1000).toFixed(1)} s
    </span>
  );
}

/** What came of a game, apart from the time it took. */
export interface Played {
  /** Pairs or blanks. */
  readonly items: number;
  readonly mistakes: number;
  /** What the mistakes add to the time. */
  readonly penaltyMs: number;
}

const rounds = 3;
const penaltyMs = 2000;
const rightKeys = 'abcdef';

type Side = 'left' | 'right';
/** A chosen tile: a number of a pair. */
type Chosen = { readonly side: Side; readonly pair: number } | null;

/** Tiles to be paired, table after table. */
export function MatchGame({
  deck,
  seed,
  onEnd,
}: {
  deck: Deck;
  seed: string;
  onEnd: (played: Played) => void;
}) {
  const [tables] = useState(() => matchRounds(deck.prompts, rounds, seed));
  const [round, setRound] = useState(0);
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const [chosen, setChosen] = useState<Chosen>(null);
  const [missed, setMissed] = useState<{ left: number; right: number } | null>(null);
  const [mistakes, setMistakes] = useState(0);
  const first = useRef<HTMLButtonElement>(null);
  const pairs = tables[round] ?? [];
  const places = pairs.map((_, pair) => pair);
  const order = {
    left: shuffled(places, `${seed}~l${String(round)}`),
    right: shuffled(places, `${seed}~r${String(round)}`),
  };

  useEffect(() => first.current?.focus({ preventScroll: true }), [round]);

  function choose(side: Side, pair: number | undefined) {
    if (pair === undefined || done.has(pair)) return;
    setMissed(null);
    if (chosen === null || chosen.side === side) {
      setChosen(chosen?.side === side && chosen.pair === pair ? null : { side, pair });
      return;
    }
    setChosen(null);
    if (chosen.pair === pair) return paired(pair);
    const [left, right] = side === 'right' ? [chosen.pair, pair] : [pair, chosen.pair];
    setMissed({ left, right });
    setMistakes(mistakes + 1);
    announce('They do not belong together. Two seconds more.');
  }

  function paired(pair: number) {
    const after = new Set([...done, pair]);
    const left = pairs.length - after.size;
    if (left > 0) {
      setDone(after);
      announce(`Right. ${String(left)} left.`);
    } else if (round + 1 < tables.length) {
      setDone(new Set());
      setRound(round + 1);
      announce(`Table ${String(round + 2)} of ${String(tables.length)}.`);
    } else {
      const items = tables.reduce((sum, table) => sum + table.length, 0);
      onEnd({ items, mistakes, penaltyMs: mistakes * penaltyMs });
    }
  }
  useKeys({
    ...Object.fromEntries(places.map((_, at) => [String(at + 1), () => choose('left', order.left[at])])),
    ...Object.fromEntries(
      places.map((_, at) => [rightKeys.charAt(at), () => choose('right', order.right[at])]),
    ),
    Escape: () => setChosen(null),
  });

  if (tables.length === 0)
    return (
      <p className="mt-3 text-soft">
        This deck has nothing to match: it needs a card of the kind match, or three cards that are asked both
        ways.
      </p>
    );
  const columns: readonly { side: Side; name: string }[] = [
    { side: 'left', name: 'Left' },
    { side: 'right', name: 'Right' },
  ];
  return (
    <>
      <div className="mt-3 flex items-center justify-between gap-4 text-soft">
        <span>
          Table {round + 1} of {tables.length}
        </span>
        <GameClock penaltyMs={mistakes * penaltyMs} />
      </div>
      <div className="mt-3 grid grid-cols-2 gap-3">
        {columns.map(({ side, name }) => (
          <ul key={side} className="flex flex-col gap-2" aria-label={name}>
            {order[side].map((pair, at) => (
              <li key={pair} className="flex-1">
                <Tile
                  html={pairs[pair]?.[side === 'left' ? 0 : 1]}
                  keyName={side === 'left' ? String(at + 1) : rightKeys.charAt(at)}
                  isDone={done.has(pair)}
                  isChosen={chosen?.side === side && chosen.pair === pair}
                  isMissed={missed?.[side] === pair}
                  ref={side === 'left' && at === 0 ? first : null}
                  onChoose={() => choose(side, pair)}
                />
              </li>
            ))}
          </ul>
        ))}
      </div>
    </>
  );
}

function Tile({
  html,
  keyName,
  isDone,
  isChosen,
  isMissed,
  ref,
  onChoose,
}: {
  html: Html | undefined;
  keyName: string;
  isDone: boolean;
  isChosen: boolean;
  isMissed: boolean;
  ref: React.Ref<HTMLButtonElement>;
  onChoose: () => void;
}) {
  if (html === undefined) return null;
  const look = isDone
    ? 'border-good bg-good-tint'
    : isMissed
      ? 'border-bad bg-bad-tint'
      : isChosen
        ? 'border-ink bg-sunk'
        : 'border-line bg-panel hover:border-edge';
  return (
    <button
      ref={ref}
      type="button"
      aria-pressed={isChosen}
      aria-disabled={isDone}
      aria-keyshortcuts={keyName}
      aria-label={`${plainHtml(html)}${isDone ? ', paired' : ''}`}
      className={`flex h-full min-h-14 w-full items-center gap-2 rounded-lg border px-2.5 py-2 text-left sm:px-3 ${look}`}
      onClick={onChoose}
    >
      <kbd className={`key shrink-0 ${isDone || isMissed ? 'key-always' : ''}`} aria-hidden="true">
        {isDone ? '✓' : isMissed ? '✕' : keyName}
      </kbd>
      <InlineMarkup html={html} />
    </button>
  );
}
