import type { ReactNode } from 'react';
import { Markup } from '#components/study/markup.tsx';
import { isGiven } from '#lib/grade/given.ts';
import type { Given, GradableBody, Grade } from '#lib/grade/verdict.ts';
import { GradedBlanks } from './graded-blanks.tsx';
import { GradedList } from './graded-list.tsx';
import { GradedOptions } from './graded-options.tsx';
import { GradedPairs } from './graded-pairs.tsx';
import { GradedSteps } from './graded-steps.tsx';
import { GradedText } from './graded-text.tsx';
import { partsRight } from './parts-right.ts';
import { verdictWords } from './verdict-words.ts';

interface GradedAnswerProps {
  readonly body: GradableBody;
  readonly given: Given;
  /** Of `given`. */
  readonly grade: Grade;
  /** That of the form in which it was given. */
  readonly seed: string;
  /** Below the student's order: what the kernel says to it. */
  readonly aside?: ReactNode;
  /** Whether the student said that it was right, so that nothing is left to decide. */
  readonly isClaimed?: boolean;
}

/**
 * What stands below a question's front once it was graded, instead of the form: the rest of the question, the verdict, what
 * was given beside what is right, and the card's explanation. The card's `why` is the page's.
 */
export function GradedAnswer({ body, given, grade, seed, aside, isClaimed = false }: GradedAnswerProps) {
  const { sign, words, className } = verdictWords[grade.verdict];
  const parts = partsRight(body, given, grade);
  const question = body.kind === 'typed' || body.kind === 'choice' ? body.question : null;
  const explanation = body.kind === 'choice' || body.kind === 'match' ? body.explanation : null;
  return (
    <>
      {question && <Markup html={question} className="mb-4" />}
      <p className="mb-3">
        <strong className={`font-semibold ${className}`}>
          <span aria-hidden="true">{sign}</span> {isClaimed && grade.verdict === 'close' ? 'Close' : words}
        </strong>
        {isGiven(body, given) ? (
          parts !== null && <span className="text-soft"> · {parts}</span>
        ) : (
          <span className="text-soft"> · You gave no answer.</span>
        )}
      </p>
      <Parts {...{ body, given, grade, seed, aside }} />
      {explanation && <Markup html={explanation} className="mt-4" />}
    </>
  );
}

/** A grade of one kind belongs to a body of one kind; anything else says nothing. */
function Parts({ body, given, grade, seed, aside }: GradedAnswerProps) {
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
          picked={new Set(given.kind === 'options' ? given.picked : [])}
        />
      ) : null;
    case 'steps':
      return body.kind === 'order' ? (
        <GradedSteps
          body={body}
          placed={given.kind === 'steps' ? given.placed : []}
          grade={grade}
          aside={aside}
        />
      ) : null;
    case 'pairs':
      return body.kind === 'match' ? (
        <GradedPairs
          body={body}
          seed={seed}
          rights={given.kind === 'pairs' ? given.rights : []}
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
