'use client';

import { useRef, useState } from 'react';
import { AnswerForm } from '#components/answer/answer-form.tsx';
import { useKeys } from '#components/study/use-keys.ts';
import { announce } from '#lib/browser/announce.ts';
import { emptyGiven, isGiven } from '#lib/grade/given.ts';
import { hint } from '#lib/grade/hint.ts';
import type { Given, GradableBody } from '#lib/grade/verdict.ts';

/** A question waiting for its answer, with a hint for who wants one. */
export function AnswerPanel({
  body,
  name,
  seed,
  given,
  wasHinted,
  onChange,
  onSubmit,
}: {
  body: GradableBody;
  /** The question in words. */
  name: string;
  /** Order of options, steps and pairs. */
  seed: string;
  /** What stands as the answer so far. */
  given: Given;
  /** Whether a hint was taken before, which is no longer shown. */
  wasHinted: boolean;
  onChange: (given: Given, hinted: boolean) => void;
  onSubmit: (given: Given, hinted: boolean) => void;
}) {
  const [hints, setHints] = useState<readonly string[]>([]);
  const [struck, setStruck] = useState<ReadonlySet<number>>(new Set());
  const field = useRef<HTMLElement>(null);
  const isAnswered = isGiven(body, given);
  const isHinted = wasHinted || hints.length > 0;

  function submit() {
    if (isAnswered) onSubmit(given, isHinted);
  }

  function help() {
    const found = hint(body, given, seed);
    if (found === null || (found.struck !== null && struck.has(found.struck)))
      return announce('There is no further hint.');
    onChange(found.given, true);
    setHints([...hints, found.text]);
    if (found.struck !== null) setStruck(new Set([...struck, found.struck]));
    announce(found.text);
  }
  useKeys({ h: help });

  return (
    <>
      <div onFocus={(event) => (field.current = event.target)}>
        <AnswerForm
          body={body}
          name={name}
          seed={seed}
          given={given}
          onChange={(next) => onChange(next, isHinted)}
          onSubmit={submit}
          struck={struck}
          takesFocus
        />
      </div>
      {wasHinted && hints.length === 0 && <p className="mt-3 text-soft">You took a hint.</p>}
      {hints.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1 text-soft">
          {hints.map((text, index) => (
            <li key={index}>Hint: {text}</li>
          ))}
        </ul>
      )}
      <div className="mt-5 flex flex-wrap gap-2">
        <button
          type="button"
          className="button button-strong min-h-12 flex-1 basis-full sm:basis-0"
          disabled={!isAnswered}
          onClick={submit}
        >
          Answer <kbd className="key">↵</kbd>
        </button>
        <button
          type="button"
          className="button min-h-12"
          aria-keyshortcuts="H"
          onClick={() => {
            help();
            // The next keys go on with the answer: here a letter could undo the last one, and Enter takes another hint.
            field.current?.focus({ preventScroll: true });
          }}
        >
          Hint
        </button>
        <button
          type="button"
          className="button min-h-12"
          onClick={() => onSubmit(emptyGiven(body), isHinted)}
        >
          I don’t know
        </button>
      </div>
    </>
  );
}
