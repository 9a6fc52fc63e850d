'use client';

import { useState } from 'react';

interface Saying {
  readonly text: string;
  /** Whether what it says can be taken back from here. */
  readonly canUndo: boolean;
}

/** What was done last, to be said on the screen; the same text is said again. */
export function useSaid() {
  const [said, setSaid] = useState<(Saying & { readonly turn: number }) | null>(null);
  return {
    said,
    say: (text: string, canUndo = false) =>
      setSaid((before) => ({ text, canUndo, turn: (before?.turn ?? 0) + 1 })),
    unsay: () => setSaid(null),
  };
}

/** What was done last, for eyes and screen readers, with undo next to it. It has to stay on the page while nothing is said. */
export function SaidLine({
  said,
  onUndo,
}: {
  said: ReturnType<typeof useSaid>['said'];
  onUndo?: () => void;
}) {
  return (
    <div role="status" className="mx-auto max-w-2xl">
      {said && (
        <p
          key={said.turn}
          className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 rounded-lg border border-line bg-sunk px-4 py-2"
        >
          <span className="min-w-0 flex-1 basis-48">{said.text}</span>
          {said.canUndo && onUndo && (
            <button type="button" className="button min-h-9" aria-keyshortcuts="U" onClick={onUndo}>
              Undo <kbd className="key">U</kbd>
            </button>
          )}
        </p>
      )}
    </div>
  );
}
