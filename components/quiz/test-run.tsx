'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { AnswerForm } from '#components/answer/answer-form.tsx';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { reviewStore } from '#components/review/use-reviews.ts';
import { InlineMarkup } from '#components/study/markup.tsx';
import { useKeys } from '#components/study/use-keys.ts';
import { announce } from '#lib/browser/announce.ts';
import { emptyGiven, isGiven } from '#lib/grade/given.ts';
import { givenOf, givenTexts } from '#lib/grade/given-texts.ts';
import type { Given } from '#lib/grade/verdict.ts';
import { type QuizRecord, recordOf } from '#lib/quiz/quiz-record.ts';
import { testAnswers } from '#lib/quiz/test-answers.ts';
import { type TestQuestion, testQuestions } from '#lib/quiz/test-questions.ts';
import { HandIn } from './hand-in.tsx';
import type { QuizDeck } from './quiz-deck.ts';
import { QuizHead } from './quiz-head.tsx';
import { TestClock } from './test-clock.tsx';

/** How long after the last key an answer is written down, in ms. */
const settledMs = 400;
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
  /** Answers that are not in the log yet, by place; another tab may answer as well. */
  const [unsaved, setUnsaved] = useState<ReadonlyMap<number, Given>>(new Map());
  const saved = useMemo(
    () => questions.map(({ asked }, at) => asked && givenOf(asked.body, quiz.given[at]?.given ?? [])),
    [questions, quiz.given],
  );
  const given = saved.map((each, at) => unsaved.get(at) ?? each);
  const [place, setPlace] = useState(() =>
    Math.max(
      0,
      given.findIndex((each, at) => !isAnswered(questions[at], each)),
    ),
  );
  const [isHandingIn, setHandingIn] = useState(false);
  const spentMs = useRef<number[]>(questions.map(() => 0));
  const shownAt = useRef(0);
  const ending = useRef(false);
  const saving = useRef<{ timer: ReturnType<typeof setTimeout>; write: () => Promise<void> } | null>(null);
  const questionRef = useRef<HTMLHeadingElement>(null);
  const asked = questions[place]?.asked ?? null;
  const empty = questions.flatMap((each, at) =>
    each.asked && !isAnswered(each, given[at] ?? null) ? [at] : [],
  );

  useEffect(() => {
    shownAt.current = Date.now();
    if (document.activeElement === document.body) questionRef.current?.focus({ preventScroll: true });
  }, [place]);
  // What was typed last is not left behind with the page.
  useEffect(() => {
    const leave = () => void flush();
    document.addEventListener('visibilitychange', leave);
    return () => document.removeEventListener('visibilitychange', leave);
  }, []);

  async function flush() {
    if (!saving.current) return;
    clearTimeout(saving.current.timer);
    await saving.current.write();
  }

  /** Adds the time since the question was shown, or since this was called last. */
  function spend() {
    const now = Date.now();
    if (!isHandingIn) spentMs.current[place] = (spentMs.current[place] ?? 0) + now - shownAt.current;
    shownAt.current = now;
  }

  function change(next: Given) {
    if (!asked || ending.current) return;
    const { body } = asked;
    setUnsaved((before) => new Map(before).set(place, next));
    if (saving.current) clearTimeout(saving.current.timer);
    const write = () => {
      saving.current = null;
      const row = { kind: 'given', quiz: quiz.id, question: place, given: givenTexts(body, next) } as const;
      return reviewStore()
        .append([row], Date.now())
        .then(() => setUnsaved((before) => without(before, place, next)));
    };
    saving.current = { timer: setTimeout(() => void write(), settledMs), write };
  }

  function go(to: number) {
    void flush();
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
    await flush();
    // Another tab may have answered, or handed in: the log says what stands, and each answer is graded once.
    const record = recordOf(reviewStore().view().state, quiz.id);
    if (record?.endedAt === null) {
      const answers = testAnswers(record, questions, spentMs.current, cards.answers);
      await reviewStore().append([...answers, { kind: 'quiz-end', quiz: quiz.id }], Date.now());
      announce('Handed in.');
    }
    onEnd();
  }
  useKeys({ PageDown: () => go(place + 1), PageUp: () => go(place - 1) });

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
      <nav aria-label="Questions" className="mb-4 flex flex-wrap gap-1">
        {questions.map(({ key }, at) => (
          <button
            key={key}
            type="button"
            className={`min-h-9 min-w-9 rounded-md border px-1.5 font-mono text-sm hover:border-edge ${at === place && !isHandingIn ? 'border-ink' : 'border-line'} ${empty.includes(at) ? '' : 'bg-sunk font-semibold'}`}
            aria-current={at === place && !isHandingIn ? 'step' : undefined}
            aria-label={`Question ${String(at + 1)}${empty.includes(at) ? '' : ', answered'}`}
            onClick={() => go(at)}
          >
            {at + 1}
          </button>
        ))}
      </nav>
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
        <div className="fixed inset-x-0 bottom-0 z-10 flex gap-2 border-t border-line bg-ground p-3 sm:static sm:mt-5 sm:border-0 sm:p-0">
          <button
            type="button"
            className="button min-h-12"
            disabled={place === 0}
            onClick={() => go(place - 1)}
          >
            Back
          </button>
          <button
            type="button"
            className="button button-strong min-h-12 flex-1"
            onClick={() => go(place + 1)}
          >
            {place + 1 === questions.length ? 'To the end' : 'Next'} <kbd className="key">↵</kbd>
          </button>
          <button type="button" className="button min-h-12" onClick={() => go(questions.length)}>
            Hand in
          </button>
        </div>
      )}
    </div>
  );
}

function without(
  unsaved: ReadonlyMap<number, Given>,
  place: number,
  saved: Given,
): ReadonlyMap<number, Given> {
  return new Map([...unsaved].filter(([at, given]) => at !== place || given !== saved));
}

function isAnswered(question: TestQuestion | undefined, given: Given | null): boolean {
  const asked = question?.asked ?? null;
  return asked !== null && given !== null && isGiven(asked.body, given);
}
