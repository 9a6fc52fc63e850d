'use client';

import { useEffect, useRef, useState } from 'react';
import { AnswerForm } from '#components/answer/answer-form.tsx';
import { partsRight } from '#components/answer/parts-right.ts';
import { type Framed, QuestionFrame } from '#components/quiz/question-frame.tsx';
import type { QuizDeck } from '#components/quiz/quiz-deck.ts';
import { SelfGraded } from '#components/quiz/self-graded.tsx';
import { announce } from '#components/ui/announce.ts';
import { byInput, useKeys } from '#components/ui/keys.tsx';
import type { Body } from '#lib/cards/prompt.ts';
import { grade as gradeAnswer } from '#lib/grade/grade.ts';
import { hint } from '#lib/grade/hint.ts';
import { emptyResponse, responseOf, responseTexts, isAnswered } from '#lib/grade/response.ts';
import type { StudentResponse, GradableBody, Grade } from '#lib/grade/verdict.ts';
import { answerDraft, selfGradedDraft } from '#lib/quiz/answer-draft.ts';
import type { TakenHint } from '#lib/quiz/quiz-record.ts';
import { countedMs } from '#lib/review/log-entry.ts';

/** A question waiting for its answer, with hints on demand. */
function AnswerPanel({
  body,
  name,
  seed,
  response,
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
  /** The answer so far. */
  response: StudentResponse;
  /** What the hints said. */
  hints: readonly TakenHint[];
  /** Whether a hint was taken, also one of which the log does not know what it said. */
  wasHinted: boolean;
  /** Whether the right answer was shown, after an answer that was then undone. */
  isSeen: boolean;
  onChange: (response: StudentResponse, hints: readonly TakenHint[]) => void;
  onSubmit: (response: StudentResponse, hinted: boolean) => void;
}) {
  const struck = struckBy(hints, body);
  const field = useRef<HTMLElement>(null);
  const isComplete = isAnswered(body, response);
  const isHinted = wasHinted || hints.length > 0 || isSeen;

  function submit() {
    if (isComplete) onSubmit(response, isHinted);
  }

  function help() {
    const found = hint(body, response, seed);
    if (found === null || (found.struck !== null && struck.has(found.struck)))
      return announce('There is no further hint.');
    const ruledOut = found.struck === null ? [] : [found.struck];
    const [option] = responseTexts(body, { kind: 'options', picked: ruledOut });
    onChange(found.response, [
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
          response={response}
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
          You undid your answer after the right one was shown. A slip can be corrected, but what is right now
          counts as with a hint: Hard at most.
        </p>
      )}
      <div className="mt-5 flex flex-wrap gap-2">
        <button
          type="button"
          className="button button-strong min-h-12 flex-1 basis-full sm:basis-0"
          disabled={!isComplete}
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
          onClick={() => onSubmit(emptyResponse(body), isHinted)}
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
      const option = responseOf(body, [text]);
      return option?.kind === 'options' ? option.picked : [];
    }),
  );
}

/**
 * What is said aloud of a graded answer: the words that are seen.
 *
 * @param parts how many of its parts are right; null: it has one
 */
function spokenVerdict({ verdict }: Grade, parts: string | null): string {
  switch (verdict) {
    case 'right':
      return 'Right.';
    case 'slip':
      return 'Right, with a slip.';
    case 'close':
      return `Close. You decide: ${byInput('press I', 'choose “I was right”')} if you were right.`;
    case 'wrong':
      return parts === null ? 'Not right.' : `Not right, ${parts}.`;
    default:
      return verdict satisfies never;
  }
}

/** A question that waits for its answer. Another question is another `key`. */
export function AskedQuestion({
  quiz,
  body,
  cards,
  seed,
  kept,
  onChange,
  onAnswer,
  ...frame
}: Framed & {
  /** Id of the quiz. */
  quiz: string;
  body: Body;
  cards: QuizDeck;
  /** Order of options, steps and pairs. */
  seed: string;
  /** The answer so far, which is not graded yet. */
  kept: {
    /** null: nothing. */
    readonly response: StudentResponse | null;
    /** What the hints said. */
    readonly hints: readonly TakenHint[];
    /** Whether a hint was taken, also one of which the log does not know what it said. */
    readonly isHinted: boolean;
    /** Whether an answer that had been graded and explained was undone. */
    readonly isSeen: boolean;
  };
  onChange: (response: StudentResponse, hints: readonly TakenHint[]) => void;
  /** @param said aloud when it is written; null: nothing is left to read */
  onAnswer: (draft: ReturnType<typeof answerDraft>, said: string | null) => void;
}) {
  const { prompt } = frame;
  const [isRevealed, setRevealed] = useState(false);
  const shownAt = useRef(0);
  useEffect(() => {
    shownAt.current = Date.now();
  }, []);
  const asked = () => ({ prompt, quiz, durationMs: countedMs(Date.now() - shownAt.current) });

  function submit(gradable: GradableBody, response: StudentResponse, hinted: boolean) {
    const grade = gradeAnswer(gradable, response, cards.answers);
    const draft = answerDraft(asked(), gradable, response, grade, hinted);
    onAnswer(draft, spokenVerdict(grade, partsRight(gradable, response, grade)));
  }

  return (
    <QuestionFrame {...frame} hasLab={isRevealed}>
      {body.kind === 'basic' ? (
        <SelfGraded
          prompt={prompt}
          body={body}
          onReveal={() => setRevealed(true)}
          onGrade={(rating) => onAnswer(selfGradedDraft(asked(), rating), null)}
        />
      ) : (
        <AnswerPanel
          body={body}
          name={prompt.text}
          seed={seed}
          response={kept.response ?? emptyResponse(body)}
          hints={kept.hints}
          wasHinted={kept.isHinted}
          isSeen={kept.isSeen}
          onChange={onChange}
          onSubmit={(response, hinted) => submit(body, response, hinted)}
        />
      )}
    </QuestionFrame>
  );
}
