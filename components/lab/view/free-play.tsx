'use client';

import type { LabModel } from '#components/lab/model/lab-model.ts';
import type { CardsByTerm } from '#components/lab/view/cards-by-term.ts';
import { LabHead, NetworkBadge } from '#components/lab/view/lab-head.tsx';
import { LabRoot } from '#components/lab/view/lab-root.tsx';
import { LabView } from '#components/lab/view/lab-view.tsx';

const title = 'Free play';
const programs = ['server', 'client'];

/** A lab without a plan: any call, in any order. */
export function FreePlay({ cards }: { cards: CardsByTerm }) {
  return (
    <LabRoot
      keep="free"
      cards={cards}
      waiting={
        <LabHead title={title}>
          <p className="text-sm text-soft">Connecting to the lab …</p>
        </LabHead>
      }
    >
      {(model) => (
        <>
          <LabHead title={title}>
            <ResetButton model={model} />
            <div className="ml-auto">
              <NetworkBadge />
            </div>
          </LabHead>
          <LabView names={programs} />
        </>
      )}
    </LabRoot>
  );
}

function ResetButton({ model }: { model: LabModel }) {
  return (
    <button type="button" className="button min-h-9" onClick={() => void model.reset()}>
      <span aria-hidden="true">↺</span> Reset
    </button>
  );
}
