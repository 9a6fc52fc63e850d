'use client';

import type { SocketRecord } from '#lib/lab/protocol.ts';
import type { ProgramMoment } from '#lib/lab/timeline/moment.ts';
import { AcceptQueue } from './accept-queue.tsx';
import { addressText } from './address-text.ts';
import { useLabPart } from './lab-context.ts';
import { StateBadge } from './state-badge.tsx';
import { timeText } from './time-text.ts';

/** A program's sockets as the kernel has them: with a descriptor, and those that have none yet or no more. */
export function DescriptorList({ program }: { program: ProgramMoment }) {
  const sockets = useLabPart(({ moment }) => moment.sockets);
  const without = [...sockets.values()].filter(
    (record) => record.fd === null && record.program === program.name,
  );
  if (program.descriptors.length + without.length === 0) return null;
  return (
    <ul className="border-t border-line px-4 py-2 text-[0.8125rem]" aria-label={`Sockets of ${program.name}`}>
      {program.descriptors.map(({ fd, name, record }) => (
        <li key={fd} className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 py-1">
          <span className="font-mono whitespace-nowrap">
            <span className="text-soft">fd {fd}</span> {name}
          </span>
          {record && <Facts record={record} />}
        </li>
      ))}
      {without.map((record) => (
        <li key={record.id} className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 py-1 text-soft">
          <span className="whitespace-nowrap">
            {isWaiting(record) ? 'not accepted yet' : 'closed, still in the kernel'}
          </span>
          <Facts record={record} />
        </li>
      ))}
    </ul>
  );
}

function isWaiting({ state }: SocketRecord): boolean {
  return state === 'ESTABLISHED' || state === 'SYN-RECEIVED' || state === 'CLOSE-WAIT';
}

function Facts({ record }: { record: SocketRecord }) {
  const { state, acceptQueue, unreadBytes, unacknowledgedBytes, measures, timer, peer } = record;
  return (
    <>
      <StateBadge state={state} />
      <span className="font-mono text-xs">{addressText(record)}</span>
      <span className="ml-auto text-right text-xs text-soft">
        {acceptQueue && <AcceptQueue {...acceptQueue} />}
        {!acceptQueue && peer !== null && unreadBytes !== null && (
          <span className={unreadBytes > 0 ? 'font-semibold text-ink' : ''}>{unreadBytes} B to read</span>
        )}
        {(unacknowledgedBytes ?? 0) > 0 && (
          <span className="font-semibold text-ink"> · {unacknowledgedBytes} B unacknowledged</span>
        )}
        {measures && measures.retransmissions > 0 && (
          <span className="text-bad">
            {' '}
            · {measures.retransmissions} sent again · rto {Math.round(measures.rtoMs)} ms
          </span>
        )}
        {timer?.kind === 'time-wait' && <GoneIn endsAt={timer.endsAt} />}
      </span>
    </>
  );
}

/** @param endsAt µs since the log began */
function GoneIn({ endsAt }: { endsAt: number }) {
  const at = useLabPart(({ moment }) => moment.at);
  return <span> · gone in {timeText(Math.max(0, endsAt - at))}</span>;
}
