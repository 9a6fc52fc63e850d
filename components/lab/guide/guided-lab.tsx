'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { GuidePanel } from '#components/lab/guide/guide-panel.tsx';
import {
  GuideRun,
  type GuideSnapshot,
  type Said,
  type StageResult,
} from '#components/lab/guide/guide-run.ts';
import type { LabModel } from '#components/lab/model/lab-model.ts';
import type { CardsByTerm } from '#components/lab/view/cards-by-term.ts';
import { LabHead, NetworkBadge } from '#components/lab/view/lab-head.tsx';
import { LabRoot } from '#components/lab/view/lab-root.tsx';
import { LabView } from '#components/lab/view/lab-view.tsx';
import { announce } from '#components/ui/announce.ts';
import type { Guide } from '#lib/guide/guide.ts';

interface NextLab {
  readonly lab: string;
  readonly title: string;
}

/** A lab with a plan: stage by stage, with questions before the kernel answers them. */
export function GuidedLab({
  guide,
  next,
  cards,
}: {
  guide: Guide;
  next: NextLab | null;
  cards: CardsByTerm;
}) {
  return (
    <LabRoot
      keep={null}
      cards={cards}
      waiting={
        <LabHead eyebrow={`Lab ${String(guide.number)}`} title={guide.title}>
          <p className="text-sm text-soft">Connecting to the lab …</p>
        </LabHead>
      }
    >
      {(model) => <GuidedRun model={model} guide={guide} next={next} />}
    </LabRoot>
  );
}

function stageInAddress(guide: Guide): number {
  const id = location.hash.slice(1);
  return Math.max(
    0,
    guide.stages.findIndex((stage) => stage.id === id),
  );
}

const inLog = ({ answer, verdict }: Said) => ({ answer, verdict });

function note(guide: Guide, { stage, predicted, seen, outcome }: StageResult): void {
  const entry = {
    kind: 'lab',
    lab: guide.lab,
    stage,
    outcome,
    ...(predicted === null ? {} : { predicted: inLog(predicted) }),
    ...(seen === null ? {} : { seen: inLog(seen) }),
  } as const;
  const at = Date.now();
  import('#components/data/use-reviews.ts')
    .then(({ reviewStore }) => reviewStore().append([entry], at))
    .catch(() =>
      announce('What you did in this step could not be written into your log. Check that the server runs.'),
    );
}

function GuidedRun({ model, guide, next }: { model: LabModel; guide: Guide; next: NextLab | null }) {
  const [run] = useState(
    () => new GuideRun(guide, model.store, (result) => note(guide, result), stageInAddress(guide)),
  );
  const state = useSyncExternalStore(run.subscribe, run.snapshot, run.snapshot);
  const { index, stage } = state;
  useEffect(() => {
    void run.begin();
    return () => run.close();
  }, [run]);
  // A reload, and a link that is passed on, lead to the same stage.
  useEffect(() => {
    history.replaceState(history.state, '', index === 0 ? location.pathname : `#${stage.id}`);
  }, [index, stage.id]);
  const count = guide.stages.length;
  return (
    <>
      <LabHead eyebrow={`Lab ${String(guide.number)}`} title={guide.title}>
        <div className="flex items-center gap-2 text-sm text-soft">
          <ol className="flex gap-1" aria-hidden="true">
            {guide.stages.map(({ id }, at) => (
              <li
                key={id}
                className={`h-1.5 w-5 rounded-full max-sm:w-3 ${at < index ? 'bg-ink' : at === index ? 'bg-edge' : 'bg-line'}`}
              />
            ))}
          </ol>
          step {index + 1} of {count}
        </div>
        <div className="flex gap-1.5" role="group" aria-label="Parts of the lab">
          <button
            type="button"
            aria-label="The previous step"
            className="button min-h-9 px-2.5"
            disabled={index === 0}
            onClick={() => void run.goTo(index - 1)}
          >
            ◀
          </button>
          <button
            type="button"
            aria-label="The next step"
            className="button min-h-9 px-2.5"
            disabled={index === count - 1}
            onClick={() => void run.goTo(index + 1)}
          >
            ▶
          </button>
          <button type="button" className="button min-h-9" onClick={() => void run.fromTheStart()}>
            <span aria-hidden="true">↺</span> Reset
          </button>
        </div>
        <div className="ml-auto">
          <NetworkBadge />
        </div>
      </LabHead>
      <LabView
        names={programsOf(guide)}
        guided={{
          panel: <GuidePanel run={run} next={next} />,
          stage: stage.id,
          focus: focusOf(state),
          isEmbedded: false,
        }}
        onByHand={() => run.leavePath()}
      />
    </>
  );
}

/** The program whose call was the last one of the stage so far. */
export function focusOf({ steps, done, index }: GuideSnapshot): { program: string; key: string } | null {
  const last = steps.slice(0, done).findLast(({ step }) => step.kind === 'call')?.step;
  return last?.kind === 'call'
    ? { program: last.who.program, key: `${String(index)}-${String(done)}` }
    : null;
}

/** Every program that a lab's scripts speak of, in their order; the server has its place in any case. */
export function programsOf({ scripts }: Guide): readonly string[] {
  const names = scripts.flatMap(({ script }) =>
    script.steps.flatMap((step) => (step.kind === 'call' ? [step.who.program] : [])),
  );
  return [...new Set(names)];
}
