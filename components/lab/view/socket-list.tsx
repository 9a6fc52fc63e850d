'use client';

import { useLabPart } from '#components/lab/model/lab-context.ts';
import { timeText } from '#components/lab/model/time-text.ts';
import type { Endpoint, SocketRecord } from '#lib/lab/protocol/messages.ts';
import type { TcpState } from '#lib/lab/protocol/tcp-state.ts';
import type { ProgramSnapshot } from '#lib/lab/timeline/snapshot.ts';

/** This many places are drawn; a longer queue is shown as numbers. */
const mostDrawn = 8;

/** Connections that wait for `accept`, as places that fill. A backlog of n has room for n + 1. */
function AcceptQueue({ waiting, backlog }: { waiting: number; backlog: number }) {
  const room = backlog + 1;
  const text = `${String(waiting)} of ${String(room)} waiting for accept`;
  return (
    <span
      className="inline-flex items-center gap-1.5"
      title={`backlog ${String(backlog)}: room for ${String(room)}`}
    >
      {room <= mostDrawn && (
        <span className="inline-flex gap-0.5" aria-hidden="true">
          {Array.from({ length: room }, (_, place) => (
            <span
              key={place}
              className={`size-3 rounded-xs border ${place < waiting ? 'border-server bg-server' : 'border-edge'}`}
            />
          ))}
        </span>
      )}
      <span className={waiting >= room ? 'font-semibold text-waiting' : ''}>
        {waiting >= room ? `full: ${text}` : text}
      </span>
    </span>
  );
}

function endText({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}

/** `127.0.0.1:65000`; of a connection both ports, and the addresses where they are not the usual ones. */
function addressText({ local, peer }: Pick<SocketRecord, 'local' | 'peer'>): string {
  if (local === null) return 'no address yet';
  if (peer === null) return endText(local);
  const isPlain = local.address === '127.0.0.1' && peer.address === '127.0.0.1';
  return isPlain ? `:${String(local.port)} ↔ :${String(peer.port)}` : `${endText(local)} ↔ ${endText(peer)}`;
}

const looks: Partial<Record<TcpState, string>> = {
  LISTEN: 'border-server text-server',
  ESTABLISHED: 'border-good text-good',
  'SYN-SENT': 'border-waiting text-waiting',
  'SYN-RECEIVED': 'border-waiting text-waiting',
};

/** A state of RFC 9293, or that it cannot be seen here. */
function StateBadge({ state }: { state: TcpState | null }) {
  return (
    <span
      className={`rounded border px-1.5 font-mono text-xs leading-5 whitespace-nowrap ${state === null ? 'border-line text-soft' : (looks[state] ?? 'border-edge text-ink')}`}
    >
      {state ?? 'not observable'}
    </span>
  );
}

/** A program's sockets as the kernel has them: with a descriptor, and those that have none yet or no more. */
export function DescriptorList({ program }: { program: ProgramSnapshot }) {
  const sockets = useLabPart(({ snapshot }) => snapshot.sockets);
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
  const { type, state, acceptQueue, unreadBytes, unacknowledgedBytes, tcpInfo, timer, peer } = record;
  return (
    <>
      {type === 'SOCK_DGRAM' ? (
        <span className="text-xs text-soft">UDP: its datagrams are not shown</span>
      ) : (
        <StateBadge state={state} />
      )}
      <span className="font-mono text-xs">{addressText(record)}</span>
      <span className="ml-auto text-right text-xs text-soft">
        {acceptQueue && <AcceptQueue {...acceptQueue} />}
        {!acceptQueue && peer !== null && unreadBytes !== null && (
          <span className={unreadBytes > 0 ? 'font-semibold text-ink' : ''}>{unreadBytes} B to read</span>
        )}
        {(unacknowledgedBytes ?? 0) > 0 && (
          <span className="font-semibold text-ink"> · {sendBufferText(record)}</span>
        )}
        {tcpInfo && tcpInfo.retransmissions > 0 && (
          <span className="text-bad">
            {' '}
            · {tcpInfo.retransmissions} sent again · rto {Math.round(tcpInfo.rtoMs)} ms
          </span>
        )}
        {timer?.kind === 'time-wait' && <GoneIn endsAt={timer.endsAt} />}
      </span>
    </>
  );
}

/** What the send buffer holds: bytes on their way, and bytes that the kernel has not sent yet. */
function sendBufferText({ unacknowledgedBytes, tcpInfo }: SocketRecord): string {
  const held = unacknowledgedBytes ?? 0;
  if (tcpInfo === null) return `${String(held)} B in the send buffer`;
  const sent = Math.min(held, tcpInfo.bytesSent - tcpInfo.bytesAcknowledged);
  return [
    ...(sent > 0 ? [`${String(sent)} B unacknowledged`] : []),
    ...(held > sent ? [`${String(held - sent)} B not sent yet`] : []),
  ].join(' · ');
}

/** @param endsAt µs since the log began */
function GoneIn({ endsAt }: { endsAt: number }) {
  const at = useLabPart(({ snapshot }) => snapshot.at);
  return <span> · gone in {timeText(Math.max(0, endsAt - at))}</span>;
}
