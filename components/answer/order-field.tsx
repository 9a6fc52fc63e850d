'use client';

import {
  type KeyboardEvent,
  type KeyboardEventHandler,
  type PointerEventHandler,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { actOnKey, ChoicePool, Grip, isOver, useChoiceKeys } from '#components/answer/choice-pool.tsx';
import { useDrag } from '#components/answer/use-drag.ts';
import { announce } from '#components/ui/announce.ts';
import { InlineMarkup } from '#components/ui/markup.tsx';
import { plainHtml } from '#lib/cards/html.ts';
import type { Body, Html } from '#lib/cards/prompt.ts';
import { shuffled } from '#lib/cards/shuffle.ts';
import { orderItems } from '#lib/grade/grade-order.ts';

/** A step in the student's order, with its buttons. */
function PlacedStep({
  item,
  html,
  name,
  index,
  count,
  isCurrent,
  mark,
  onPointerDown,
  onFocus,
  onKeyDown,
  onMove,
  onTakeOut,
}: {
  item: number;
  html: Html | undefined;
  name: string;
  index: number;
  count: number;
  /** Whether Tab comes to it. */
  isCurrent: boolean;
  /** On which side of it the dragged step would land. */
  mark: 'before' | 'after' | null;
  onPointerDown: PointerEventHandler<HTMLElement>;
  onFocus: () => void;
  onKeyDown: KeyboardEventHandler<HTMLElement>;
  onMove: (by: -1 | 1) => void;
  onTakeOut: () => void;
}) {
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <div
      role="row"
      data-step={item}
      tabIndex={tabIndex}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
      className={`draggable relative flex flex-wrap items-center rounded-lg border border-line bg-panel py-1 pr-0.5 pl-1.5 hover:border-edge focus:border-ink ${mark === 'before' ? 'drop-before' : mark === 'after' ? 'drop-after' : ''}`}
      onPointerDown={onPointerDown}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
    >
      <div role="gridcell" className="flex min-w-0 flex-auto items-center gap-1.5 py-1">
        <Grip />
        <span className="w-3.5 shrink-0 text-right font-mono text-sm text-soft">{index + 1}</span>
        {html !== undefined && <InlineMarkup html={html} className="min-w-0 flex-1" />}
      </div>
      <div role="gridcell" className="ml-auto flex">
        <StepButton
          label={`Move ${name} up`}
          tabIndex={tabIndex}
          disabled={index === 0}
          onClick={() => onMove(-1)}
        >
          ↑
        </StepButton>
        <StepButton
          label={`Move ${name} down`}
          tabIndex={tabIndex}
          disabled={index === count - 1}
          onClick={() => onMove(1)}
        >
          ↓
        </StepButton>
        <StepButton label={`Take ${name} out`} tabIndex={tabIndex} onClick={onTakeOut}>
          ✕
        </StepButton>
      </div>
    </div>
  );
}

function StepButton({
  label,
  tabIndex,
  disabled = false,
  onClick,
  children,
}: {
  label: string;
  tabIndex: number;
  disabled?: boolean;
  onClick: () => void;
  children: string;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      tabIndex={tabIndex}
      // Not `disabled`: a button that is used until there is nothing left to do keeps the focus.
      aria-disabled={disabled}
      className="flex size-8 items-center justify-center rounded text-soft hover:bg-sunk hover:text-ink aria-disabled:opacity-40 pointer-coarse:size-11"
      onClick={onClick}
    >
      <span aria-hidden="true">{children}</span>
    </button>
  );
}

/** What is dropped there goes back among the steps that are not placed. */
const pool = -1;

/**
 * Steps to be put in order: those that are not placed, and the answer. Drag, buttons and keys do the same: place, move,
 * take out.
 */
