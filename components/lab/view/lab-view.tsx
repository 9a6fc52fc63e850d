'use client';

import { type ReactNode, useState } from 'react';
import { WirePanel } from '#components/lab/diagram/wire-panel.tsx';
import { useLabPart } from '#components/lab/model/lab-context.ts';
import { roleOf, serverName } from '#components/lab/model/lanes.ts';
import { CallAnnouncer } from '#components/lab/view/call-announcer.tsx';
import { LinkBanner } from '#components/lab/view/link-banner.tsx';
import { LossMenu } from '#components/lab/view/loss-menu.tsx';
import { ProgramPanel } from '#components/lab/view/program-panel.tsx';
import { TimeBar } from '#components/lab/view/time-bar.tsx';
import { TranscriptMenu } from '#components/lab/view/transcript-menu.tsx';

type Tab = 'server' | 'wire' | 'client';

/** The programs, the wire between them, and the time: what every lab is made of. */
export function LabView({
  names,
  guide,
  focus = null,
  onByHand,
}: {
  /** Programs that are shown before they have called anything. */
  names: readonly string[];
  guide?: ReactNode;
  /** Where there is room for one part only, the program in which something was just done; `key` changes with every such thing. */
  focus?: { readonly program: string; readonly key: string } | null;
  /** Something was done that no lab's step did. */
  onByHand?: (() => void) | undefined;
}) {
  const begunNames = useLabPart(({ snapshot }) => snapshot.programs.map(({ name }) => name).join(' '));
  const segments = useLabPart(
    ({ diagram }) => diagram.rows.filter(({ mark }) => mark.kind === 'segment').length,
  );
  const [added, setAdded] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState<{ readonly tab: Tab; readonly at: string }>({ tab: 'server', at: '' });
  const at = focus?.key ?? '';
  const isFollowed = focus !== null && chosen.at !== at;
  const tab = isFollowed ? (roleOf(focus.program) === 'server' ? 'server' : 'client') : chosen.tab;
  const setTab = (wanted: Tab) => setChosen({ tab: wanted, at });
  const begun = begunNames === '' ? [] : begunNames.split(' ');
  const programs = [...new Set([...names, ...begun, ...added])];
  const clients = programs.filter((name) => name !== serverName);
  return (
    <>
      <LinkBanner />
      <CallAnnouncer />
      {guide}
      <div
        role="group"
        aria-label="Part of the lab"
        className="mb-3 grid grid-cols-3 overflow-hidden rounded-lg border border-line bg-panel lg:hidden"
      >
        <TabButton
          name="Server"
          tab="server"
          chosen={tab}
          onChoose={setTab}
          look="aria-pressed:bg-server-tint aria-pressed:text-server"
        />
        <TabButton
          name={`Wire · ${String(segments)}`}
          tab="wire"
          chosen={tab}
          onChoose={setTab}
          look="aria-pressed:bg-sunk aria-pressed:text-ink"
        />
        <TabButton
          name={clients.length > 1 ? `Clients · ${String(clients.length)}` : 'Client'}
          tab="client"
          chosen={tab}
          onChoose={setTab}
          look="aria-pressed:bg-client-tint aria-pressed:text-client"
        />
      </div>
      <div
        className={`grid grid-cols-[minmax(0,1fr)] items-start gap-3 ${guide ? '[--above-wire:38rem]' : '[--above-wire:25rem]'} lg:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)_minmax(0,1fr)]`}
      >
        <div className={tab === 'server' ? '' : 'max-lg:hidden'}>
          <ProgramPanel name={serverName} onCall={onByHand} />
        </div>
        <div className={tab === 'wire' ? '' : 'max-lg:hidden'}>
          <WirePanel programs={programs} />
        </div>
        <div className={`flex flex-col gap-3 ${tab === 'client' ? '' : 'max-lg:hidden'}`}>
          {clients.map((name) => (
            <ProgramPanel
              key={name}
              name={name}
              onCall={onByHand}
              onRemove={
                added.includes(name) && !begun.includes(name)
                  ? () => setAdded((before) => before.filter((other) => other !== name))
                  : undefined
              }
            />
          ))}
          <button
            type="button"
            className="button self-end"
            onClick={() => setAdded((before) => [...before, freeName(programs)])}
          >
            + another client
          </button>
        </div>
      </div>
      <Foot onByHand={onByHand} />
    </>
  );
}

/** `client2`, `client3` … */
function freeName(taken: readonly string[]): string {
  for (let number = 2; ; number += 1) {
    const name = `client${String(number)}`;
    if (!taken.includes(name)) return name;
  }
}

function TabButton({
  name,
  tab,
  chosen,
  onChoose,
  look,
}: {
  name: string;
  tab: Tab;
  chosen: Tab;
  onChoose: (tab: Tab) => void;
  look: string;
}) {
  return (
    <button
      type="button"
      aria-pressed={tab === chosen}
      className={`min-h-10 font-medium text-soft aria-pressed:font-semibold ${look}`}
      onClick={() => onChoose(tab)}
    >
      {name}
    </button>
  );
}

function Foot({ onByHand }: { onByHand: (() => void) | undefined }) {
  return (
    <div
      className="sticky bottom-0 z-10 -mx-4 mt-3 flex flex-wrap items-center gap-2 border-t border-line bg-panel px-4 py-2.5 sm:-mx-7 sm:px-7 [@media(max-height:22rem)]:static"
      data-lab-foot
    >
      <TimeBar />
      <div className="ml-auto flex gap-2">
        <LossMenu onLose={onByHand} />
        <TranscriptMenu />
      </div>
    </div>
  );
}
