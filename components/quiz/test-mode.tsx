'use client';

import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { AnswerForm } from '#components/answer/answer-form.tsx';
import type { DeckHead } from '#components/data/deck-head.ts';
import { reviewStore } from '#components/data/use-reviews.ts';
import { keepPlace, keptPlace } from '#components/quiz/kept-in-tab.ts';
import type { QuizDeck } from '#components/quiz/quiz-deck.ts';
import { QuizHead, QuizKeys } from '#components/quiz/quiz-head.tsx';
import { useKeptAnswers } from '#components/quiz/use-kept-answers.ts';
import { announce } from '#components/ui/announce.ts';
import { KeyButton, useKeys } from '#components/ui/keys.tsx';
import { InlineMarkup } from '#components/ui/markup.tsx';
import { useExclusive } from '#components/ui/use-exclusive.ts';
import { emptyResponse, isAnswered } from '#lib/grade/response.ts';
import type { StudentResponse } from '#lib/grade/verdict.ts';
import { type QuizRecord, recordOf } from '#lib/quiz/quiz-record.ts';
import { testAnswers, type TestQuestion, testQuestions } from '#lib/quiz/test-mode.ts';

/** The last screen of a test, before it is graded. */
function HandIn({
  empty,
  onHandIn,
  onGo,
}: {
  /** Places of questions without an answer. */
  empty: readonly number[];
  onHandIn: () => void;
  onGo: (place: number) => void;
}) {
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => headingRef.current?.focus({ preventScroll: true }), []);
  useKeys({ Enter: onHandIn });
  return (
    <section className="panel p-5 sm:p-9">
      <h2 ref={headingRef} tabIndex={-1} className="text-xl font-semibold">
        Hand in the test?
      </h2>
      {empty.length === 0 ? (
        <p className="mt-3 text-soft">Every question has an answer.</p>
      ) : (
        <p className="mt-3">
          <span className="font-semibold text-waiting">
            {empty.length === 1 ? '1 question has' : `${String(empty.length)} questions have`} no answer:
          </span>{' '}
          {empty.map((place, index) => (
            <span key={place}>
              {index > 0 && ', '}
              <button type="button" className="min-h-8 min-w-6 underline" onClick={() => onGo(place)}>
                {place + 1}
              </button>
            </span>
          ))}
          . They count as not right.
        </p>
      )}
      <div className="mt-6 flex flex-wrap gap-2">
        <button type="button" className="button button-strong min-h-12 px-6" onClick={onHandIn}>
          Hand in <kbd className="key">↵</kbd>
        </button>
        <button type="button" className="button min-h-12" onClick={() => onGo(empty[0] ?? 0)}>
          Go back
        </button>
      </div>
    </section>
  );
}

/** The numbers of a test's questions, to go to any of them; those with an answer are marked. */
function QuestionNav({
  length,
  current,
  empty,
  onGo,
}: {
  length: number;
  /** Places count from 0; null: none is shown. */
  current: number | null;
  /** Places of questions without an answer. */
  empty: readonly number[];
  onGo: (place: number) => void;
}) {
  return (
    <nav aria-label="Questions" className="mb-4 flex flex-wrap gap-1">
      {Array.from({ length }, (_, place) => (
        <button
          key={place}
          type="button"
          className={`min-h-9 min-w-9 rounded-md border px-1.5 font-mono text-sm hover:border-edge ${place === current ? 'border-ink' : 'border-line'} ${empty.includes(place) ? '' : 'bg-sunk font-semibold'}`}
          aria-current={place === current ? 'step' : undefined}
          aria-label={`Question ${String(place + 1)}${empty.includes(place) ? '' : ', answered'}`}
          onClick={() => onGo(place)}
        >
          {place + 1}
        </button>
      ))}
    </nav>
  );
}

const secondMs = 1000;
/** How much longer a tab that is not shown waits, so that of two tabs one hands in. */
const hiddenWaitMs = 3000;
/** When the time that is left is said aloud, in seconds. */
const saidAt = [300, 60, 10];

/** The time that is left of a test; nothing where it has no end. */
function TestClock({
  endsAt,
  onOver,
}: {
  /** Epoch milliseconds; null: no end. */
  endsAt: number | null;
  onOver: () => void;
}) {
  const [leftMs, setLeftMs] = useState<number | null>(null);
  const tick = useEffectEvent((end: number) => {
    const left = end - Date.now();
    const seconds = Math.ceil(left / secondMs);
    const before = leftMs === null ? Infinity : Math.ceil(leftMs / secondMs);
    setLeftMs(left);
    if (left <= (document.hidden ? -hiddenWaitMs : 0)) onOver();
    else if (saidAt.some((mark) => seconds <= mark && mark < before && before !== Infinity))
      announce(`${String(seconds)} seconds are left.`);
  });
  useEffect(() => {
    if (endsAt === null) return;
    const first = setTimeout(() => tick(endsAt), 0);
    const timer = setInterval(() => tick(endsAt), secondMs / 4);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [endsAt]);
  if (endsAt === null || leftMs === null) return null;
  const seconds = Math.max(0, Math.ceil(leftMs / secondMs));
  const text = `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <p
      className={`mb-3 text-right font-mono tabular-nums ${seconds <= 60 ? 'font-semibold text-bad' : 'text-soft'}`}
    >
      <span className="sr-only">Time left: </span>
      {text}
    </p>
  );
}

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
  const { response } = kept;
  const [place, setPlace] = useState(
    () =>
      keptPlace(quiz.id, questions.length) ??
      Math.max(
        0,
        response.findIndex((each, at) => !isQuestionAnswered(questions[at], each)),
      ),
  );
  const [isHandingIn, setHandingIn] = useState(false);
  const [showsKeys, setShowsKeys] = useState(false);
  const spentMs = useRef<number[]>(questions.map(() => 0));
  const shownAt = useRef(0);
  const handingIn = useExclusive();
  const questionRef = useRef<HTMLHeadingElement>(null);
  const asked = questions[place]?.asked ?? null;
  const empty = questions.flatMap((each, at) =>
    each.asked && !isQuestionAnswered(each, response[at] ?? null) ? [at] : [],
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

  function change(next: StudentResponse) {
    if (!handingIn.isRunning) kept.change(place, next, []);
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

  function handIn() {
    void handingIn.run(writeAnswers);
  }

  async function writeAnswers() {
    spend();
    await kept.flush();
    // Another tab may have answered, or handed in: the log says which answers count, and each answer is graded once.
    const isHandedIn = await reviewStore().appendAfter((state) => {
      const record = recordOf(state, quiz.id);
      if (record === null || record.endedAt !== null) return [];
      const answers = testAnswers(record, questions, spentMs.current, cards.answers);
      return [...answers, { kind: 'quiz-end', quiz: quiz.id }];
    }, Date.now());
    const isOver = quiz.endsAt !== null && Date.now() >= quiz.endsAt;
    announce(
      isHandedIn
        ? isOver
          ? 'Time is up. Handed in.'
          : 'Handed in.'
        : 'It was handed in from another tab already.',
    );
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
      <TestClock endsAt={quiz.endsAt} onOver={handIn} />
      <QuestionNav length={questions.length} current={isHandingIn ? null : place} empty={empty} onGo={go} />
      {isHandingIn ? (
        <HandIn empty={empty} onHandIn={handIn} onGo={go} />
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
                response={response[place] ?? emptyResponse(asked.body)}
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

function isQuestionAnswered(question: TestQuestion | undefined, response: StudentResponse | null): boolean {
  const asked = question?.asked ?? null;
  return asked !== null && response !== null && isAnswered(asked.body, response);
}
