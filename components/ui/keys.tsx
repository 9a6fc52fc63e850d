'use client';

import { useLayoutEffect, useRef } from 'react';

/** Words for somebody with a keyboard, or for a finger on a screen. Only in the browser. */
export function byInput(keyboard: string, finger: string): string {
  return window.matchMedia('(pointer: coarse)').matches ? finger : keyboard;
}

/** A small button below a card that says its key. The list of keys itself is for keyboards only. */
export function KeyButton({
  keyName,
  name,
  onClick,
}: {
  keyName: string;
  name: string;
  /** Absent: it does nothing now. */
  onClick: (() => void) | undefined;
}) {
  return (
    <button
      type="button"
      className={`min-h-8 hover:text-ink ${keyName === '?' ? 'pointer-coarse:hidden' : ''}`}
      aria-keyshortcuts={keyName}
      disabled={!onClick}
      onClick={onClick}
    >
      <kbd className="key">{keyName}</kbd> {name}
    </button>
  );
}

/** What the keys do now, by `KeyboardEvent.key`; letters in lower case. */
type KeyMap = Readonly<Record<string, (() => void) | undefined>>;

/**
 * Keys of the whole page. A key belongs to what has the focus first: text fields keep all of theirs (a field of one line has
 * no pages to turn), buttons and links keep Space and Enter, an open dialog keeps everything.
 *
 * @param turn `first`: before all others that want the same key, however late they came to the page.
 *
 * @example
 * useKeys({ u: undo, '?': () => setShowsKeys(true) });
 */
export function useKeys(keys: KeyMap, turn: 'first' | 'last' = 'last'): void {
  const latest = useRef(keys);
  // Before the browser can hand over another key.
  useLayoutEffect(() => {
    latest.current = keys;
  });
  // Gone at once with what it belongs to, so that no key is lost to a form that was answered.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
      // Keys that choose among what an input method offers.
      if (event.isComposing) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const action = latest.current[key];
      if (!action || keepsKey(event.target, key)) return;
      event.preventDefault();
      action();
    };
    const isFirst = turn === 'first';
    document.addEventListener('keydown', onKey, isFirst);
    return () => document.removeEventListener('keydown', onKey, isFirst);
  }, [turn]);
}

function keepsKey(target: EventTarget | null, key: string): boolean {
  if (document.querySelector('dialog[open], [role="dialog"]')) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  if (target instanceof HTMLInputElement && !['radio', 'checkbox'].includes(target.type))
    return key !== 'PageUp' && key !== 'PageDown';
  const activates = key === ' ' || key === 'Enter';
  return (
    activates &&
    target.matches(key === ' ' ? 'button, summary, input:not([type=radio]:checked)' : 'button, summary, a')
  );
}
