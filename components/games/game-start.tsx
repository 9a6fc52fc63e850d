'use client';

import type { ReactNode } from 'react';
import type { DeckHead } from '#components/data/deck-head.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Game } from '#lib/quiz/games.ts';

const rules: Readonly<Record<Game, string>> = {
  match:
    'Three tables. Choose a tile on the left and the one on the right that belongs to it. A wrong pair costs two seconds.',
  typing:
    'Eight pieces of code. Type what is missing, and end it with Enter. A wrong answer costs three seconds and shows what is right.',
};

export function GameRules({ game }: { game: Game }) {
  return <p className="mt-3 max-w-prose">{rules[game]}</p>;
}

/** What is shown before a game, and after one: `children` say what is to be done, or what came of it. */
export function GameStart({
  head,
  label,
  onBegin,
  children,
}: {
  head: DeckHead;
  label: string;
  /** null: not yet. */
  onBegin: (() => void) | null;
  children: ReactNode;
}) {
  return (
    <>
      {children}
      <p className="mt-2 text-sm text-soft">Games do not count: your schedule stays as it is.</p>
      <div className="mt-5 flex flex-wrap gap-3">
        <button
          type="button"
          className="button button-strong min-h-12 px-6"
          disabled={onBegin === null}
          onClick={() => onBegin?.()}
        >
          {label} <kbd className="key">↵</kbd>
        </button>
        <SoftLink href={`/quiz/${head.deck}`} className="button min-h-12">
          Quiz
        </SoftLink>
      </div>
    </>
  );
}
