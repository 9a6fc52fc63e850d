'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { GuidePanel } from '#components/lab/guide/guide-panel.tsx';
import { GuideRun } from '#components/lab/guide/guide-run.ts';
import { focusOf, programsOf } from '#components/lab/guide/guided-lab.tsx';
import type { LabModel } from '#components/lab/model/lab-model.ts';
import { NetworkBadge } from '#components/lab/view/lab-head.tsx';
import { LabRoot } from '#components/lab/view/lab-root.tsx';
import { LabView } from '#components/lab/view/lab-view.tsx';
import { announce } from '#components/ui/announce.ts';
import type { Html, Prompt } from '#lib/cards/prompt.ts';
import type { Guide } from '#lib/guide/guide.ts';

type PromptLab = NonNullable<Prompt['lab']>;

/** The lab of a card, under the card: its own script, or the stage of a lab that it names. */
export function LabInPlace({
  lab,
  front,
  text,
  onClose,
}: {
  lab: PromptLab;
  front: Html;
  text: string;
  onClose: () => void;
}) {
  const { found, failed } = useGuide(lab, front, text);
  useEffect(() => announce('The lab of this card is open below it.'), []);
  return (
    <section aria-label="The lab of this card" className="mt-6" data-wide>
      <header className="mb-3 flex flex-wrap items-center gap-3">
        <h2 className="font-semibold">On the kernel</h2>
        {lab.kind === 'stage' && (
          <a href={`/lab/${lab.lab}#${lab.stage}`} className="text-sm text-soft underline">
            the whole lab
          </a>
        )}
        <button type="button" className="button ml-auto min-h-9" onClick={onClose}>
          Close <kbd className="key">R</kbd>
        </button>
      </header>
      {failed && (
        <p role="alert" className="text-bad">
          ✕ The lab could not be loaded. Check that the server runs, then try again.
        </p>
      )}
      {found && (
        <LabRoot keep={null} cards={{}} waiting={<p className="text-soft">Connecting to the lab …</p>}>
          {(model) => <Embedded model={model} guide={found.guide} first={found.first} />}
        </LabRoot>
      )}
    </section>
  );
}

function Embedded({ model, guide, first }: { model: LabModel; guide: Guide; first: number }) {
  const [run] = useState(() => new GuideRun(guide, model.store, () => undefined, first));
  const state = useSyncExternalStore(run.subscribe, run.snapshot, run.snapshot);
  useEffect(() => {
    void run.begin();
    return () => run.close();
  }, [run]);
  return (
    <>
      <div className="mb-2 flex justify-end">
        <NetworkBadge />
      </div>
      <LabView
        names={programsOf(guide)}
        guided={{
          panel: <GuidePanel run={run} isEmbedded next={null} />,
          stage: state.stage.id,
          focus: focusOf(state),
          isEmbedded: true,
        }}
        onByHand={() => run.leavePath()}
      />
    </>
  );
}

interface Found {
  readonly guide: Guide;
  readonly first: number;
}

/** A card's own script as a lab of one stage. */
function ownGuide({ script }: Extract<PromptLab, { kind: 'script' }>, front: Html, text: string): Found {
  return {
    first: 0,
    guide: {
      lab: 'card',
      title: text,
      number: 0,
      topics: [],
      file: '',
      introduction: null,
      stages: [
        {
          id: 'card',
          line: script.script.line,
          title: front,
          text,
          prose: null,
          question: null,
          why: null,
          part: { script: 0, from: 0, to: script.script.steps.length },
        },
      ],
      scripts: [script],
    },
  };
}

function useGuide(lab: PromptLab, front: Html, text: string): { found: Found | null; failed: boolean } {
  const [fetched, setFetched] = useState<Found | null>(null);
  const [failed, setFailed] = useState(false);
  const name = lab.kind === 'stage' ? lab.lab : null;
  const stage = lab.kind === 'stage' ? lab.stage : null;
  useEffect(() => {
    if (name === null) return;
    const aborter = new AbortController();
    fetch(`/api/labs/${name}`, { signal: aborter.signal })
      .then((response) =>
        response.ok ? response.json() : Promise.reject(new Error(String(response.status))),
      )
      .then((guide: Guide) =>
        setFetched({
          guide,
          first: Math.max(
            0,
            guide.stages.findIndex(({ id }) => id === stage),
          ),
        }),
      )
      .catch(() => aborter.signal.aborted || setFailed(true));
    return () => aborter.abort();
  }, [name, stage]);
  const [own] = useState(() => (lab.kind === 'script' ? ownGuide(lab, front, text) : null));
  return { found: own ?? fetched, failed };
}
