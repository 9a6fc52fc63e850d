'use client';

import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { useNow } from '#components/review/use-now.ts';
import { reviewStore, useReviews } from '#components/review/use-reviews.ts';
import { useDeck } from '#components/study/use-deck.ts';
import { LoadFailed } from '#components/shell/load-failed.tsx';
import { announce } from '#lib/browser/announce.ts';
import type { Prompt } from '#lib/deck/prompt.ts';
import type { QuizPlan } from '#lib/quiz/quiz-plan.ts';
import { isLeft, openQuiz, type QuizRecord, recordOf } from '#lib/quiz/quiz-record.ts';
import { progressOf } from '#lib/quiz/quiz-progress.ts';
import { resumeDrafts } from '#lib/quiz/resume-quiz.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { asksForAnother, setAddress, subscribeToHash } from './quiz-address.ts';
import { type QuizDeck, quizDeckOf } from './quiz-deck.ts';
import { QuizHistory } from './quiz-history.tsx';
import { QuizRun } from './quiz-run.tsx';
import { rememberUnderWay } from './under-way-cookie.ts';
import { type LiveSetup, useLiveSetup } from './use-live-setup.ts';

// Fetched once something was answered, for when the quiz ends: the server may be gone then.
const loadResults = () => import('./quiz-results.tsx').then((module) => ({ default: module.QuizResults }));
const QuizResults = lazy(loadResults);

// Only a test pays for what a test takes.
const TestRun = lazy(() => import('./test-run.tsx').then((module) => ({ default: module.TestRun })));

const noPrompts: readonly Prompt[] = [];

/**
 * The quiz that goes on, or a result, or what the log adds to the choice of a new quiz: the log decides. The part of the
 * address behind `#` is the id of the quiz that goes on, or whose result is wanted; the query is what a quiz was asked to be.
 */
export function QuizPage({
  head,
  plan,
  onSetup,
  onNewPlan,
}: {
  head: DeckHead;
  /** What is chosen in the form, which is painted before all this has come. */
  plan: QuizPlan;
  /** Told what the form may know and do; `null`: the form is not to be seen. */
  onSetup: (setup: LiveSetup | null) => void;
  onNewPlan: () => void;
}) {
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

  const isRead = ready && cards !== null && now !== null;
  const isFailed = failed && !deck;
  const isSetup = isRead && quiz === null && result === null;
  const setup = useLiveSetup(isSetup, head, plan, deck?.prompts ?? noPrompts, state, now ?? 0);
  // Before it is painted: the form and what is here take each other's place.
  useLayoutEffect(() => {
    if (isRead || isFailed) onSetup(setup);
  }, [isRead, isFailed, setup, onSetup]);
  useEffect(() => {
    if (cards === null || !isRead) return;
    const progress = quiz && progressOf(quiz, (card) => cards.find(card) !== undefined);
    rememberUnderWay(head.deck, isSetup ? null : (progress ?? 'result'));
  }, [isRead, isSetup, head.deck, quiz, cards]);

  const isBegun = quiz !== null && [...quiz.answers, ...quiz.given].some((row) => row !== null);
  const isLikely = isBegun || (!ready && wanted !== '');
  useEffect(() => {
    if (isLikely) void loadResults().catch(() => undefined);
  }, [isLikely]);

  function showResult(shown: QuizRecord) {
    setRunning(null);
    setAddress(shown);
    window.scrollTo(0, 0);
  }
  async function resume({ id }: QuizRecord) {
    const isResumed = await reviewStore().appendAfter((state) => resumeDrafts(state, id), Date.now());
    if (!isResumed) return;
    window.scrollTo(0, 0);
    announce('The quiz goes on.');
  }
  /** What was asked for last is asked for again, but the same number would give the same questions. */
  function showSetup(last: QuizRecord) {
    const query = new URLSearchParams(location.search);
    if (query.get('seed') === last.seed) query.delete('seed');
    setAddress(null, query.size === 0 ? '' : `?${query.toString()}`);
    onNewPlan();
    window.scrollTo(0, 0);
  }

  if (isFailed) return <LoadFailed what="The deck" />;
  if (!isRead) return null;
  if (result !== null)
    return (
      <Suspense fallback={<p className="text-soft">Reading your log …</p>}>
        <QuizResults
          key={result.id}
          head={head}
          quiz={result}
          cards={cards}
          onNew={() => showSetup(result)}
          {...(mayGoOn(result, cards, state) ? { onResume: () => void resume(result) } : {})}
        />
      </Suspense>
    );
  if (quiz === null) return <QuizHistory deck={head.deck} state={state} onResult={showResult} />;
  const props = { head, quiz, cards, onEnd: () => showResult(quiz) };
  return (
    <>
      {isOther && (
        <p role="status" className="mx-auto mb-4 max-w-2xl text-waiting">
          The link asks for another {quiz.mode}. This one goes on first:{' '}
          {quiz.mode === 'quiz' ? 'end it' : 'hand it in'}, then choose “New quiz”.
        </p>
      )}
      {quiz.mode === 'quiz' ? (
        <QuizRun key={quiz.id} {...props} />
      ) : (
        <Suspense fallback={<p className="text-soft">Loading the test …</p>}>
          <TestRun key={quiz.id} {...props} />
        </Suspense>
      )}
    </>
  );
}

/** Whether a quiz was left with a question that can still be asked, and no other one goes on. */
function mayGoOn(quiz: QuizRecord, cards: QuizDeck, state: ReviewState): boolean {
  const hasQuestion = quiz.questions.some(
    ({ card }, place) => quiz.answers[place] === null && cards.find(card) !== undefined,
  );
  return hasQuestion && resumeDrafts(state, quiz.id).length > 0;
}
