'use client';

import { shownOptions } from '#components/answer/shown-options.ts';
import { type Ref, useId } from 'react';
import { useKeys } from '#components/ui/keys.tsx';
import { InlineMarkup } from '#components/ui/markup.tsx';
import type { Body } from '#lib/cards/prompt.ts';

/** Digits choose the options in the order they are shown in; without `pick` they are the page's. */
export function useOptionKeys(
  body: Extract<Body, { kind: 'choice' }>,
  seed: string,
  pick: ((option: number) => void) | undefined,
): void {
  const digits = (choose: (option: number) => void) =>
    shownOptions(body, seed)
      .slice(0, 9)
      .map(({ position }, index) => [String(index + 1), () => choose(position)] as const);
  useKeys(Object.fromEntries(pick === undefined ? [] : digits(pick)), 'first');
}

/** The options of a choice, to choose from. */
export function OptionsField({
  body,
  seed,
  picked,
  struck = new Set(),
  legend,
  showsKeys = true,
  onPick,
  firstRef,
}: {
  body: Extract<Body, { kind: 'choice' }>;
  seed: string;
  /** Positions in the deck, as in `struck`. */
  picked: ReadonlySet<number>;
  /** Options that a hint has ruled out. */
  struck?: ReadonlySet<number>;
  /** What is asked, where `Choose one` does not say enough. */
  legend?: string;
  /** Whether the digits of the keyboard choose. */
  showsKeys?: boolean;
  /** Absent: nothing can be chosen yet. */
  onPick?: (option: number) => void;
  firstRef?: Ref<HTMLFieldSetElement>;
}) {
  const name = useId();
  const several = body.options.filter(({ right }) => right).length > 1;
  return (
    <fieldset ref={firstRef} tabIndex={-1} className="flex flex-col gap-2 outline-none">
      <legend className="mb-2 text-soft">
        {legend} {several ? 'Choose all that are right' : legend === undefined ? 'Choose one' : ''}
      </legend>
      {shownOptions(body, seed).map(({ text, position }, index) => {
        const isStruck = struck.has(position);
        return (
          <label
            key={position}
            className={`flex items-baseline gap-3 rounded-lg border border-line px-3 py-2 has-checked:border-ink has-checked:bg-sunk has-focus-visible:outline-2 has-focus-visible:outline-client ${isStruck ? 'border-dashed text-soft' : 'cursor-pointer hover:border-edge'}`}
          >
            <input
              type={several ? 'checkbox' : 'radio'}
              name={name}
              checked={picked.has(position)}
              disabled={isStruck || !onPick}
              onChange={() => onPick?.(position)}
              className="accent-ink outline-none"
            />
            <span className="flex-1">
              <InlineMarkup html={text} className={isStruck ? 'line-through' : ''} />
              {isStruck && <span className="text-sm"> · ruled out</span>}
            </span>
            {showsKeys && (
              <kbd className="key" aria-hidden="true">
                {index + 1}
              </kbd>
            )}
          </label>
        );
      })}
    </fieldset>
  );
}
