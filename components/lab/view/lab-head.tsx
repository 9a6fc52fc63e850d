'use client';

import type { ReactNode } from 'react';
import { useLabPart } from '#components/lab/model/lab-context.ts';
import { Disclosure } from '#components/ui/disclosure.tsx';
import type { Network } from '#lib/lab/protocol/messages.ts';

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
      <NetworkFacts network={network} />
    </Disclosure>
  );
}

function NetworkFacts({ network }: { network: Network }) {
  const { settings } = network;
  return (
    <div className="w-96 max-w-full p-4 text-sm">
      <p>
        {network.kind === 'private'
          ? 'The programs have a network of their own. Nothing else can be reached from it, and nobody else is in it, so every port is free.'
          : 'The programs use the loopback interface of this computer.'}
      </p>
      {network.reason && <p className="mt-1 text-soft">{network.reason}</p>}
      <ul className="mt-3 flex flex-col gap-1">
        <Possible name="States and queues of sockets" what={network.sockets} />
        <Possible name="Segments on the wire" what={network.capture} />
        <Possible name="Losing segments" what={network.loss} />
      </ul>
      <dl className="mt-3 grid grid-cols-[1fr_auto] gap-x-4 text-soft">
        <Fact name="Longest backlog (somaxconn)" value={settings.maxBacklog} />
        <Fact name="First port without privilege" value={settings.firstUnprivilegedPort} />
        <Fact name="Ports for clients" value={settings.ephemeralPorts?.join('–') ?? null} />
        <Fact
          name="A SYN is repeated"
          value={settings.synRetries === null ? null : `${String(settings.synRetries)} times`}
        />
      </dl>
    </div>
  );
}

function Possible({ name, what }: { name: string; what: Network['capture'] }) {
  return (
    <li>
      <span className={what.possible ? 'text-good' : 'text-waiting'}>{what.possible ? '✓' : '–'}</span> {name}
      {!what.possible && <span className="block pl-5 text-soft">Not here. {what.reason}</span>}
    </li>
  );
}

function Fact({ name, value }: { name: string; value: string | number | null }) {
  if (value === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd className="text-right tabular-nums">{value}</dd>
    </>
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
