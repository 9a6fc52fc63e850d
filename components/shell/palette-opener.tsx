'use client';

import { LoadBoundary } from './load-boundary.tsx';
import { lazy, Suspense, useEffect, useState } from 'react';

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })));

/** The button, and Ctrl-K or ⌘K anywhere. The palette itself is loaded when it is first wanted. */
export function PaletteOpener() {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.altKey ||
        event.shiftKey
      )
        return;
      event.preventDefault();
      setWanted(true);
      setOpen((now) => !now);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        className="grid min-h-10 min-w-8 place-items-center"
        aria-label="Go to a page, deck or card"
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      >
        <svg
          width="16"
          height="16"
          viewBox="0 0 16 16"
          aria-hidden="true"
          className="hidden text-soft pointer-coarse:block"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        >
          <circle cx="7" cy="7" r="4.5" />
          <path d="m10.5 10.5 3.5 3.5" />
        </svg>
        <kbd className="key">
          <span className="in-data-apple:hidden">
            <span className="max-sm:hidden">Ctrl </span>K
          </span>
          <span className="hidden in-data-apple:inline">⌘K</span>
        </kbd>
      </button>
      {wanted && (
        <LoadBoundary
          failed={
            <span role="alert" className="text-sm text-bad">
              ✕ Not loaded. Check that the server runs, then reload the page.
            </span>
          }
        >
          <Suspense>
            <Palette open={open} onOpenChange={setOpen} />
          </Suspense>
        </LoadBoundary>
      )}
    </>
  );
}
