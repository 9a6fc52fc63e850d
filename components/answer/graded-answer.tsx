import type { ReactNode } from 'react';
import { GradedSteps } from '#components/answer/graded-steps.tsx';
import { GradedBlanks, GradedList, GradedText } from '#components/answer/graded-text.tsx';
import { GradedOptions } from '#components/answer/graded-options.tsx';
import { partsRight } from '#components/answer/parts-right.ts';
import { verdictWords } from '#components/answer/verdict-words.ts';
import { InlineMarkup, Markup } from '#components/ui/markup.tsx';
import type { Body } from '#lib/cards/prompt.ts';
import { shuffled } from '#lib/cards/shuffle.ts';
import { isAnswered } from '#lib/grade/response.ts';
import type { StudentResponse, GradableBody, Grade } from '#lib/grade/verdict.ts';

/** Each row with what the student gave it, and what is right where that is something else. */
function GradedPairs({
  body,
  seed,
  rights,
  areRight,
}: {
  body: Extract<Body, { kind: 'match' }>;
  seed: string;
  /** For each row, the row whose right side the student put there. */
  rights: readonly (number | null)[];
  areRight: readonly boolean[];
}) {
  const isAnswered = rights.some((right) => right !== null);
  return (
    <ul className="flex flex-col gap-2" aria-label="Rows">
      {shuffled([...body.pairs.keys()], `${seed} left`).map((row) => {
        const [left, right] = body.pairs[row] ?? [];
        const item = rights[row] ?? null;
        const chosen = item === null ? undefined : body.pairs[item]?.[1];
        const isRight = areRight[row] ?? false;
        if (left === undefined || right === undefined) return null;
        return (
          <li
            key={row}
            className={`flex flex-col gap-x-3 gap-y-1 rounded-lg border px-3 py-2 sm:flex-row ${isRight ? 'border-line' : 'border-bad bg-bad-tint'}`}
          >
            <span className="flex min-w-0 flex-1 gap-2">
              <span className={`w-4 font-semibold ${isRight ? 'text-good' : 'text-bad'}`} aria-hidden="true">
                {isRight ? '✓' : '✕'}
              </span>
              <span className="sr-only">{isRight ? 'Right:' : 'Wrong:'}</span>
              <InlineMarkup html={left} className="min-w-0" />
            </span>
            <span className="min-w-0 flex-1 pl-6 sm:pl-0">
              {!isRight && isAnswered && (
                <span className="block text-soft">
                  <span className="sr-only">you gave </span>
                  {chosen === undefined ? 'nothing' : <InlineMarkup html={chosen} className="line-through" />}
                  <span className="sr-only">, right is </span>
                </span>
              )}
              <InlineMarkup html={right} className={isRight ? '' : 'font-medium'} />
              {!isRight && item !== null && <BelongsTo body={body} item={item} />}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Where the right side that was put into a wrong row belongs. */
function BelongsTo({ body, item }: { body: Extract<Body, { kind: 'match' }>; item: number }) {
  const [left, right] = body.pairs[item] ?? [];
  if (left === undefined || right === undefined) return null;
  return (
    <span className="block text-sm text-soft">
      <InlineMarkup html={right} /> belongs to <InlineMarkup html={left} />.
    </span>
  );
}

interface GradedAnswerProps {
  readonly body: GradableBody;
  readonly response: StudentResponse;
  /** Of `response`. */
  readonly grade: Grade;
  /** The seed of the form in which it was answered. */
  readonly seed: string;
  /** Below the student's order: what the kernel says to it. */
  readonly aside?: ReactNode;
  /** Whether the student said that it was right, so that nothing is left to decide. */
  readonly isSelfMarked?: boolean;
}

/**
 * What is below a question's front once it was graded, instead of the form: the rest of the question, the verdict, what
 * response, what is right, and the card's explanation. The page shows the card's `why`.
 */
export function GradedAnswer({
  body,
  response,
  grade,
  seed,
  aside,
  isSelfMarked = false,
}: GradedAnswerProps) {
  const { sign, words, className } = verdictWords[grade.verdict];
  const parts = partsRight(body, response, grade);
  const question = body.kind === 'typed' || body.kind === 'choice' ? body.question : null;
  const explanation = body.kind === 'choice' || body.kind === 'match' ? body.explanation : null;
  return (
    <>
      {question && <Markup html={question} className="mb-4" />}
      <p className="mb-3">
        <strong className={`font-semibold ${className}`}>
          <span aria-hidden="true">{sign}</span> {isSelfMarked && grade.verdict === 'close' ? 'Close' : words}
        </strong>
        {isAnswered(body, response) ? (
          parts !== null && <span className="text-soft"> · {parts}</span>
        ) : (
          <span className="text-soft"> · You gave no answer.</span>
        )}
      </p>
      <Parts {...{ body, response, grade, seed, aside }} />
      {explanation && <Markup html={explanation} className="mt-4" />}
    </>
  );
}

/** A grade of one kind belongs to a body of one kind; anything else says nothing. */
function Parts({ body, response, grade, seed, aside }: GradedAnswerProps) {
  switch (grade.kind) {
    case 'text':
      return body.kind === 'typed' ? <GradedText body={body} grade={grade.text} /> : null;
    case 'list':
      return body.kind === 'typed' ? <GradedList body={body} grade={grade} /> : null;
    case 'options':
      return body.kind === 'choice' ? (
        <GradedOptions
          body={body}
          seed={seed}
          picked={new Set(response.kind === 'options' ? response.picked : [])}
        />
      ) : null;
    case 'steps':
      return body.kind === 'order' ? (
        <GradedSteps
          body={body}
          placed={response.kind === 'steps' ? response.placed : []}
          grade={grade}
          aside={aside}
        />
      ) : null;
    case 'pairs':
      return body.kind === 'match' ? (
        <GradedPairs
          body={body}
          seed={seed}
          rights={response.kind === 'pairs' ? response.rights : []}
          areRight={grade.areRight}
        />
      ) : null;
    case 'blanks':
      return body.kind === 'cloze' || body.kind === 'code' ? (
        <GradedBlanks body={body} grades={grade.blanks} />
      ) : null;
    default:
      return grade satisfies never;
  }
}
