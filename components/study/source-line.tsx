'use client';

import { SoftLink } from '#components/ui/soft-link.tsx';
import { useState } from 'react';
import type { Prompt } from '#lib/cards/prompt.ts';
import type { DeckHead } from '#components/data/deck-head.ts';

/** The card's place in its file, for authors who want to fix it. */
export function SourceLine({
  head,
  prompt,
  onClose,
}: {
  head: DeckHead;
  prompt: Prompt;
  onClose: () => void;
}) {
  const place = `${head.file}:${prompt.line}`;
  const [copied, setCopied] = useState(false);
  return (
    <div
      role="status"
      className="panel mx-auto mt-3 max-w-2xl flex flex-wrap items-center gap-3 px-4 py-3 text-sm"
    >
      <code className="min-w-0 flex-1 font-mono break-all">{place}</code>
      <button
        type="button"
        className="button"
        onClick={() => void navigator.clipboard.writeText(place).then(() => setCopied(true))}
      >
        {copied ? 'Copied' : 'Copy'}
      </button>
      <SoftLink className="button" href={`/decks/${head.deck}#${prompt.card.slice(head.deck.length + 1)}`}>
        Show in the deck
      </SoftLink>
      <button type="button" className="button" onClick={onClose}>
        Close
      </button>
    </div>
  );
}
