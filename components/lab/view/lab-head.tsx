'use client';

import { lazy, type ReactNode, Suspense } from 'react';
import { useLabPart } from '#components/lab/model/lab-context.ts';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { LoadBoundary, LoadFailed } from '#components/ui/load-boundary.tsx';

const NetworkFacts = lazy(() =>
  import('./network-facts.tsx').then((module) => ({ default: module.NetworkFacts })),
);

/** Which network the programs are in, and what this host can show of it. */
export function NetworkBadge() {
  const network = useLabPart(({ snapshot }) => snapshot.network);
  const link = useLabPart((snapshot) => snapshot.link);
  const transcript = useLabPart((snapshot) => snapshot.transcript);
  if (network === null)
    return <p className="text-sm text-soft">{link.kind === 'connecting' ? 'Connecting to the lab …' : ''}</p>;
  const isAllSeen = network.kind === 'private' && network.capture.possible;
  return (
    <Disclosure
      label="About the network"
      side="below"
      className="min-h-9 border-0 bg-transparent px-2 py-0.5 text-[0.8125rem] font-normal text-soft"
      summary={
        <>
          <span
            className={`size-2.5 rounded-full ${isAllSeen ? 'bg-good' : 'bg-waiting'}`}
            aria-hidden="true"
          />
          {transcript === null ? '' : 'Transcript · '}
          {network.kind === 'private' ? 'Private network' : 'Network of this computer'} · 127.0.0.1 ·{' '}
          {network.capture.possible ? 'segments captured' : 'segments not observable'}
        </>
      }
    >
      <LoadBoundary failed={<LoadFailed what="What is known of the network" className="p-4" />}>
        <Suspense>
          <NetworkFacts network={network} />
        </Suspense>
      </LoadBoundary>
    </Disclosure>
  );
}

/** The line above a lab: which it is, how far it is, and what network it has. */
export function LabHead({
  eyebrow,
  title,
  children,
}: {
  eyebrow?: string;
  title: string;
  children?: ReactNode;
}) {
  return (
    <header className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2" data-wide data-lab-head>
      <h1 className="text-lg font-semibold">
        {eyebrow && <span className="mr-2 font-normal text-soft">{eyebrow}</span>}
        {title}
      </h1>
      {children}
    </header>
  );
}
