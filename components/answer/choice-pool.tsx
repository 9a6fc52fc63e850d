'use client';

import type { KeyboardEvent, PointerEventHandler } from 'react';
import { useKeys } from '#components/ui/keys.tsx';
import { InlineMarkup } from '#components/ui/markup.tsx';
import type { Html } from '#lib/cards/prompt.ts';

/** Where a finger takes hold of what can be dragged. */
export function Grip() {
  return (
    <span
      data-grip
      aria-hidden="true"
      className="flex min-h-6 w-4 shrink-0 cursor-grab touch-none items-center justify-center text-soft select-none pointer-coarse:min-h-11 pointer-coarse:w-6"
    >
      ⠿
    </span>
  );
}

const keys = '123456789abcdefghijk';

/** The key that chooses the item shown at `place` (from 0); null beyond the 20th. */
function choiceKey(place: number): string | null {
  return keys[place] ?? null;
}

/** A choice is chosen by the key shown with it. */
export function useChoiceKeys<C extends { readonly place: number }>(
  choices: readonly C[],
  choose: (choice: C) => void,
): void {
  useKeys(
    Object.fromEntries(
      choices.flatMap((choice) => {
        const key = choiceKey(choice.place);
        return key === null ? [] : [[key, () => choose(choice)]];
      }),
    ),
    'first',
  );
}

/** Does what belongs to the key, which then does nothing else; any other key is left to the page. */
export function actOnKey(event: KeyboardEvent, actions: Readonly<Record<string, () => void>>): void {
  const action = Object.entries(actions).find(([key]) => key === event.key)?.[1];
  if (!action) return;
  event.preventDefault();
  action();
}

/** How far from an element still counts as on it, in CSS pixels: half a gap. */
const margin = 4;

/** Whether a point of the window (CSS pixels) is on the element. */
export function isOver(element: HTMLElement, x: number, y: number): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return x >= left - margin && x <= right + margin && y >= top - margin && y <= bottom + margin;
}

interface Choice {
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
