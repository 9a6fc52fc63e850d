'use client';

import { useMemo, useState } from 'react';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { reviewStore } from '#components/review/use-reviews.ts';
import { announce } from '#lib/browser/announce.ts';
import type { Prompt } from '#lib/deck/prompt.ts';
import { candidatesFor, composeQuiz } from '#lib/quiz/compose-quiz.ts';
import { type QuizPlan, writePlan } from '#lib/quiz/quiz-plan.ts';
import { openQuiz } from '#lib/quiz/quiz-record.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { newSeed } from './new-plan.ts';
import { setAddress } from './quiz-address.ts';
import type { SetupCounts } from './quiz-setup.tsx';

/** What the choice of a quiz knows once the cards and the log have been read. */
export interface LiveSetup {
  readonly counts: SetupCounts;
  readonly begin: () => void;
}

/** @returns null where no quiz is to be chosen; the same object until something changes */
export function useLiveSetup(
  isWanted: boolean,
  head: DeckHead,
  plan: QuizPlan,
  prompts: readonly Prompt[],
  state: ReviewState,
  now: number,
): LiveSetup | null {
  const [isBeginning, setBeginning] = useState(false);
  if (!isWanted && isBeginning) setBeginning(false);
  return useMemo(() => {
    if (!isWanted) return null;
    const begin = () => {
      const seed = plan.seed.trim() || newSeed();
      const questions = composeQuiz({ ...plan, seed }, prompts, state, now);
      if (questions.length === 0 || isBeginning) return;
      setBeginning(true);
      const { mode } = plan;
      const minutes = mode === 'test' ? plan.minutes : null;
      const row = { kind: 'quiz', deck: head.deck, mode, seed, minutes, questions } as const;
      setAddress(null, `?${writePlan({ ...plan, seed }).toString()}`);
      void reviewStore()
        .appendAfter((written) => (openQuiz(written, head.deck) === null ? [row] : []), Date.now())
        .then((isBegun) =>
          announce(
            isBegun
              ? `${mode === 'test' ? 'Test' : 'Quiz'} of ${String(questions.length)} questions begun.`
              : 'One was begun in another tab. It goes on here, too.',
          ),
        );
    };
    const countOf = (of: QuizPlan) => candidatesFor(of, prompts, state, now).length;
    return { counts: { weak: countOf({ ...plan, onlyWeak: true }), found: countOf(plan) }, begin };
  }, [isWanted, isBeginning, head.deck, plan, prompts, state, now]);
}
