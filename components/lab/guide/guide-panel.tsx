'use client';

import { lazy, type ReactNode, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { GuideQuestion, GuideVerdict } from '#components/lab/guide/guide-question.tsx';
import {
  type GuideRun,
  type GuideSnapshot,
  isObservation,
  type StepView,
} from '#components/lab/guide/guide-run.ts';
import { useLabSnapshot } from '#components/lab/model/lab-context.ts';
import { CodeWords } from '#components/ui/code-words.tsx';
import { useKeys } from '#components/ui/keys.tsx';
import { LoadBoundary } from '#components/ui/load-boundary.tsx';
import { InlineMarkup, Markup } from '#components/ui/markup.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { expectationWords, stepWords } from '#lib/guide/step-words.ts';
import { type Step, threadName } from '#lib/lab/script/syntax/ast.ts';

// Reads the review log, which nothing else here does before the end.
const LabAchieved = lazy(() =>
  import('#components/lab/guide/lab-achieved.tsx').then((module) => ({ default: module.LabAchieved })),
);

/** The way through a lab: what to read, what to predict, the next step, what was seen, and why. */
export function GuidePanel({
  run,
  isEmbedded = false,
  next,
}: {
  run: GuideRun;
  /** Only one stage is wanted, inside another page. */
  isEmbedded?: boolean;
  /** The lab after this one. */
  next: { readonly lab: string; readonly title: string } | null;
}) {
  const state = useSyncExternalStore(run.subscribe, run.snapshot, run.snapshot);
  const { guide } = run;
  const { stage, phase, index } = state;
  const titleRef = useRef<HTMLHeadingElement>(null);
  const shown = useRef({ index, phase });
  // The next stage is read from its title on; so is the next part of a stage whose button is gone with the focus on it.
  useEffect(() => {
    const before = shown.current;
    shown.current = { index, phase };
    const isLeft = before.phase !== phase && document.activeElement === document.body;
    if (before.index !== index || isLeft) titleRef.current?.focus({ preventScroll: true });
  }, [index, phase]);
  return (
    <section
      className={`panel mb-3 p-4 sm:p-5 ${isEmbedded ? '' : 'cockpit:mb-0 cockpit:overflow-y-auto cockpit:p-4'}`}
      aria-label="The lab, step by step"
    >
      {index === 0 && guide.introduction && (phase === 'predict' || phase === 'run') && !isEmbedded && (
        <Markup html={guide.introduction} className="mb-3 max-w-prose text-soft" />
      )}
      <h2 ref={titleRef} tabIndex={-1} className="text-lg font-semibold">
        <InlineMarkup html={stage.title} />
      </h2>
      <div
        className={`mt-2 grid grid-cols-[minmax(0,1fr)] items-start gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,27rem)] ${isEmbedded ? '' : 'cockpit:grid-cols-[minmax(0,1fr)]'}`}
      >
        <div>
          {stage.prose && <Markup html={stage.prose} className="mb-3 max-w-prose" />}
          <Talk run={run} state={state} hasKeys={!isEmbedded} />
        </div>
        <div>
          <Steps state={state} />
          <CatchingUp state={state} />
          <Failure state={state} run={run} />
          {phase === 'run' && <RunButtons run={run} state={state} hasKey={!isEmbedded} />}
        </div>
      </div>
      {phase === 'done' && !isEmbedded && (
        <div className="mt-3 cockpit:sticky cockpit:-bottom-4 cockpit:-mx-4 cockpit:-mb-4 cockpit:border-t cockpit:border-line cockpit:bg-panel cockpit:px-4 cockpit:py-2.5">
          <Onward run={run} isLast={index === guide.stages.length - 1} next={next} />
        </div>
      )}
      {state.path !== 'on' && <OffPath run={run} path={state.path} isBusy={state.isBusy} />}
    </section>
  );
}

/** What is asked, and what is said of the answers. */
function Talk({ run, state, hasKeys }: { run: GuideRun; state: GuideSnapshot; hasKeys: boolean }) {
  const { stage, phase, predicted, graded } = state;
  const [isUngraded, setUngraded] = useState(false);
  const seed = `${run.guide.lab}/${stage.id}`;
  if (stage.question !== null && phase === 'predict')
    return (
      <>
        <GuideQuestion
          key={stage.id}
          question={stage.question}
          seed={seed}
          legend="What do you expect?"
          action="Predict, then run it"
          hasKeys={hasKeys}
          onAnswer={(answer) => {
            run.predict(answer);
            void run.rest();
          }}
        />
        <button
          type="button"
          className="mt-2 text-sm text-soft underline"
          onClick={() => {
            run.skipPrediction();
            void run.rest();
          }}
        >
          Run it without a guess
        </button>
      </>
    );
  if (stage.question !== null && phase === 'see')
    return (
      <Reached>
        <GuideQuestion
          key={`${stage.id}-seen`}
          question={stage.question}
          seed={seed}
          legend="Look at the programs and the wire. What did you see?"
          action="That is what I saw"
          hasKeys={hasKeys}
          hasFailed={isUngraded}
          onAnswer={(answer) => void run.see(answer).then((isGraded) => setUngraded(!isGraded))}
        />
      </Reached>
    );
  const hasFailed = state.steps.some(({ outcome }) => outcome?.kind === 'failed');
  if (phase === 'run' || (phase === 'done' && stage.question !== null && graded === null))
    return (
      <>
        {predicted !== null && (
          <p className="text-soft">
            You predict: <span className="text-ink">{predicted.answer}</span>
            {phase === 'done' && ' – not graded, because the step did not do what it is about.'}
          </p>
        )}
        {phase === 'done' && !hasFailed && <Why stage={stage} />}
      </>
    );
  return (
    <Reached>
      {stage.question && graded && <GuideVerdict question={stage.question} graded={graded} />}
      {!hasFailed && <Why stage={stage} />}
    </Reached>
  );
}

function Why({ stage }: { stage: GuideSnapshot['stage'] }) {
  if (stage.why === null) return null;
  return (
    <div className="mt-3 max-w-prose">
      <strong>Why?</strong> <Markup html={stage.why} className="inline [&>p:first-child]:inline" />
    </div>
  );
}

/** What comes next in a stage is brought into sight, where its panel has grown longer than the screen. */
function Reached({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Browsers have begun to return a promise here, which React would take for a cleanup.
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return <div ref={ref}>{children}</div>;
}

/** Why the wire begins anew in the middle of a stage. */
function CatchingUp({ state: { isCatchingUp, hasCaughtUp } }: { state: GuideSnapshot }) {
  if (!hasCaughtUp) return null;
  return (
    <p role="status" className="mb-3 text-sm text-soft">
      {isCatchingUp
        ? 'While you read, timers of the kernel ran on. The lab does the earlier steps again first …'
        : 'While you read, timers of the kernel ran on, so the lab did the earlier steps again.'}
    </p>
  );
}

const offPath = {
  left: {
    text: 'You have left the lab’s path. Try what you like; the way back plays the lab again up to here.',
    button: 'Back to the path',
  },
  lost: {
    text: 'The session of this lab is over, and what was done in it is gone. The lab can play it again up to here.',
    button: 'Play it again',
  },
} as const;

function OffPath({ run, path, isBusy }: { run: GuideRun; path: keyof typeof offPath; isBusy: boolean }) {
  const { text, button } = offPath[path];
  return (
    <div className="mt-4 flex flex-wrap items-center gap-3 rounded-lg border border-waiting bg-waiting-tint px-4 py-2.5">
      <p className="min-w-48 flex-1">{text}</p>
      <button type="button" className="button" disabled={isBusy} onClick={() => void run.returnToPath()}>
        {button}
      </button>
    </div>
  );
}

function RunButtons({
  run,
  state,
  hasKey,
}: {
  run: GuideRun;
  state: GuideSnapshot;
  /** Whether Enter runs the step; inside another page that key is the page's. */
  hasKey: boolean;
}) {
  const { link, isLive } = useLabSnapshot();
  const isReady = link.kind === 'open' && !state.isBusy;
  const left = state.steps.slice(state.done).filter(({ step }) => !isObservation(step));
  const press = () => void run.next();
  useKeys({ Enter: hasKey && isReady && isLive ? press : undefined });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <button type="button" className="button button-strong" disabled={!isReady} onClick={press}>
        Run the line {hasKey && <kbd className="key">↵</kbd>}
      </button>
      {left.length > 1 && (
        <button type="button" className="button" disabled={!isReady} onClick={() => void run.rest()}>
          Run all {left.length}
        </button>
      )}
      {link.kind !== 'open' && <span className="text-sm text-soft">Waiting for the lab …</span>}
    </div>
  );
}

interface ShownStep {
  readonly index: number;
  readonly view: StepView;
  /** What it came to, once that is no secret. */
  readonly cameTo: string | null;
}

/** Lines that say what must come of a call are no secret once the student has said what was seen. */
function shownSteps({ steps, phase, stage }: GuideSnapshot): readonly ShownStep[] {
  return steps.flatMap((view, index) => {
    const { step, outcome } = view;
    const isOpen =
      outcome !== null && (phase === 'done' || stage.question === null || outcome.kind !== 'passed');
    if (!isOpen && isObservation(step)) return [];
    const expectation = step.kind === 'call' ? step.expectation : null;
    const cameTo =
      isOpen && outcome.kind === 'passed' && expectation !== null ? expectationWords(expectation) : null;
    return [{ index, view, cameTo }];
  });
}

/** The lines of a stage, those that were run marked. */
function Steps({ state }: { state: GuideSnapshot }) {
  const { done, isBusy } = state;
  const shown = shownSteps(state);
  if (shown.length === 0) return null;
  return (
    <ol
      className="mb-3 overflow-x-auto rounded-lg border border-line bg-ground py-1.5 text-[0.8125rem]"
      aria-label="Steps"
    >
      {shown.map(({ index, view, cameTo }) => (
        <li
          key={index}
          aria-current={index === done ? 'step' : undefined}
          className={`flex gap-3 px-3 py-0.5 ${index === done ? 'bg-sunk font-semibold' : ''} ${index > done ? 'text-soft' : ''}`}
        >
          <span className="w-4 shrink-0 text-center font-mono" aria-hidden="true">
            {index === done && isBusy ? '…' : sign(view, index === done)}
          </span>
          <span className="min-w-0 flex-1">
            {view.step.kind === 'call' ? (
              <code className="font-mono whitespace-pre-wrap">{view.text.split('\n', 1)[0]}</code>
            ) : (
              <CodeWords text={stepWords(view.step)} />
            )}
            {cameTo !== null && (
              <span className="block font-normal text-soft">
                <CodeWords text={cameTo} />
              </span>
            )}
            {view.outcome?.kind === 'skipped' && (
              <span className="block font-normal text-soft">
                Not observable here: <CodeWords text={view.outcome.reason} />
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

function sign({ outcome }: StepView, isNext: boolean): string {
  if (outcome === null) return isNext ? '▸' : '';
  return { passed: '✓', failed: '✕', skipped: '–' }[outcome.kind];
}

/** What a step was to show, where the kernel did something else; for the student, who did not write the step. */
function expectedWords(step: Step): string {
  if (step.kind !== 'call') return `${stepWords(step)}.`;
  const { who, call, expectation } = step;
  const outcome = expectation === null ? 'succeeds' : expectationWords(expectation);
  return `\`${call.name}()\` of ${threadName(who)} ${outcome}.`;
}

function Failure({ state, run }: { state: GuideSnapshot; run: GuideRun }) {
  const failed = state.steps.find(({ outcome }) => outcome?.kind === 'failed')?.outcome;
  const ended = state.steps.find(({ outcome }) => outcome?.kind === 'skipped' && outcome.endsScript)?.outcome;
  if (ended?.kind === 'skipped')
    return (
      <p role="status" className="mb-3 text-waiting">
        This computer cannot show what follows. <CodeWords text={ended.reason} />
      </p>
    );
  if (failed?.kind !== 'failed') return null;
  return (
    <div role="alert" className="mb-3 rounded-lg border border-bad bg-bad-tint px-4 py-2.5">
      {failed.code === 'LAB_REFUSED' ? (
        <p>
          <strong className="text-bad">✕ The lab did not make this call.</strong>{' '}
          <CodeWords text={failed.observed.replace(/^[A-Z_]+: /, '')} />
        </p>
      ) : (
        <p>
          <strong className="text-bad">✕ This time the kernel did something else.</strong> The step is about
          this: <CodeWords text={expectedWords(failed.step)} /> What happened instead is in the programs and
          on the wire.
        </p>
      )}
      <button type="button" className="button mt-2" disabled={state.isBusy} onClick={() => void run.again()}>
        Try this step again
      </button>
    </div>
  );
}

function Onward({
  run,
  isLast,
  next,
}: {
  run: GuideRun;
  isLast: boolean;
  next: { readonly lab: string; readonly title: string } | null;
}) {
  const onward = () => {
    run.read();
    void run.goTo(run.snapshot().index + 1);
  };
  useKeys({ Enter: isLast ? undefined : onward });
  useEffect(() => {
    if (isLast) run.read();
  }, [isLast, run]);
  if (!isLast)
    return (
      <button type="button" className="button button-strong" onClick={onward}>
        Go on <kbd className="key">↵</kbd>
      </button>
    );
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="font-semibold text-good">✓ That was the whole lab.</p>
      <LoadBoundary failed={null}>
        <Suspense>
          <LabAchieved guide={run.guide} />
        </Suspense>
      </LoadBoundary>
      {next && (
        <SoftLink href={`/lab/${next.lab}`} className="button button-strong">
          Next: {next.title}
        </SoftLink>
      )}
      <SoftLink href="/labs" className="button">
        All labs
      </SoftLink>
    </div>
  );
}
