'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { WirePanel } from '#components/lab/diagram/wire-panel.tsx';
import { useLabPart } from '#components/lab/model/lab-context.ts';
import { clientsText, serverName } from '#components/lab/model/lanes.ts';
import { CallAnnouncer } from '#components/lab/view/call-announcer.tsx';
import { LinkBanner } from '#components/lab/view/link-banner.tsx';
import { LossMenu } from '#components/lab/view/loss-menu.tsx';
import { ProgramPanel } from '#components/lab/view/program-panel.tsx';
import { TimeBar } from '#components/lab/view/time-bar.tsx';
import { TranscriptMenu } from '#components/lab/view/transcript-menu.tsx';

type Tab = 'step' | 'server' | 'wire' | 'client';

interface Guided {
  readonly panel: ReactNode;
  /** Changes with every stage. */
  readonly stage: string;
  /** The program in which something was just done; `key` changes with every such thing. */
  readonly focus: { readonly program: string; readonly key: string } | null;
  /** Inside another page it takes its place in the flow, and no more. */
  readonly isEmbedded: boolean;
}

/** The programs, the wire between them, and the time: what every lab is made of. */
export function LabView({
  names,
  guided = null,
  onByHand,
}: {
  /** Programs that are shown before they have called anything. */
  names: readonly string[];
  /** What leads through a lab; `null`: nothing does. */
  guided?: Guided | null;
  /** Something was done that no lab's step did. */
  onByHand?: (() => void) | undefined;
}) {
  const begunNames = useLabPart(({ snapshot }) => snapshot.programs.map(({ name }) => name).join(' '));
  const segments = useLabPart(
    ({ diagram }) => diagram.rows.filter(({ mark }) => mark.kind === 'segment').length,
  );
  const [added, setAdded] = useState<readonly string[]>([]);
  const home: Tab = guided === null ? 'server' : 'step';
  const [chosen, setChosen] = useState<{ readonly tab: Tab; readonly stage: string }>({
    tab: home,
    stage: '',
  });
  const stage = guided?.stage ?? '';
  // Another stage begins with what there is to read.
  const tab = chosen.stage === stage ? chosen.tab : home;
  const setTab = (wanted: Tab) => setChosen({ tab: wanted, stage });
  const clientsRef = useRef<HTMLDivElement>(null);
  const { program: busy, key: busyKey } = guided?.focus ?? { program: null, key: '' };
  useEffect(() => {
    const panel = busy === null ? null : clientsRef.current?.querySelector(`[data-program="${busy}"]`);
    const column = clientsRef.current;
    if (!(panel instanceof HTMLElement) || column === null) return;
    // Of several clients the one that did something is in sight; the page itself stays where it is.
    column.scrollTop = panel.offsetTop - column.offsetTop;
  }, [busy, busyKey]);
  const begun = begunNames === '' ? [] : begunNames.split(' ');
  const programs = [...new Set([...names, ...begun, ...added])];
  const clients = programs.filter((name) => name !== serverName);
  const isCockpit = guided !== null && !guided.isEmbedded;
  const shownIf = (wanted: Tab) => (tab === wanted ? '' : 'max-lg:hidden');
  return (
    <>
      <LinkBanner />
      <CallAnnouncer />
      <div
        role="group"
        aria-label="Part of the lab"
        className="sticky top-0 z-10 mb-3 grid auto-cols-fr grid-flow-col overflow-hidden rounded-lg border border-line bg-panel lg:hidden"
      >
        {guided !== null && (
          <TabButton
            name="Step"
            tab="step"
            chosen={tab}
            onChoose={setTab}
            look="aria-pressed:bg-sunk aria-pressed:text-ink"
          />
        )}
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
          name={clientsText(clients)}
          tab="client"
          chosen={tab}
          onChoose={setTab}
          look="aria-pressed:bg-client-tint aria-pressed:text-client"
        />
      </div>
      <div className={isCockpit ? 'cockpit' : ''}>
        {guided !== null && <div className={`cockpit-guide ${shownIf('step')}`}>{guided.panel}</div>}
        <div
          className={`cockpit-evidence grid grid-cols-[minmax(0,1fr)] items-start gap-3 ${guided ? '[--above-wire:38rem]' : '[--above-wire:25rem]'} lg:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)_minmax(0,1fr)]`}
        >
          <div className={shownIf('server')}>
            <ProgramPanel name={serverName} isGuided={guided !== null} onCall={onByHand} />
          </div>
          <div className={shownIf('wire')}>
            <WirePanel programs={programs} />
          </div>
          <div ref={clientsRef} className={`flex flex-col gap-3 ${shownIf('client')}`}>
            {clients.map((name) => (
              <ProgramPanel
                key={name}
                name={name}
                isGuided={guided !== null}
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
      </div>
      <Foot className={tab === 'step' ? 'max-lg:hidden' : ''} onByHand={onByHand} />
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
      className={`min-h-10 min-w-0 truncate px-1 font-medium text-soft aria-pressed:font-semibold ${look}`}
      onClick={() => onChoose(tab)}
    >
      {name}
    </button>
  );
}

function Foot({ className, onByHand }: { className: string; onByHand: (() => void) | undefined }) {
  return (
    <div
      className={`sticky bottom-0 z-10 -mx-4 mt-3 flex flex-wrap items-center gap-2 border-t border-line bg-panel px-4 py-2.5 sm:-mx-7 sm:px-7 [@media(max-height:22rem)]:static ${className}`}
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
