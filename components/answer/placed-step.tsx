'use client';

import type { KeyboardEventHandler, PointerEventHandler } from 'react';
import { InlineMarkup } from '#components/study/markup.tsx';
import type { Html } from '#lib/deck/prompt.ts';
import { Grip } from './grip.tsx';

/** A step in the student's order, with its buttons. */
export function PlacedStep({
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
  /** On which side of it the dragged step would come to stand. */
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
