'use client';

import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { useNow } from '#components/review/use-now.ts';
import { useReviews } from '#components/review/use-reviews.ts';
import { useDeck } from '#components/study/use-deck.ts';
import { openQuiz, type QuizRecord, quizRecord } from '#lib/quiz/quiz-record.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { type QuizDeck, quizDeckOf } from './quiz-deck.ts';
import { QuizResults } from './quiz-results.tsx';
import { QuizRun } from './quiz-run.tsx';
import { QuizSetup } from './quiz-setup.tsx';
import { TestRun } from './test-run.tsx';

function subscribeToHash(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

/**
 * The quiz that goes on, a result, or the choice of a new quiz: what the log says decides. The part of the address behind
 * `#` is the id of the quiz whose result is wanted.
 */
export function QuizPage({ head }: { head: DeckHead }) {
  const { ready, state } = useReviews();
  const { deck, failed } = useDeck(head);
  const now = useNow();
  const wanted = useSyncExternalStore(
    subscribeToHash,
    () => location.hash.slice(1),
    () => '',
  );
  const cards = useMemo<QuizDeck | null>(() => deck && quizDeckOf(deck), [deck]);
  const [running, setRunning] = useState<string | null>(null);
  const show = useCallback((id: string | null) => {
    history.replaceState(null, '', id === null ? location.pathname : `#${id}`);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
    window.scrollTo(0, 0);
  }, []);
  function end(id: string) {
    setRunning(null);
    show(id);
  }

  if (failed && !deck)
    return (
      <p role="alert" className="text-bad">
        ✕ The deck could not be loaded. Check that the server runs, then reload the page.
      </p>
    );
  if (!ready || !cards || now === null) return <p className="text-soft">Reading your log …</p>;
  const open = openQuiz(state, head.deck);
  const shown = recordOf(state, wanted);
  if (shown !== null && shown.deck === head.deck && shown.id !== open?.id)
    return <QuizResults key={shown.id} head={head} quiz={shown} cards={cards} onNew={() => show(null)} />;
  // A quiz whose last question has been answered stays until its last answer has been read.
  if (open !== null && open.id !== running) setRunning(open.id);
  const quiz = open ?? recordOf(state, running ?? '');
  if (quiz === null)
    return <QuizSetup head={head} cards={cards} state={state} now={now} onResult={(id) => show(id)} />;
  const props = { head, quiz, cards, onEnd: () => end(quiz.id) };
  return quiz.mode === 'quiz' ? <QuizRun key={quiz.id} {...props} /> : <TestRun key={quiz.id} {...props} />;
}

function recordOf({ quizzes, undos }: ReviewState, id: string): QuizRecord | null {
  return quizRecord(quizzes.get(id) ?? [], undos);
}
