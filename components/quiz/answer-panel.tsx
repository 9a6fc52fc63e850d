'use client';

import { useRef } from 'react';
import { AnswerForm } from '#components/answer/answer-form.tsx';
import { useKeys } from '#components/study/use-keys.ts';
import { announce } from '#lib/browser/announce.ts';
import { emptyGiven, isGiven } from '#lib/grade/given.ts';
import { hint } from '#lib/grade/hint.ts';
import { givenOf, givenTexts } from '#lib/grade/given-texts.ts';
import type { Given, GradableBody } from '#lib/grade/verdict.ts';
import type { TakenHint } from '#lib/quiz/quiz-record.ts';

/** A question waiting for its answer, with a hint for who wants one. */
export function AnswerPanel({
  body,
  name,
  seed,
  given,
  hints,
  wasHinted,
  isSeen,
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
  /** What the hints said. */
  hints: readonly TakenHint[];
  /** Whether a hint was taken, also one of which the log does not know what it said. */
  wasHinted: boolean;
  /** Whether the right answer was shown, after one that was then taken back. */
  isSeen: boolean;
  onChange: (given: Given, hints: readonly TakenHint[]) => void;
  onSubmit: (given: Given, hinted: boolean) => void;
}) {
  const struck = struckBy(hints, body);
  const field = useRef<HTMLElement>(null);
  const isAnswered = isGiven(body, given);
  const isHinted = wasHinted || hints.length > 0 || isSeen;

  function submit() {
    if (isAnswered) onSubmit(given, isHinted);
  }

  function help() {
    const found = hint(body, given, seed);
    if (found === null || (found.struck !== null && struck.has(found.struck)))
      return announce('There is no further hint.');
    const ruledOut = found.struck === null ? [] : [found.struck];
    const [option] = givenTexts(body, { kind: 'options', picked: ruledOut });
    onChange(found.given, [
      ...hints,
      { text: found.text, ...(option === undefined ? {} : { struck: option }) },
    ]);
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
          onChange={(next) => onChange(next, hints)}
          onSubmit={submit}
          struck={struck}
          takesFocus
        />
      </div>
      {wasHinted && hints.length === 0 && !isSeen && <p className="mt-3 text-soft">You took a hint.</p>}
      {hints.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1 text-soft">
          {hints.map(({ text }, index) => (
            <li key={index}>Hint: {text}</li>
          ))}
        </ul>
      )}
      {isSeen && (
        <p className="mt-3 text-waiting">
          You took your answer back after the right one was shown. A slip can be mended, but what is right now
          counts as with a hint: Hard at most.
        </p>
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

/** The positions of the options that hints have ruled out. */
function struckBy(hints: readonly TakenHint[], body: GradableBody): ReadonlySet<number> {
  const texts = hints.flatMap(({ struck }) => struck ?? []);
  return new Set(
    texts.flatMap((text) => {
      const option = givenOf(body, [text]);
      return option?.kind === 'options' ? option.picked : [];
    }),
  );
}
