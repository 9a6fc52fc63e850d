'use client';

import type { PointerEventHandler } from 'react';
import { InlineMarkup } from '#components/study/markup.tsx';
import type { Html } from '#lib/deck/prompt.ts';
import { choiceKey } from './choice-key.ts';
import { Grip } from './grip.tsx';

export interface Choice {
  /** What the answer calls it. */
  readonly item: number;
  /** Its place in the mixed order, from 0, which decides its key; it keeps both when others are taken. */
  readonly place: number;
  readonly html: Html;
}

/** What has not been placed yet. A click on one places it, and so does its key. */
export function ChoicePool({
  label,
  empty,
  choices,
  isOver,
  lift,
  onTake,
}: {
  label: string;
  /** What is said once everything has been taken. */
  empty: string;
  choices: readonly Choice[];
  /** Whether what is dragged would be put back here. */
  isOver: boolean;
  lift: (item: number) => PointerEventHandler<HTMLElement>;
  onTake: (item: number) => void;
}) {
  return (
    <ul
      data-pool
      aria-label={label}
      className={`flex flex-wrap gap-2 rounded-lg border border-dashed p-2 ${isOver ? 'border-ink bg-sunk' : 'border-line'}`}
    >
      {choices.length === 0 && <li className="px-1 py-1.5 text-soft">{empty}</li>}
      {choices.map(({ item, place, html }) => (
        <li key={item} className="max-w-full">
          <button
            type="button"
            data-choice={item}
            className="draggable flex min-h-10 max-w-full items-center gap-2 rounded-lg border border-line bg-panel px-2 py-1.5 text-left hover:border-edge pointer-coarse:min-h-11"
            aria-keyshortcuts={choiceKey(place)?.toUpperCase()}
            onPointerDown={lift(item)}
            onClick={() => onTake(item)}
          >
            <Grip />
            <InlineMarkup html={html} className="min-w-0 flex-1" />
            {choiceKey(place) !== null && (
              <kbd className="key" aria-hidden="true">
                {choiceKey(place)}
              </kbd>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}
