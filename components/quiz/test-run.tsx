'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { AnswerForm } from '#components/answer/answer-form.tsx';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { reviewStore } from '#components/review/use-reviews.ts';
import { KeyButton } from '#components/study/key-button.tsx';
import { InlineMarkup } from '#components/study/markup.tsx';
import { useKeys } from '#components/study/use-keys.ts';
import { announce } from '#lib/browser/announce.ts';
import { emptyGiven, isGiven } from '#lib/grade/given.ts';
import type { Given } from '#lib/grade/verdict.ts';
import { type QuizRecord, recordOf } from '#lib/quiz/quiz-record.ts';
import { testAnswers } from '#lib/quiz/test-answers.ts';
import { type TestQuestion, testQuestions } from '#lib/quiz/test-questions.ts';
import { HandIn } from './hand-in.tsx';
import { keepPlace, keptPlace } from './kept-place.ts';
import type { QuizDeck } from './quiz-deck.ts';
import { QuizHead } from './quiz-head.tsx';
import { QuestionNav } from './question-nav.tsx';
import { QuizKeys } from './quiz-keys.tsx';
import { TestClock } from './test-clock.tsx';
import { useKeptAnswers } from './use-kept-answers.ts';

/** A test gives no hints. */
const none: ReadonlySet<number> = new Set();

/** A test: any question at any time, nothing is graded before all is handed in or the time is over. */
export function TestRun({
  head,
  quiz,
  cards,
  onEnd,
}: {
  head: DeckHead;
  quiz: QuizRecord;
  cards: QuizDeck;
  onEnd: () => void;
}) {
  const [questions] = useState(() => testQuestions(quiz, cards.find));
  const bodies = useMemo(() => questions.map(({ asked }) => asked?.body ?? null), [questions]);
  const kept = useKeptAnswers(quiz, bodies);
  const { given } = kept;
  const [place, setPlace] = useState(
    () =>
      keptPlace(quiz.id, questions.length) ??
      Math.max(
        0,
        given.findIndex((each, at) => !isAnswered(questions[at], each)),
      ),
  );
  const [isHandingIn, setHandingIn] = useState(false);
  const [showsKeys, setShowsKeys] = useState(false);
  const spentMs = useRef<number[]>(questions.map(() => 0));
  const shownAt = useRef(0);
  const ending = useRef(false);
  const questionRef = useRef<HTMLHeadingElement>(null);
  const asked = questions[place]?.asked ?? null;
  const empty = questions.flatMap((each, at) =>
    each.asked && !isAnswered(each, given[at] ?? null) ? [at] : [],
  );

  useEffect(() => {
    shownAt.current = Date.now();
    if (document.activeElement === document.body) questionRef.current?.focus({ preventScroll: true });
  }, [place]);
  useEffect(() => keepPlace(quiz.id, place), [quiz.id, place]);

  /** Adds the time since the question was shown, or since this was called last. */
  function spend() {
    const now = Date.now();
    if (!isHandingIn) spentMs.current[place] = (spentMs.current[place] ?? 0) + now - shownAt.current;
    shownAt.current = now;
  }

  function change(next: Given) {
    if (!ending.current) kept.change(place, next, []);
  }

  function go(to: number) {
    void kept.flush();
    spend();
    if (to < 0) return;
    if (to >= questions.length) return setHandingIn(true);
    setHandingIn(false);
    setPlace(to);
    window.scrollTo(0, 0);
  }

  async function handIn() {
    if (ending.current) return;
    ending.current = true;
    spend();
    await kept.flush();
    // Another tab may have answered, or handed in: the log says what stands, and each answer is graded once.
    const isHandedIn = await reviewStore().appendAfter((state) => {
      const record = recordOf(state, quiz.id);
      if (record === null || record.endedAt !== null) return [];
      const answers = testAnswers(record, questions, spentMs.current, cards.answers);
      return [...answers, { kind: 'quiz-end', quiz: quiz.id }];
    }, Date.now());
    announce(isHandedIn ? 'Handed in.' : 'It was handed in from another tab already.');
    onEnd();
  }
  // From the last screen back to the last question.
  const from = isHandingIn ? questions.length : place;
  useKeys({ PageDown: () => go(from + 1), PageUp: () => go(from - 1), '?': () => setShowsKeys(true) });

  return (
    <div className="mx-auto max-w-2xl pb-28 sm:pb-0">
      <QuizHead
        title={head.title}
        name="Test"
        place={place + 1}
        length={questions.length}
        done={questions.length - empty.length}
        note={null}
        onLeave={null}
      />
      <TestClock endsAt={quiz.endsAt} onOver={() => void handIn()} />
      <QuestionNav length={questions.length} current={isHandingIn ? null : place} empty={empty} onGo={go} />
      {isHandingIn ? (
        <HandIn empty={empty} onHandIn={() => void handIn()} onGo={go} />
      ) : (
        <article key={place} className="panel p-5 sm:p-9" aria-label="Question">
          <h2 ref={questionRef} tabIndex={-1} className="text-xl leading-snug font-semibold sm:text-2xl">
            {asked ? <InlineMarkup html={asked.prompt.front} /> : 'This card is gone, or has changed'}
          </h2>
          <div className="mt-5">
            {asked ? (
              <AnswerForm
                body={asked.body}
                name={asked.prompt.text}
                seed={`${quiz.seed}~${asked.prompt.key}`}
                given={given[place] ?? emptyGiven(asked.body)}
                onChange={change}
                onSubmit={() => go(place + 1)}
                struck={none}
                takesFocus
              />
            ) : (
              <p className="text-soft">It can no longer be graded, so leave it out.</p>
            )}
          </div>
        </article>
      )}
      {!isHandingIn && (
        <div className="action-bar flex gap-2">
          <button
            type="button"
            className="button min-h-12"
            aria-keyshortcuts="PageUp"
            disabled={place === 0}
            onClick={() => go(place - 1)}
          >
            Back
          </button>
          <button
            type="button"
            className="button button-strong min-h-12 flex-1"
            aria-keyshortcuts="PageDown"
            onClick={() => go(place + 1)}
          >
            {place + 1 === questions.length ? 'To the end' : 'Next'} <kbd className="key">↵</kbd>
          </button>
          <button type="button" className="button min-h-12" onClick={() => go(questions.length)}>
            Hand in
          </button>
        </div>
      )}
      <div className="mt-4 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1 text-sm text-soft">
        <span className="pointer-coarse:hidden">
          <kbd className="key">Page Up</kbd> <kbd className="key">Page Down</kbd> from question to question
        </span>
        <KeyButton keyName="?" name="keys" onClick={() => setShowsKeys(true)} />
      </div>
      {showsKeys && <QuizKeys mode="test" onClose={() => setShowsKeys(false)} />}
    </div>
  );
}

function isAnswered(question: TestQuestion | undefined, given: Given | null): boolean {
  const asked = question?.asked ?? null;
  return asked !== null && given !== null && isGiven(asked.body, given);
}
