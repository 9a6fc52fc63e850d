'use client';

import { newSeed } from '#components/quiz/setup-facts.ts';
import { useMemo, useState } from 'react';
import type { DeckHead } from '#components/data/deck-head.ts';
import { reviewStore } from '#components/data/use-reviews.ts';
import type { SetupCounts } from '#components/quiz/quiz-setup.tsx';
import { announce } from '#components/ui/announce.ts';
import type { Prompt } from '#lib/cards/prompt.ts';
import { candidatesFor, composeQuiz } from '#lib/quiz/compose-quiz.ts';
import { type QuizPlan, writePlan } from '#lib/quiz/quiz-plan.ts';
import { openQuiz, type QuizRecord } from '#lib/quiz/quiz-record.ts';
import type { ReviewState } from '#lib/review/state.ts';

/** Names the quiz in the address, so that a reload comes back to it; `null`: none, and the next one gets another number. */
export function setAddress(quiz: QuizRecord | null, query = location.search): void {
  history.replaceState(null, '', `${location.pathname}${query}${quiz === null ? '' : `#${quiz.id}`}`);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Whether this page was opened by a link to another quiz than the one that goes on. */
export function asksForAnother(quiz: QuizRecord, wanted: string): boolean {
  const seed = new URLSearchParams(location.search).get('seed')?.trim() ?? '';
  return seed !== '' && seed !== quiz.seed && wanted !== quiz.id;
}

export function subscribeToHash(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

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
      const entry = { kind: 'quiz', deck: head.deck, mode, seed, minutes, questions } as const;
      setAddress(null, `?${writePlan({ ...plan, seed }).toString()}`);
      void reviewStore()
        .appendAfter((written) => (openQuiz(written, head.deck) === null ? [entry] : []), Date.now())
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
