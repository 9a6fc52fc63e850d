'use client';

import { useEffect, useRef, useState } from 'react';
import { partsRight } from '#components/answer/parts-right.ts';
import type { Body } from '#lib/deck/prompt.ts';
import { emptyGiven } from '#lib/grade/given.ts';
import { grade as gradeAnswer } from '#lib/grade/grade.ts';
import type { Given, GradableBody } from '#lib/grade/verdict.ts';
import { answerDraft, selfGradedDraft } from '#lib/quiz/answer-draft.ts';
import type { TakenHint } from '#lib/quiz/quiz-record.ts';
import { countedMs } from '#lib/review/counted-ms.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { QuestionFrame, type Framed } from './question-frame.tsx';
import type { QuizDeck } from './quiz-deck.ts';
import { SelfGraded } from './self-graded.tsx';
import { spokenVerdict } from './spoken-verdict.ts';

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
  /** What stands as the answer, and is not graded yet. */
  kept: {
    /** null: nothing. */
    readonly given: Given | null;
    /** What the hints said. */
    readonly hints: readonly TakenHint[];
    /** Whether a hint was taken, also one of which the log does not know what it said. */
    readonly isHinted: boolean;
    /** Whether an answer was taken back that had been graded and explained. */
    readonly isSeen: boolean;
  };
  onChange: (given: Given, hints: readonly TakenHint[]) => void;
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

  function submit(gradable: GradableBody, given: Given, hinted: boolean) {
    const grade = gradeAnswer(gradable, given, cards.answers);
    const draft = answerDraft(asked(), gradable, given, grade, hinted);
    onAnswer(draft, spokenVerdict(grade, partsRight(gradable, given, grade)));
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
          given={kept.given ?? emptyGiven(body)}
          hints={kept.hints}
          wasHinted={kept.isHinted}
          isSeen={kept.isSeen}
          onChange={onChange}
          onSubmit={(given, hinted) => submit(body, given, hinted)}
        />
      )}
    </QuestionFrame>
  );
}
