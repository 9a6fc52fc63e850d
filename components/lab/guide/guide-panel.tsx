'use client';

import { useEffect, useRef, useSyncExternalStore } from 'react';
import { GuideQuestion, GuideVerdict } from '#components/lab/guide/guide-question.tsx';
import {
  type GuideRun,
  type GuideSnapshot,
  isObservation,
  type StepView,
} from '#components/lab/guide/guide-run.ts';
import { useLabSnapshot } from '#components/lab/model/lab-context.ts';
import { useKeys } from '#components/ui/keys.tsx';
import { InlineMarkup, Markup } from '#components/ui/markup.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';

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
    <section className="panel mb-3 p-4 sm:p-5" aria-label="The lab, step by step">
      {index === 0 && guide.introduction && phase !== 'done' && !isEmbedded && (
        <Markup html={guide.introduction} className="mb-3 max-w-prose text-soft" />
      )}
      <h2 ref={titleRef} tabIndex={-1} className="text-lg font-semibold">
        <InlineMarkup html={stage.title} />
      </h2>
      <div className="mt-2 grid items-start gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,27rem)]">
        <div>
          {stage.prose && <Markup html={stage.prose} className="mb-3 max-w-prose" />}
          <Talk run={run} state={state} />
        </div>
        <div>
          <Steps state={state} />
          <Failure state={state} run={run} />
          {phase === 'run' && <RunButtons run={run} state={state} hasKey={!isEmbedded} />}
          {phase === 'done' && !isEmbedded && (
            <Onward run={run} isLast={index === guide.stages.length - 1} next={next} />
          )}
        </div>
      </div>
      {state.isOffPath && <OffPath run={run} isBusy={state.isBusy} />}
    </section>
  );
}

/** What is asked, and what is said of the answers. */
function Talk({ run, state: { stage, phase, predicted, seen } }: { run: GuideRun; state: GuideSnapshot }) {
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
          onSaid={(said) => run.predict(said)}
        />
        <button
          type="button"
          className="mt-2 text-sm text-soft underline"
          onClick={() => run.skipPrediction()}
        >
          Run it without a guess
        </button>
      </>
    );
  if (stage.question !== null && phase === 'see')
    return (
      <GuideQuestion
        key={`${stage.id}-seen`}
        question={stage.question}
        seed={seed}
        legend="Look at the programs and the wire. What did you see?"
        action="That is what I saw"
        onSaid={(said) => run.see(said)}
      />
    );
  if (phase === 'run')
    return predicted === null ? null : (
      <p className="text-soft">
        You predict: <span className="text-ink">{predicted.answer}</span>
      </p>
    );
  return (
    <>
      {stage.question && <GuideVerdict question={stage.question} predicted={predicted} seen={seen} />}
      {stage.why && (
        <div className="mt-3 max-w-prose">
          <strong>Why.</strong> <Markup html={stage.why} className="inline [&>p:first-child]:inline" />
        </div>
      )}
    </>
  );
}

function OffPath({ run, isBusy }: { run: GuideRun; isBusy: boolean }) {
  return (
    <div className="mt-4 flex flex-wrap items-center gap-3 rounded-lg border border-waiting bg-waiting-tint px-4 py-2.5">
      <p className="min-w-0 flex-1">
        You have left the lab’s path. Try what you like; the way back plays the lab again up to here.
      </p>
      <button type="button" className="button" disabled={isBusy} onClick={() => void run.returnToPath()}>
        Back to the path
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

/** Lines that say what must come of a call are no secret once the student has said what was seen. */
function shownSteps({
  steps,
  phase,
  stage,
}: GuideSnapshot): readonly (StepView & { readonly index: number })[] {
  const isOpen = phase === 'done';
  return steps.flatMap((step, index) => {
    const isRun =
      step.outcome !== null && (isOpen || stage.question === null || step.outcome.kind !== 'passed');
    if (isRun) return [{ ...step, index }];
    if (isObservation(step.step)) return [];
    return [{ ...step, index, text: step.text.split('\n', 1)[0] ?? '' }];
  });
}

/** The lines of a stage, those that were run marked. */
function Steps({ state }: { state: GuideSnapshot }) {
  const { done, isBusy } = state;
  const shown = shownSteps(state);
  if (shown.length === 0) return null;
  return (
    <ol
      className="mb-3 overflow-x-auto rounded-lg border border-line bg-ground py-1.5 font-mono text-[0.8125rem]"
      aria-label="Steps"
    >
      {shown.map((step) => (
        <li
          key={step.index}
          aria-current={step.index === done ? 'step' : undefined}
          className={`flex gap-3 px-3 py-0.5 ${step.index === done ? 'bg-sunk font-semibold' : ''} ${step.index > done ? 'text-soft' : ''}`}
        >
          <span className="w-4 shrink-0 text-center" aria-hidden="true">
            {step.index === done && isBusy ? '…' : sign(step, step.index === done)}
          </span>
          <span className="whitespace-pre-wrap">{step.text}</span>
          {step.outcome?.kind === 'skipped' && (
            <span className="font-sans text-soft">– not observable here: {step.outcome.reason}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

function sign({ outcome }: StepView, isNext: boolean): string {
  if (outcome === null) return isNext ? '▸' : '';
  return { passed: '✓', failed: '✕', skipped: '–' }[outcome.kind];
}

function Failure({ state, run }: { state: GuideSnapshot; run: GuideRun }) {
  const failed = state.steps.find(({ outcome }) => outcome?.kind === 'failed')?.outcome;
  const ended = state.steps.find(({ outcome }) => outcome?.kind === 'skipped' && outcome.endsScript)?.outcome;
  if (ended?.kind === 'skipped')
    return (
      <p role="status" className="mb-3 text-waiting">
        This host cannot show what follows. {ended.reason}
      </p>
    );
  if (failed?.kind !== 'failed') return null;
  return (
    <div role="alert" className="mb-3 rounded-lg border border-bad bg-bad-tint px-4 py-2.5">
      <p>
        <strong className="text-bad">✕ The kernel did something else.</strong> The lab expected:{' '}
        {failed.expected}. It was: {failed.observed}. {failed.help}
      </p>
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
