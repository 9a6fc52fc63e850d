'use client';

import { type SubmitEvent, useEffect, useEffectEvent, useId, useLayoutEffect, useRef } from 'react';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { SoftLink } from '#components/shell/soft-link.tsx';
import { useKeys } from '#components/study/use-keys.ts';
import { type QuizPlan, writePlan } from '#lib/quiz/quiz-plan.ts';
import { Check, Chip, Choices, Group } from './setup-fields.tsx';
import { KindChoice } from './kind-choice.tsx';
import { PlanLink } from './plan-link.tsx';
import { planOfForm } from './plan-of-form.ts';
import type { SetupFacts } from './setup-facts.ts';
import { TopicChoice } from './topic-choice.tsx';

const lengths: readonly (number | null)[] = [5, 10, 20, 40, null];
const times: readonly (number | null)[] = [null, 10, 20, 30, 60];

/** Cards, as far as they are known: the log says which are weak and which are not to be asked. */
export interface SetupCounts {
  readonly weak: number | null;
  readonly found: number | null;
}

/** What shall be asked. */
export function QuizSetup({
  head,
  facts,
  plan,
  counts: { weak, found },
  onChange,
  onBegin,
}: {
  head: DeckHead;
  facts: SetupFacts;
  plan: QuizPlan;
  counts: SetupCounts;
  onChange: (plan: QuizPlan) => void;
  /** null: not yet. */
  onBegin: (() => void) | null;
}) {
  const seedId = useId();
  const formRef = useRef<HTMLFormElement>(null);
  const headingRef = useRef<HTMLHeadingElement>(null);
  const readFields = useEffectEvent(() => {
    if (formRef.current === null) return;
    const asked = planOfForm(new FormData(formRef.current), plan, facts);
    if (writePlan(asked).toString() !== writePlan(plan).toString()) onChange(asked);
  });
  // The page that the server painted can be filled in before its scripts have come.
  useLayoutEffect(() => readFields(), []);
  useEffect(() => {
    // The button that led here is gone.
    if (document.activeElement === document.body) headingRef.current?.focus({ preventScroll: true });
  }, []);
  const questions = found === null ? null : Math.min(found, plan.length ?? found);
  const begin = onBegin !== null && questions !== 0 ? onBegin : null;
  const change = (part: Partial<QuizPlan>) => onChange({ ...plan, ...part });

  function submit(event: SubmitEvent) {
    event.preventDefault();
    begin?.();
  }
  useKeys({ Enter: begin ?? undefined });

  return (
    <div className="mx-auto max-w-3xl">
      <p className="text-sm text-soft">{head.title}</p>
      <h1 ref={headingRef} tabIndex={-1} className="text-2xl font-semibold">
        Quiz
      </h1>
      <form ref={formRef} onSubmit={submit} className="panel mt-4 flex flex-col gap-6 p-5 sm:p-7">
        <Group name="How">
          <Choices>
            <Chip
              type="radio"
              name="mode"
              value="quiz"
              isOn={plan.mode === 'quiz'}
              onChange={() => change({ mode: 'quiz' })}
              note="each answer graded at once"
            >
              Quiz
            </Chip>
            <Chip
              type="radio"
              name="mode"
              value="test"
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
                value={String(length ?? 'all')}
                isOn={plan.length === length}
                onChange={() => change({ length })}
              >
                {length ?? 'All'}
              </Chip>
            ))}
            {!lengths.includes(plan.length) && (
              <Chip type="radio" name="length" value={String(plan.length)} isOn onChange={() => undefined}>
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
                  value={String(minutes)}
                  isOn={plan.minutes === minutes}
                  onChange={() => change({ minutes })}
                >
                  {minutes === null ? 'No limit' : `${String(minutes)} min`}
                </Chip>
              ))}
            </Choices>
          </Group>
        )}
        <KindChoice kinds={facts.kinds} chosen={plan.kinds} onChange={(kinds) => change({ kinds })} />
        <TopicChoice topics={facts.topics} chosen={plan.topics} onChange={(topics) => change({ topics })} />
        <Group name="Which">
          <div className="flex flex-col gap-2">
            <Check name="weak" isOn={plan.onlyWeak} onChange={(onlyWeak) => change({ onlyWeak })}>
              Only weak cards{' '}
              <span className="text-soft">
                ({weak ?? '…'}): last answered wrong or hard, or likely forgotten
              </span>
            </Check>
            <Check name="shuffle" isOn={plan.isShuffled} onChange={(isShuffled) => change({ isShuffled })}>
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
              name="seed"
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
          <button type="submit" className="button button-strong min-h-12 px-6" disabled={begin === null}>
            Begin <kbd className="key">↵</kbd>
          </button>
          <p className={questions === 0 ? 'text-bad' : 'text-soft'} role="status">
            {questions === 0 ? nothingText(plan, weak) : questionsText(questions, found)}
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
    </div>
  );
}

function questionsText(questions: number | null, found: number | null): string {
  if (questions === null || found === null) return 'Reading your log …';
  const rest = found > questions ? ` of ${String(found)} that fit` : '';
  return `${String(questions)} ${questions === 1 ? 'question' : 'questions'}${rest}`;
}

function nothingText(plan: QuizPlan, weak: number | null): string {
  if (plan.onlyWeak && weak === 0) return '✕ No card is weak. Ask all of them, or study first.';
  if (plan.kinds.length === 0) return '✕ Choose a kind of question.';
  return '✕ No card fits. Choose more kinds or topics.';
}
