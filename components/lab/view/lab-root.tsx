'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { LabContext } from '#components/lab/model/lab-context.ts';
import { LabModel } from '#components/lab/model/lab-model.ts';
import type { CardsByTerm } from '#components/lab/view/cards-by-term.ts';
import { CardsByTermContext } from '#components/lab/view/cards-on-error.tsx';
import { browserEnvironment } from '#lib/lab-client/environment.ts';
import { LabStore } from '#lib/lab-client/lab-store.ts';
import { sessionStorageOf } from '#lib/lab-client/stored-session.ts';

/**
 * Opens a session of the lab for the part of the page inside it, and leaves it when that part goes. Nothing is painted before
 * there is a browser to connect from.
 *
 * @param keep names the session that a reload goes on with, and who comes back from another page; `null`: both begin again
 */
export function LabRoot({
  keep,
  cards,
  waiting,
  children,
}: {
  keep: string | null;
  cards: CardsByTerm;
  waiting: ReactNode;
  children: (model: LabModel) => ReactNode;
}) {
  const model = useOwnModel(keep);
  if (model === null) return waiting;
  return (
    <LabContext value={model}>
      <CardsByTermContext value={cards}>{children(model)}</CardsByTermContext>
    </LabContext>
  );
}

function useOwnModel(keep: string | null): LabModel | null {
  const [model, setModel] = useState<LabModel | null>(null);
  useEffect(() => {
    const store = new LabStore(browserEnvironment(), keep === null ? null : sessionStorageOf(keep));
    const own = new LabModel(store);
    store.open({ asRoot: false });
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the session belongs to the browser, and ends with the page
    setModel(own);
    return () => own.leave();
  }, [keep]);
  return model;
}
