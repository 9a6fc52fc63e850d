'use client';

import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { reviewStore } from '#components/review/use-reviews.ts';
import { SoftLink } from '#components/shell/soft-link.tsx';
import { useKeys } from '#components/study/use-keys.ts';
import { announce } from '#lib/browser/announce.ts';
import { candidatesFor, composeQuiz } from '#lib/quiz/compose-quiz.ts';
import { defaultPlan, type QuizPlan, readPlan } from '#lib/quiz/quiz-plan.ts';
import type { QuizRecord } from '#lib/quiz/quiz-record.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { Check, Chip, Choices, Group } from './setup-fields.tsx';
import { KindChoice } from './kind-choice.tsx';
import { PlanLink } from './plan-link.tsx';
import { QuizHistory } from './quiz-history.tsx';
import type { QuizDeck } from './quiz-deck.ts';
import { TopicChoice } from './topic-choice.tsx';

const lengths: readonly (number | null)[] = [5, 10, 20, 40, null];
const times: readonly (number | null)[] = [null, 10, 20, 30, 60];

/** Four digits, so that it can be read out in a classroom. */
function newSeed(): string {
  return String(1000 + Math.floor(Math.random() * 9000));
}

/** What shall be asked; what the address says is chosen beforehand. */
export function QuizSetup({
  head,
  cards,
  state,
  now,
  onBegin,
  onResult,
}: {
  head: DeckHead;
  cards: QuizDeck;
  state: ReviewState;
  now: number;
  onBegin: (plan: QuizPlan) => void;
  onResult: (quiz: QuizRecord) => void;
}) {
  const [plan, setPlan] = useState<QuizPlan>(() =>
    readPlan(new URLSearchParams(location.search), defaultPlan(newSeed())),
  );
  const [isBeginning, setBeginning] = useState(false);
  const seedId = useId();
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that led here is gone.
    if (document.activeElement === document.body) headingRef.current?.focus({ preventScroll: true });
  }, []);
  const { prompts, topicNames } = cards.deck;
  const weak = useMemo(
    () => candidatesFor({ ...plan, onlyWeak: true }, prompts, state, now).length,
    [plan, prompts, state, now],
  );
  const found = useMemo(() => candidatesFor(plan, prompts, state, now).length, [plan, prompts, state, now]);
  const questions = Math.min(found, plan.length ?? found);
  const change = (part: Partial<QuizPlan>) => setPlan((before) => ({ ...before, ...part }));

  function begin() {
    const seed = plan.seed.trim() || newSeed();
    const asked = composeQuiz({ ...plan, seed }, prompts, state, now);
    if (asked.length === 0 || isBeginning) return;
    setBeginning(true);
    const minutes = plan.mode === 'test' ? plan.minutes : null;
    const row = { kind: 'quiz', deck: head.deck, mode: plan.mode, seed, minutes, questions: asked } as const;
    void reviewStore().append([row], Date.now());
    onBegin({ ...plan, seed });
    announce(`${plan.mode === 'test' ? 'Test' : 'Quiz'} of ${String(asked.length)} questions begun.`);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    begin();
  }
  useKeys({ Enter: begin });

  return (
    <div className="mx-auto max-w-3xl">
      <p className="text-sm text-soft">{head.title}</p>
      <h1 ref={headingRef} tabIndex={-1} className="text-2xl font-semibold">
        Quiz
      </h1>
      <form onSubmit={submit} className="panel mt-4 flex flex-col gap-6 p-5 sm:p-7">
        <Group name="How">
          <Choices>
            <Chip
              type="radio"
              name="mode"
              isOn={plan.mode === 'quiz'}
              onChange={() => change({ mode: 'quiz' })}
              note="each answer graded at once"
            >
              Quiz
            </Chip>
            <Chip
              type="radio"
              name="mode"
              isOn={plan.mode === 'test'}
              onChange={() => change({ mode: 'test' })}
              note="all of them at the end"
            >
              Test
            </Chip>
          </Choices>
        </Group>
        <Group name="Questions">
          <Choices>
            {lengths.map((length) => (
              <Chip
                key={length}
                type="radio"
                name="length"
                isOn={plan.length === length}
                onChange={() => change({ length })}
              >
                {length ?? 'All'}
              </Chip>
            ))}
            {!lengths.includes(plan.length) && (
              <Chip type="radio" name="length" isOn onChange={() => undefined}>
                {plan.length}
              </Chip>
            )}
          </Choices>
        </Group>
        {plan.mode === 'test' && (
          <Group name="Time">
            <Choices>
              {[...new Set([...times, plan.minutes])].map((minutes) => (
                <Chip
                  key={minutes}
                  type="radio"
                  name="minutes"
                  isOn={plan.minutes === minutes}
                  onChange={() => change({ minutes })}
                >
                  {minutes === null ? 'No limit' : `${String(minutes)} min`}
                </Chip>
              ))}
            </Choices>
          </Group>
        )}
        <KindChoice prompts={prompts} chosen={plan.kinds} onChange={(kinds) => change({ kinds })} />
        <TopicChoice
          prompts={prompts}
          names={topicNames}
          chosen={plan.topics}
          onChange={(topics) => change({ topics })}
        />
        <Group name="Which">
          <div className="flex flex-col gap-2">
            <Check isOn={plan.onlyWeak} onChange={(onlyWeak) => change({ onlyWeak })}>
              Only weak cards{' '}
              <span className="text-soft">({weak}): last answered wrong or hard, or likely forgotten</span>
            </Check>
            <Check isOn={plan.isShuffled} onChange={(isShuffled) => change({ isShuffled })}>
              In random order
            </Check>
          </div>
        </Group>
        <div className="flex flex-wrap items-end gap-3">
          <div className="flex flex-col gap-1">
            <label htmlFor={seedId} className="text-sm text-soft">
              Number of the quiz: the same gives the same questions
            </label>
            <input
              id={seedId}
              className="field w-32 font-mono"
              value={plan.seed}
              maxLength={40}
              autoComplete="off"
              onChange={(event) => change({ seed: event.target.value })}
            />
          </div>
          <PlanLink plan={plan} />
        </div>
        <div className="flex flex-wrap items-center gap-4 border-t border-line pt-5">
          <button type="submit" className="button button-strong min-h-12 px-6" disabled={questions === 0}>
            Begin <kbd className="key">↵</kbd>
          </button>
          <p className={questions === 0 ? 'text-bad' : 'text-soft'} role="status">
            {questions === 0
              ? nothingText(plan, weak)
              : `${String(questions)} ${questions === 1 ? 'question' : 'questions'}${found > questions ? ` of ${String(found)} that fit` : ''}`}
          </p>
        </div>
      </form>
      <p className="mt-5 text-soft">
        Or play:{' '}
        <SoftLink href={`/quiz/${head.deck}/match`} className="text-ink underline">
          match against the clock
        </SoftLink>
        ,{' '}
        <SoftLink href={`/quiz/${head.deck}/typing`} className="text-ink underline">
          typing drill
        </SoftLink>
        . Games do not count.
      </p>
      <QuizHistory deck={head.deck} state={state} onResult={onResult} />
    </div>
  );
}

function nothingText(plan: QuizPlan, weak: number): string {
  if (plan.onlyWeak && weak === 0) return '✕ No card is weak. Ask all of them, or study first.';
  if (plan.kinds.length === 0) return '✕ Choose a kind of question.';
  return '✕ No card fits. Choose more kinds or topics.';
}