export function OrderField({
  body,
  seed,
  placed,
  takesFocus,
  onChange,
}: {
  body: Extract<Body, { kind: 'order' }>;
  seed: string;
  /** Positions in `orderItems(body)`. */
  placed: readonly number[];
  takesFocus: boolean;
  onChange: (placed: readonly number[]) => void;
}) {
  const items = useMemo(() => orderItems(body), [body]);
  const choices = useMemo(
    () =>
      shuffled(
        items.map(({ html }, item) => ({ html, item })),
        seed,
      ).map((choice, place) => ({ ...choice, place })),
    [items, seed],
  );
  const [current, setCurrent] = useState(0);
  const field = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  /** The step that gets the focus once it is where it was put. */
  const toFocus = useRef<number | null>(null);
  const isCurrent = Math.min(current, placed.length - 1);

  useEffect(() => {
    if (takesFocus) field.current?.focus({ preventScroll: true });
  }, [takesFocus]);

  useLayoutEffect(() => {
    if (toFocus.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-step="${toFocus.current}"]`)?.focus();
    toFocus.current = null;
  });

  const name = (item: number) => {
    const html = items[item]?.html;
    return html === undefined ? '' : plainHtml(html);
  };

  function put(item: number, index: number) {
    const others = placed.filter((each) => each !== item);
    const after = others.toSpliced(index, 0, item);
    if (after.every((each, place) => each === placed[place]) && after.length === placed.length) return;
    onChange(after);
    setCurrent(after.indexOf(item));
    announce(`${name(item)} is now step ${after.indexOf(item) + 1} of ${after.length}.`);
  }

  function takeOut(item: number) {
    const after = placed.filter((each) => each !== item);
    onChange(after);
    announce(
      `${name(item)} is taken out. ${after.length === 1 ? '1 step is' : `${after.length} steps are`} left.`,
    );
  }

  function takeOutHere(item: number) {
    const index = placed.indexOf(item);
    const next = placed[index + 1] ?? placed[index - 1];
    if (next === undefined) field.current?.focus({ preventScroll: true });
    else toFocus.current = next;
    takeOut(item);
  }

  function move(item: number, by: -1 | 1) {
    const index = placed.indexOf(item) + by;
    if (index >= 0 && index < placed.length) return put(item, index);
    announce(`${name(item)} is the ${by === -1 ? 'first' : 'last'} step already.`);
  }

  function place(item: number) {
    if (placed.includes(item)) return focusStep(placed.indexOf(item));
    // The button that was used is about to go.
    if (document.activeElement instanceof HTMLElement && document.activeElement.dataset.choice)
      field.current?.focus({ preventScroll: true });
    put(item, placed.length);
  }

  function focusStep(index: number) {
    const item = placed[index];
    if (item === undefined) return;
    setCurrent(index);
    list.current?.querySelector<HTMLElement>(`[data-step="${item}"]`)?.focus();
  }

  function onKey(event: KeyboardEvent<HTMLElement>, item: number) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const index = placed.indexOf(item);
    const act = event.altKey
      ? { ArrowUp: () => move(item, -1), ArrowDown: () => move(item, 1) }
      : {
          ArrowUp: () => focusStep(index - 1),
          ArrowDown: () => focusStep(index + 1),
          Home: () => focusStep(0),
          End: () => focusStep(placed.length - 1),
          Delete: () => takeOutHere(item),
          Backspace: () => takeOutHere(item),
        };
    actOnKey(event, act);
  }

  useChoiceKeys(choices, (choice) => place(choice.item));

  /** Into the answer from outside of it. */
  function onArrow(event: KeyboardEvent<HTMLElement>) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || placed.length === 0)
      return;
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    focusStep(event.key === 'ArrowDown' ? 0 : placed.length - 1);
  }

  const drag = useDrag({
    find: (x, y, item) => {
      if (list.current && isOver(list.current, x, y)) {
        const rows = [...list.current.querySelectorAll<HTMLElement>('[data-step]')];
        return rows.filter((row) => row.dataset.step !== String(item) && middleOf(row) < y).length;
      }
      const choosing = field.current?.querySelector<HTMLElement>('[data-pool]');
      return choosing && isOver(choosing, x, y) && placed.includes(item) ? pool : null;
    },
    onDrop: (item, index) => (index === pool ? takeOut(item) : put(item, index)),
  });
  /** Of the steps that stay, the one before which the dragged one would come. */
  const staying = placed.filter((item) => item !== drag.dragged);
  const target = drag.over === null || drag.over === pool ? null : drag.over;

  return (
    <div
      ref={field}
      tabIndex={-1}
      role="group"
      aria-label="Your order"
      className="outline-none"
      onKeyDown={onArrow}
    >
      <p className="mb-2 text-soft">
        Put the steps in order.
        {body.distractors.length > 0 && ' Some may not belong: leave them out.'}
      </p>
      <div
        ref={list}
        role="grid"
        aria-label="Steps in your order"
        className={`mb-3 flex flex-col gap-2 rounded-lg ${placed.length === 0 ? `border border-dashed p-3 ${target === null ? 'border-edge' : 'border-ink bg-sunk'}` : ''}`}
      >
        {placed.length === 0 && (
          <div role="row">
            <div role="gridcell" className="text-soft">
              Nothing is placed yet. The first step you choose comes here.
            </div>
          </div>
        )}
        {placed.map((item, index) => (
          <PlacedStep
            key={item}
            item={item}
            html={items[item]?.html}
            name={name(item)}
            index={index}
            count={placed.length}
            isCurrent={index === isCurrent}
            mark={
              target !== null && staying[target] === item
                ? 'before'
                : target !== null && target >= staying.length && staying.at(-1) === item
                  ? 'after'
                  : null
            }
            onPointerDown={drag.lift(item)}
            onFocus={() => setCurrent(index)}
            onKeyDown={(event) => onKey(event, item)}
            onMove={(by) => move(item, by)}
            onTakeOut={() => takeOutHere(item)}
          />
        ))}
      </div>
      <ChoicePool
        label="Steps to choose from"
        empty="Every step is placed."
        choices={choices.filter(({ item }) => !placed.includes(item))}
        isOver={drag.over === pool}
        lift={drag.lift}
        onTake={place}
      />
    </div>
  );
}

function middleOf(row: HTMLElement): number {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
