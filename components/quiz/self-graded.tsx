'use client';

import { useMemo, useRef, useState } from 'react';
import { useReviews } from '#components/data/use-reviews.ts';
import { GradeBar } from '#components/card/grade-bar.tsx';
import { Markup, Why } from '#components/ui/markup.tsx';
import { byInput, useKeys } from '#components/ui/keys.tsx';
import { announce } from '#components/ui/announce.ts';
import type { Body, Prompt } from '#lib/cards/prompt.ts';
import { previewPrompt } from '#lib/review/prompt-preview.ts';
import type { Rating } from '#lib/review/entry-schema.ts';

/** A card that nobody but the student can grade. */
export function SelfGraded({
  prompt,
  body,
  onReveal,
  onGrade,
}: {
  prompt: Prompt;
  body: Extract<Body, { kind: 'basic' }>;
  onReveal: () => void;
  onGrade: (rating: Rating) => void;
}) {
  const { state } = useReviews();
  const [revealedAt, setRevealedAt] = useState<number | null>(null);
  const answerRef = useRef<HTMLDivElement>(null);
  const reveal = () => {
    setRevealedAt(Date.now());
    onReveal();
    announce(`Answer shown. ${byInput('Grade with 1 to 4', 'Grade your answer')}.`);
    requestAnimationFrame(() => answerRef.current?.focus({ preventScroll: true }));
  };
  const outcomes = useMemo(
    () => (revealedAt === null ? null : previewPrompt(state, prompt, revealedAt)),
    [state, prompt, revealedAt],
  );
  useKeys(
    revealedAt === null
      ? { ' ': reveal, Enter: reveal }
      : {
          '1': () => onGrade(1),
          '2': () => onGrade(2),
          '3': () => onGrade(3),
          '4': () => onGrade(4),
          ' ': () => onGrade(3),
          Enter: () => onGrade(3),
        },
  );
  if (revealedAt === null)
    return (
      <>
        <p className="text-soft">Say or write it, then look. You grade this one yourself.</p>
        <button type="button" className="button button-strong mt-5 min-h-12 w-full" onClick={reveal}>
          Show the answer <kbd className="key">Space</kbd>
        </button>
      </>
    );
  return (
    <div ref={answerRef} tabIndex={-1} className="outline-none">
      <Markup html={body.answer} className="text-[1.0625rem]" />
      {prompt.why && <Why html={prompt.why} />}
      <div className="mt-6">
        <GradeBar outcomes={outcomes} suggested={3} onGrade={onGrade} />
      </div>
    </div>
  );
}
