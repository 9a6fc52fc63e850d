import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import type { SocketRecord } from '#lib/lab/protocol/messages.ts';
import type { CallLine, Snapshot } from '#lib/lab/timeline/snapshot.ts';
import { peerOf } from '#lib/lab/timeline/sockets.ts';

type Wait = Extract<LabEvent, { type: 'blocked' }>['waitsFor'];

/** What it waits for, and what ends that. */
function reasonOf(waitsFor: Wait, name: string, port: number | null): string {
  const call = `\`${name}()\``;
  switch (waitsFor) {
    case 'connection': {
      const where = port === null ? 'this port' : `port ${String(port)}`;
      return `${call} waits for a connection, and the queue is empty; it returns when a client connects to ${where}.`;
    }
    case 'handshake':
      return `${call} waits for the handshake; it ends when the SYN-ACK comes, and the kernel sends the SYN again until then.`;
    case 'data':
      return `${call} waits for data, and there are no unread bytes; it ends when the other side sends something, or closes.`;
    case 'room':
      return `${call} waits for room in the send buffer; it continues when the other side reads, so that its kernel takes more, or when lost bytes are acknowledged at last.`;
    case 'event':
      return `${call} waits until one of its descriptors is ready, or its time has passed.`;
    case 'delivery':
      return `${call} waits until the other side has acknowledged the bytes sent before, because of \`SO_LINGER\`.`;
    default:
      return waitsFor satisfies never;
  }
}

function timeoutOf({ call }: CallLine, snapshot: Snapshot, program: string): string {
  if (!('fd' in call)) return '';
  const lines = snapshot.programs.find(({ name }) => name === program)?.lines ?? [];
  const last = lines.findLast(
    (line) =>
      line.kind === 'call' &&
      (line.call.name === 'settimeout' || line.call.name === 'setblocking') &&
      line.call.fd === call.fd &&
      line.outcome?.kind === 'returned' &&
      line.outcome.result.ok,
  );
  const isLimited = last?.kind === 'call' && last.call.name === 'settimeout' && last.call.args[0] !== null;
  return isLimited ? ' It gives up when the timeout of the socket has passed.' : '';
}

/** Why nothing answers the SYN, if the listening socket is in this lab. */
function fullQueueOf(waitsFor: Wait, port: number | null, { sockets }: Snapshot): string {
  if (waitsFor !== 'handshake' || port === null) return '';
  for (const { state, local, acceptQueue } of sockets.values())
    if (
      state === 'LISTEN' &&
      local?.port === port &&
      acceptQueue &&
      acceptQueue.waiting > acceptQueue.backlog
    )
      return ` The queue of port ${String(port)} is full, so Linux drops the SYN; \`accept()\` makes room.`;
  return '';
}

/** The call in which the program at the other end waits, if it waits in one; `null`: it can act. */
function otherWaits(record: SocketRecord, snapshot: Snapshot): CallLine | null {
  const peer = peerOf(snapshot, record)?.record;
  const lines = snapshot.programs.find(({ name }) => name === peer?.program)?.lines ?? [];
  const waiting = lines.filter(
    (line): line is CallLine => line.kind === 'call' && line.outcome === null && line.blocked !== null,
  );
  const onPeer = waiting.find(({ blocked }) => blocked?.fd === peer?.fd);
  if (onPeer !== undefined) return onPeer;
  // Another thread of it may act.
  const threads = snapshot.programs.find(({ name }) => name === peer?.program)?.threads ?? [];
  return threads.length === 1 ? (waiting[0] ?? null) : null;
}

/** What keeps the other side from acting, if the lab knows it: two that wait for each other wait forever. */
function othersPartOf(waitsFor: Wait, record: SocketRecord | null | undefined, snapshot: Snapshot): string {
  if (record == null || (waitsFor !== 'data' && waitsFor !== 'room')) return '';
  const other = otherWaits(record, snapshot);
  const needed = waitsFor === 'data' ? 'sends' : 'reads';
  if (other === null || other.blocked === null) return '';
  const { program, call, blocked } = other;
  if (blocked.waitsFor === 'room' && waitsFor === 'room')
    return ` \`${program}\` waits in \`${call.name}()\`, too: each waits until the other reads, so neither ever returns. One side has to read first, or in a second thread.`;
  if (
    blocked.waitsFor === 'data' &&
    waitsFor === 'data' &&
    blocked.fd === peerOf(snapshot, record)?.record.fd
  )
    return ` \`${program}\` waits in \`${call.name}()\`, too: each waits until the other sends, so neither ever returns. One side has to send first.`;
  if (blocked.waitsFor === 'room' || blocked.waitsFor === 'delivery') return '';
  return ` \`${program}\` itself waits in \`${call.name}()\` now, and ${needed} nothing until that returns.`;
}

/**
 * What a call that is blocked waits for, who wakes it, and that it costs nothing meanwhile; an empty string for one that
 * is not blocked.
 */
export function explainWait(line: CallLine, snapshot: Snapshot): string {
  const { blocked, call, program } = line;
  if (blocked === null) return '';
  const descriptors = snapshot.programs.find(({ name }) => name === program)?.descriptors ?? [];
  const record = descriptors.find(({ fd }) => fd === blocked.fd)?.record;
  const port = record?.local?.port ?? null;
  const full = fullQueueOf(blocked.waitsFor, record?.peer?.port ?? null, snapshot);
  const others = othersPartOf(blocked.waitsFor, record, snapshot);
  const sleep = 'Until then the thread sleeps, and uses no processor time.';
  return `${reasonOf(blocked.waitsFor, call.name, port)}${full}${others}${timeoutOf(line, snapshot, program)} ${sleep}`;
}
