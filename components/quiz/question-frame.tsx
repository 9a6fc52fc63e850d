'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { CardLab } from '#components/card/card-lab.tsx';
import type { DeckHead } from '#components/data/deck-head.ts';
import { placeText, rememberSource } from '#components/data/source-place.ts';
import { KeyButton, useKeys } from '#components/ui/keys.tsx';
import { InlineMarkup } from '#components/ui/markup.tsx';
import type { Prompt } from '#lib/cards/prompt.ts';

export interface Framed {
  readonly prompt: Prompt;
  readonly head: DeckHead;
  /** Absent: nothing was answered. */
  readonly onUndo?: () => void;
  readonly onKeys: () => void;
}

/** A question on the page, answered or not: its front, what is below it, and the small buttons. */
export function QuestionFrame({
  prompt,
  head,
  onUndo,
  onKeys,
  hasLab,
  action,
  children,
}: Framed & {
  /** Whether the card's lab may be opened: it gives the answer away. */
  readonly hasLab: boolean;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  const [showsLab, setShowsLab] = useState(false);
  const questionRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Fields take the focus themselves.
    if (document.activeElement === document.body) questionRef.current?.focus({ preventScroll: true });
  }, []);
  const runLab = hasLab && prompt.lab !== null ? () => setShowsLab(!showsLab) : undefined;
  const [showsPlace, setShowsPlace] = useState(head.showsSource);
  const showPlace = () => {
    rememberSource();
    setShowsPlace(true);
  };
  useKeys({ r: runLab, u: onUndo, e: showPlace, '?': onKeys });
  return (
    <>
      <article className="panel p-5 sm:p-9" aria-label="Question">
        <h2 ref={questionRef} tabIndex={-1} className="text-xl leading-snug font-semibold sm:text-2xl">
          <InlineMarkup html={prompt.front} />
        </h2>
        <div className="mt-5">{children}</div>
      </article>
      {action}
      <div className="mt-4 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1 text-sm text-soft">
        {runLab && <KeyButton keyName="R" name={showsLab ? 'close the lab' : 'run it'} onClick={runLab} />}
        {onUndo && <KeyButton keyName="U" name="undo" onClick={onUndo} />}
        <KeyButton keyName="?" name="keys" onClick={onKeys} />
        {showsPlace && <span className="ml-auto">{placeText(head.file, prompt.line)}</span>}
      </div>
      {runLab && showsLab && <CardLab prompt={prompt} onClose={() => setShowsLab(false)} />}
    </>
  );
}
