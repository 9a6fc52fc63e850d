'use client';

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { actOnKey, ChoicePool, Grip, isOver, useChoiceKeys } from '#components/answer/choice-pool.tsx';
import { useDrag } from '#components/answer/use-drag.ts';
import { announce } from '#components/ui/announce.ts';
import { InlineMarkup } from '#components/ui/markup.tsx';
import { plainHtml } from '#lib/cards/html.ts';
import type { Body, Html } from '#lib/cards/prompt.ts';
import { shuffled } from '#lib/cards/shuffle.ts';

/** What is dropped there goes back among the right sides that are not used. */
const pool = -1;

/** Rows with a left side. The student puts a right side into each: by drag, by a click, or by a key into the current row. */
export function MatchField({
  body,
  seed,
  rights,
  takesFocus,
  onChange,
}: {
  body: Extract<Body, { kind: 'match' }>;
  seed: string;
  /** For each row, the row whose right side the student put there. */
  rights: readonly (number | null)[];
  takesFocus: boolean;
  onChange: (rights: readonly (number | null)[]) => void;
}) {
  const choices = useMemo(
    () =>
      shuffled(
        body.pairs.map(([, html], item) => ({ html, item })),
        seed,
      ).map((choice, place) => ({ ...choice, place })),
    [body, seed],
  );
  const lefts = useMemo(() => shuffled([...body.pairs.keys()], `${seed} left`), [body, seed]);
  /** Place of a row on the screen; null: the first one that is empty. */
  const [chosen, setChosen] = useState<number | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const firstEmpty = lefts.findIndex((row) => (rights[row] ?? null) === null);
  const current = chosen ?? Math.max(0, firstEmpty);

  useEffect(() => {
    if (takesFocus)
      grid.current?.querySelector<HTMLElement>('[data-row][tabindex="0"]')?.focus({ preventScroll: true });
  }, [takesFocus]);

  const left = (row: number) => words(body.pairs[row]?.[0]);
  const right = (item: number) => words(body.pairs[item]?.[1]);

  function focusRow(place: number) {
    const within = Math.min(Math.max(place, 0), lefts.length - 1);
    setChosen(within);
    grid.current?.querySelector<HTMLElement>(`[data-row="${within}"]`)?.focus();
  }

  function put(item: number, place: number) {
    const row = lefts[place];
    if (row === undefined) return;
    const after = lefts.map((_, each) => {
      const before = rights[each] ?? null;
      return each === row ? item : before === item ? null : before;
    });
    onChange(after);
    const open = lefts.filter((each) => after[each] === null).length;
    announce(`${left(row)}: ${right(item)}. ${open === 0 ? 'Every row is filled.' : `${open} to go.`}`);
    // Onward to the next row that is empty, from the top again after the last.
    const empty = [...lefts.keys()].filter((each) => after[lefts[each] ?? -1] === null);
    focusRow(empty.find((each) => each > place) ?? empty[0] ?? place);
  }

  function empty(place: number) {
    const row = lefts[place];
    const item = row === undefined ? null : (rights[row] ?? null);
    if (row === undefined || item === null) return;
    onChange(lefts.map((_, each) => (each === row ? null : (rights[each] ?? null))));
    setChosen(place);
    announce(`${left(row)} is empty again.`);
  }

  function onKey(event: KeyboardEvent<HTMLElement>, place: number) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const act = {
      ArrowUp: () => focusRow(place - 1),
      ArrowDown: () => focusRow(place + 1),
      Home: () => focusRow(0),
      End: () => focusRow(lefts.length - 1),
      Delete: () => empty(place),
      Backspace: () => empty(place),
    };
    actOnKey(event, act);
  }

  useChoiceKeys(choices, (choice) => put(choice.item, current));

  const drag = useDrag({
    find: (x, y, item) => {
      const rows = [...(grid.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const over = rows.findIndex((row) => isOver(row, x, y));
      if (over !== -1) return over;
      const choosing = grid.current?.parentElement?.querySelector<HTMLElement>('[data-pool]');
      return choosing && isOver(choosing, x, y) && rights.includes(item) ? pool : null;
    },
    onDrop: (item, place) => {
      if (place !== pool) put(item, place);
      else empty(lefts.findIndex((row) => rights[row] === item));
    },
  });

  return (
    <div>
      <p className="mb-2 text-soft">Give each row what belongs to it.</p>
      <div ref={grid} role="grid" aria-label="Rows" className="mb-3 flex flex-col gap-2">
        <div role="row" className="hidden gap-3 px-3 text-sm font-semibold text-soft sm:flex">
          {body.head.map((html) => (
            <div key={html} role="columnheader" className="flex-1">
              <InlineMarkup html={html} />
            </div>
          ))}
        </div>
        {lefts.map((row, place) => {
          const item = rights[row] ?? null;
          const html = item === null ? undefined : body.pairs[item]?.[1];
          const isCurrent = place === current;
          return (
            <div
              key={row}
              role="row"
              data-row={place}
              tabIndex={isCurrent ? 0 : -1}
              aria-selected={isCurrent}
              aria-keyshortcuts="Delete"
              className={`flex flex-col gap-x-3 gap-y-1 rounded-lg border p-1.5 pl-3 sm:flex-row sm:items-center ${drag.over === place ? 'border-ink bg-sunk' : isCurrent ? 'border-ink' : 'border-line'}`}
              onFocus={() => setChosen(place)}
              onClick={() => setChosen(place)}
              onKeyDown={(event) => onKey(event, place)}
            >
              <div role="gridcell" className="min-w-0 flex-1 py-0.5">
                <Left html={body.pairs[row]?.[0]} />
              </div>
              <div role="gridcell" className="min-w-0 flex-1">
                {item === null || html === undefined ? (
                  <div className="flex min-h-10 items-center rounded-md border border-dashed border-edge px-2 text-soft pointer-coarse:min-h-11">
                    {isCurrent ? 'Choose below' : 'Empty'}
                  </div>
                ) : (
                  <div
                    className="draggable flex min-h-10 items-center gap-2 rounded-md border border-line bg-panel pl-2 pointer-coarse:min-h-11"
                    onPointerDown={drag.lift(item)}
                  >
                    <Grip />
                    <InlineMarkup html={html} className="min-w-0 flex-1" />
                    <button
                      type="button"
                      aria-label={`Take ${right(item)} out`}
                      tabIndex={isCurrent ? 0 : -1}
                      className="flex size-8 shrink-0 items-center justify-center rounded text-soft hover:bg-sunk hover:text-ink pointer-coarse:size-11"
                      onClick={() => {
                        empty(place);
                        focusRow(place);
                      }}
                    >
                      <span aria-hidden="true">✕</span>
                    </button>
                  </div>
                )}
              </div>
            </div>
          );
        })}
      </div>
      <ChoicePool
        label="Right sides to choose from"
        empty="Every row is filled."
        choices={choices.filter(({ item }) => !rights.includes(item))}
        isOver={drag.over === pool}
        lift={drag.lift}
        onTake={(item) => put(item, current)}
      />
    </div>
  );
}

function Left({ html }: { html: Html | undefined }) {
  return html === undefined ? null : <InlineMarkup html={html} />;
}

function words(html: Html | undefined): string {
  return html === undefined ? '' : plainHtml(html);
}
