'use client';

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { useNow } from '#components/review/use-now.ts';
import { useReviews } from '#components/review/use-reviews.ts';
import { useDeck } from '#components/study/use-deck.ts';
import { LoadFailed } from '#components/shell/load-failed.tsx';
import { type QuizPlan, writePlan } from '#lib/quiz/quiz-plan.ts';
import { isLeft, openQuiz, type QuizRecord, recordOf } from '#lib/quiz/quiz-record.ts';
import { type QuizDeck, quizDeckOf } from './quiz-deck.ts';
import { QuizResults } from './quiz-results.tsx';
import { QuizRun } from './quiz-run.tsx';
import { QuizSetup } from './quiz-setup.tsx';
import { TestRun } from './test-run.tsx';

/** Names the quiz in the address, so that a reload comes back to it; `null`: none, and the next one gets another number. */
function setAddress(quiz: QuizRecord | null, query = location.search): void {
  history.replaceState(null, '', `${location.pathname}${query}${quiz === null ? '' : `#${quiz.id}`}`);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Whether this page was opened by a link to another quiz than the one that goes on. */
function asksForAnother(quiz: QuizRecord, wanted: string): boolean {
  const seed = new URLSearchParams(location.search).get('seed')?.trim() ?? '';
  return seed !== '' && seed !== quiz.seed && wanted !== quiz.id;
}

function subscribeToHash(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

/**
 * The quiz that goes on, a result, or the choice of a new quiz: what the log says decides. The part of the address behind
 * `#` is the id of the quiz that goes on, or whose result is wanted; the query is what a quiz was asked to be.
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
  const open = openQuiz(state, head.deck);
  // A quiz whose last question has been answered stays until its last answer has been read.
  const unread = recordOf(state, running ?? '');
  const quiz = unread !== null && !isLeft(unread) ? unread : open;
  if (quiz !== null && quiz.id !== running) setRunning(quiz.id);
  const found = recordOf(state, wanted);
  const result = found !== null && found.deck === head.deck && found.id !== quiz?.id ? found : null;
  const isOther = quiz !== null && result === null && asksForAnother(quiz, wanted);
  useEffect(() => {
    if (quiz !== null && result === null && !isOther && wanted !== quiz.id) setAddress(quiz);
  }, [quiz, result, isOther, wanted]);

  function showResult(shown: QuizRecord) {
    setRunning(null);
    setAddress(shown);
    window.scrollTo(0, 0);
  }
  /** What was asked for last is asked for again, but the same number would give the same questions. */
  function showSetup(last: QuizRecord) {
    const query = new URLSearchParams(location.search);
    if (query.get('seed') === last.seed) query.delete('seed');
    setAddress(null, query.size === 0 ? '' : `?${query.toString()}`);
    window.scrollTo(0, 0);
  }
  const begun = (plan: QuizPlan) => setAddress(null, `?${writePlan(plan).toString()}`);

  if (failed && !deck) return <LoadFailed what="The deck" />;
  if (!ready || !cards || now === null) return <p className="text-soft">Reading your log …</p>;
  if (result !== null)
    return (
      <QuizResults key={result.id} head={head} quiz={result} cards={cards} onNew={() => showSetup(result)} />
    );
  if (quiz === null)
    return (
      <QuizSetup head={head} cards={cards} state={state} now={now} onBegin={begun} onResult={showResult} />
    );
  const props = { head, quiz, cards, onEnd: () => showResult(quiz) };
  return (
    <>
      {isOther && (
        <p role="status" className="mx-auto mb-4 max-w-2xl text-waiting">
          The link asks for another {quiz.mode}. This one goes on first:{' '}
          {quiz.mode === 'quiz' ? 'end it' : 'hand it in'}, then choose “New quiz”.
        </p>
      )}
      {quiz.mode === 'quiz' ? <QuizRun key={quiz.id} {...props} /> : <TestRun key={quiz.id} {...props} />}
    </>
  );
}
