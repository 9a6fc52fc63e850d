import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Keeps the focus among the controls of a program when what had it goes: to the note that stands there while a call waits,
 * and back to the prompt, or to the likeliest call, when it has returned. A focus that moved on is left alone.
 */
export function useKeptFocus(isWaiting: boolean): {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: () => void;
} {
  const ref = useRef<HTMLDivElement>(null);
  const held = useRef<'nothing' | 'prompt' | 'button'>('nothing');
  useLayoutEffect(() => {
    // React tells of no blur when it takes away what has the focus.
    if (held.current === 'nothing' || document.activeElement !== document.body) return;
    const wanted = isWaiting
      ? '[data-waits]'
      : held.current === 'prompt'
        ? 'form input'
        : '[role=group]:has(+ form) button';
    ref.current?.querySelector<HTMLElement>(wanted)?.focus({ preventScroll: true });
  }, [isWaiting]);
  return {
    ref,
    onFocus: ({ target }) => {
      if (target.matches('[data-waits]')) held.current = held.current === 'prompt' ? 'prompt' : 'button';
      else held.current = target.matches('form input') ? 'prompt' : 'button';
    },
    onBlur: () => {
      held.current = 'nothing';
    },
  };
}
