'use client';

import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { DeckHead } from '#components/data/deck-head.ts';
import { useDeck } from '#components/data/use-deck.ts';
import { useNow } from '#components/data/use-now.ts';
import { reviewStore, useReviews } from '#components/data/use-reviews.ts';
import { type QuizDeck, quizDeckOf } from '#components/quiz/quiz-deck.ts';
import { QuizRun } from '#components/quiz/quiz-run.tsx';
import { scoreText } from '#components/quiz/score-text.ts';
import { rememberUnderWay } from '#components/quiz/under-way-cookie.ts';
import {
  asksForAnother,
  type LiveSetup,
  setAddress,
  subscribeToHash,
  useLiveSetup,
} from '#components/quiz/use-live-setup.ts';
import { announce } from '#components/ui/announce.ts';
import { LoadFailed } from '#components/ui/load-boundary.tsx';
import type { Prompt } from '#lib/cards/prompt.ts';
import type { QuizPlan } from '#lib/quiz/quiz-plan.ts';
import { progressOf } from '#lib/quiz/quiz-progress.ts';
import {
  isLeft,
  openQuiz,
  type QuizRecord,
  quizzesOf,
  recordOf,
  resumeDrafts,
} from '#lib/quiz/quiz-record.ts';
import { creditOf } from '#lib/quiz/quiz-result.ts';
import type { ReviewState } from '#lib/review/state.ts';

const shownAtMost = 10;

/** Quizzes that were taken, the newest first. */
function QuizHistory({
  deck,
  state,
  onResult,
}: {
  deck: string;
  state: ReviewState;
  onResult: (quiz: QuizRecord) => void;
}) {
  const open = openQuiz(state, deck);
  const past = quizzesOf(state, deck)
    .filter((quiz) => quiz.id !== open?.id && quiz.answers.some((answer) => answer !== null))
    .slice(0, shownAtMost);
  if (past.length === 0) return null;
  return (
    <section className="mx-auto mt-8 max-w-3xl" aria-labelledby="past">
      <h2 id="past" className="text-lg font-semibold">
        Results so far
      </h2>
      <ul className="panel mt-3 divide-y divide-line">
        {past.map((quiz) => {
          const counted = quiz.answers.filter((answer) => quiz.mode === 'test' || answer !== null);
          const credit = counted.reduce((sum, answer) => sum + creditOf(answer), 0);
          return (
            <li key={quiz.id}>
              <button
                type="button"
                className="flex w-full flex-wrap items-baseline gap-x-4 px-5 py-2.5 text-left hover:bg-sunk"
                onClick={() => onResult(quiz)}
              >
                <span className="min-w-36 flex-1">
                  {new Date(quiz.begunAt).toLocaleString('en-GB', {
                    dateStyle: 'medium',
                    timeStyle: 'short',
                  })}
                </span>
                <span className="text-soft">
                  {quiz.mode === 'test' ? 'Test' : 'Quiz'} {quiz.seed}
                </span>
                <span className="tabular-nums">{scoreText({ credit, questions: counted.length })}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

// Fetched once something was answered, for when the quiz ends: the server may be gone then.
const loadResults = () =>
  import('#components/quiz/quiz-results.tsx').then((module) => ({ default: module.QuizResults }));
const QuizResults = lazy(loadResults);

// Only a test pays for what a test takes.
const TestRun = lazy(() =>
  import('#components/quiz/test-mode.tsx').then((module) => ({ default: module.TestRun })),
);

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
  /** Receives what the form may show and do; `null`: the form is hidden. */
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

  const isBegun = quiz !== null && [...quiz.answers, ...quiz.response].some((entry) => entry !== null);
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
