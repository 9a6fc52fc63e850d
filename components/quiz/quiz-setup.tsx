'use client';

import {
  type ReactNode,
  type SubmitEvent,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { DeckHead } from '#components/data/deck-head.ts';
import { kindNames, type SetupFacts } from '#components/quiz/setup-facts.ts';
import { announce } from '#components/ui/announce.ts';
import { useKeys } from '#components/ui/keys.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { type CardKind, cardKinds } from '#lib/cards/prompt.ts';
import { type QuizPlan, readPlan, writePlan } from '#lib/quiz/quiz-plan.ts';

/** Fields that belong together, under a name. */
function Group({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-2 font-medium">{name}</legend>
      {children}
    </fieldset>
  );
}

function Choices({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap gap-2">{children}</div>;
}

/** One of several answers to a question of a form, as large as a fingertip. */
function Chip({
  type,
  name,
  value,
  isOn,
  onChange,
  note,
  children,
}: {
  type: 'radio' | 'checkbox';
  name: string;
  value: string;
  isOn: boolean;
  onChange: () => void;
  note?: string;
  children: ReactNode;
}) {
  return (
    <label className="flex min-h-10 cursor-pointer items-center gap-2 rounded-lg border border-line px-3 py-1.5 hover:border-edge has-checked:border-ink has-checked:bg-sunk has-focus-visible:outline-2 has-focus-visible:outline-client">
      <input
        type={type}
        name={name}
        value={value}
        className="accent-ink outline-none"
        checked={isOn}
        onChange={onChange}
      />
      <span>
        {children} {note !== undefined && <span className="text-soft">{note}</span>}
      </span>
    </label>
  );
}

function Check({
  name,
  value,
  isOn,
  onChange,
  children,
}: {
  name: string;
  value?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
}) {
  return (
    <label className="flex min-h-8 cursor-pointer items-baseline gap-2">
      <input
        type="checkbox"
        name={name}
        value={value}
        className="accent-ink"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{children}</span>
    </label>
  );
}

/** The kinds of cards a deck has, each with how many. */
function KindChoice({
  kinds,
  chosen,
  onChange,
}: {
  kinds: SetupFacts['kinds'];
  chosen: readonly CardKind[];
  onChange: (kinds: readonly CardKind[]) => void;
}) {
  if (kinds.length < 2) return null;
  return (
    <Group name="Kinds">
      <Choices>
        {kinds.map(({ kind, cards }) => (
          <Chip
            key={kind}
            type="checkbox"
            name="kinds"
            value={kind}
            isOn={chosen.includes(kind)}
            onChange={() => onChange(cardKinds.filter((each) => (each === kind) !== chosen.includes(each)))}
            note={String(cards)}
          >
            {kindNames[kind]}
          </Chip>
        ))}
      </Choices>
    </Group>
  );
}

/** All topics, or some of them. */
function TopicChoice({
  topics,
  chosen,
  onChange,
}: {
  topics: SetupFacts['topics'];
  /** null: all. */
  chosen: readonly number[] | null;
  onChange: (topics: readonly number[] | null) => void;
}) {
  // Opened and folded by the browser, so also before any script has run.
  const [isOpen] = useState(chosen !== null);
  const summary = useRef<HTMLElement>(null);
  if (topics.length < 2) return null;
  const toggle = (topic: number, isOn: boolean) => {
    const after = isOn ? [...(chosen ?? []), topic] : (chosen ?? []).filter((each) => each !== topic);
    onChange(after.length === 0 ? null : after.sort((a, b) => a - b));
  };
  return (
    <Group name="Topics">
      <details open={isOpen} className="group">
        <summary ref={summary} className="flex w-fit items-center gap-3 rounded-lg">
          <span>
            {chosen === null
              ? `All ${String(topics.length)}`
              : `${String(chosen.length)} of ${String(topics.length)}`}
          </span>
          <span className="button min-h-9">
            <span className="group-open:hidden">Choose</span>
            <span className="hidden group-open:inline">Fold</span>
          </span>
        </summary>
        <div className="mt-3 grid gap-x-6 sm:grid-cols-2">
          {topics.map(({ topic, name }) => (
            <Check
              key={topic}
              name="topics"
              value={String(topic)}
              isOn={chosen?.includes(topic) ?? false}
              onChange={(isOn) => toggle(topic, isOn)}
            >
              <span className="inline-block w-6 font-mono text-sm text-soft">{topic}</span> {name}
            </Check>
          ))}
        </div>
        {chosen !== null && (
          <button
            type="button"
            className="button mt-3 min-h-9"
            onClick={() => {
              // The button is about to go.
              summary.current?.focus();
              onChange(null);
            }}
          >
            All topics
          </button>
        )}
      </details>
    </Group>
  );
}

/**
 * What the fields of the setup say: `plan`, of which they were painted, with what was changed since. Kinds and topics that
 * the deck does not have, and the only one of it, have no field and stay as they are.
 */
export function planOfForm(form: FormData, plan: QuizPlan, { kinds, topics }: SetupFacts): QuizPlan {
  const kindsShown = kinds.length < 2 ? [] : kinds.map(({ kind }) => kind);
  const topicsShown = topics.length < 2 ? [] : topics.map(({ topic }) => topic);
  const texts = (name: string) => form.getAll(name).map(String);
  const [minutes = String(plan.minutes)] = texts('minutes');
  const query = new URLSearchParams({ mode: texts('mode').join(''), length: texts('length').join('') });
  const chosen = new Set([...plan.kinds.filter((kind) => !kindsShown.includes(kind)), ...texts('kinds')]);
  // None is marked where all were chosen.
  const topicsChosen = [
    ...(plan.topics ?? []).filter((topic) => !topicsShown.includes(topic)),
    ...texts('topics').map(Number),
  ];
  return {
    ...readPlan(query, plan),
    kinds: cardKinds.filter((kind) => chosen.has(kind)),
    topics: topicsChosen.length === 0 ? null : topicsChosen.sort((a, b) => a - b),
    onlyWeak: form.has('weak'),
    isShuffled: form.has('shuffle'),
    minutes: Number(minutes) || null,
    seed: texts('seed').join(''),
  };
}

/** Gives others the same quiz. */
function PlanLink({ plan }: { plan: QuizPlan }) {
  async function copy() {
    const address = `${location.origin}${location.pathname}?${writePlan(plan).toString()}`;
    try {
      await navigator.clipboard.writeText(address);
      announce('Link copied.');
    } catch {
      // Without https a browser hands over no clipboard.
      prompt('Copy this link:', address);
    }
  }
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      Copy the link to this quiz
    </button>
  );
}

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
      <p className="text-sm text-soft">
        <bdi>{head.title}</bdi>
      </p>
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
