import { type TcpState, tcpStates } from '#lib/lab/protocol/tcp-state.ts';
import {
  tcpInfoFieldNames,
  type TcpInfoNode,
  type QueueNode,
  type Step,
} from '#lib/lab/script/syntax/ast.ts';
import { type Cursor, meant } from '#lib/lab/script/syntax/cursor.ts';
import { parseComparison, parseSocketReference } from '#lib/lab/script/syntax/operands.ts';
import { parseWithin } from '#lib/lab/script/syntax/operands.ts';

/** Spellings of kernels and tools (`ss`, `netstat`, `/proc/net/tcp`) that differ by more than hyphens. */
const otherNames = new Map<string, TcpState>([
  ['CLOSE', 'CLOSED'],
  ['UNCONN', 'CLOSED'],
  ['LISTENING', 'LISTEN'],
  ['ESTAB', 'ESTABLISHED'],
  ['CONNECTED', 'ESTABLISHED'],
  ['SYN-RECV', 'SYN-RECEIVED'],
  ['SYN-RCVD', 'SYN-RECEIVED'],
  ['FIN-WAIT1', 'FIN-WAIT-1'],
  ['FIN-WAIT2', 'FIN-WAIT-2'],
  ['FINWAIT1', 'FIN-WAIT-1'],
  ['FINWAIT2', 'FIN-WAIT-2'],
]);

/** The state of that very name. */
function stateNamed(name: string): TcpState | null {
  return tcpStates.find((state) => state === name) ?? null;
}

/** The state that was probably meant by another spelling. */
function stateMeant(name: string): TcpState | null {
  const spelled = name.toUpperCase().replaceAll('_', '-');
  return stateNamed(spelled) ?? otherNames.get(spelled) ?? meant(spelled, tcpStates, { maxEdits: 3 });
}

/** `state c ESTABLISHED unread 5 within 3s`; the cursor is behind the first word. */
export function parseState(cursor: Cursor, start: number): Step | null {
  const socket = parseSocketReference(cursor);
  if (socket === null) return null;
  const state = parseTcpState(cursor);
  if (state === null) return null;
  const queues: QueueNode[] = [];
  const measured: TcpInfoNode[] = [];
  for (;;) {
    const range = cursor.from(start);
    const withinMs = parseWithin(cursor);
    if (withinMs === undefined) return null;
    if (cursor.isAtEnd() || withinMs !== null)
      return {
        kind: 'state',
        socket,
        state,
        queue: queues[0] ?? null,
        tcpInfo: measured,
        withinMs,
        ...range,
      };
    if (!parseTcpInfo(cursor, state, queues, measured)) return null;
  }
}

function parseTcpState(cursor: Cursor): TcpState | null {
  cursor.skipSpace();
  const start = cursor.at;
  const name = cursor.take(/[A-Za-z][\w-]*/y);
  if (name === null) {
    const end = Math.max(cursor.nextPiece.end, start + 1);
    const sign = /^(?:==?|:)(?=\s*[A-Za-z])/.exec(cursor.rest)?.[0] ?? '';
    return cursor.report(
      'LAB_STATE_UNKNOWN',
      { start, end },
      'the state is missing',
      sign === '' ? undefined : `remove \`${sign}\``,
    );
  }
  const state = stateNamed(name);
  if (state !== null) return state;
  const near = stateMeant(name);
  return cursor.report(
    'LAB_STATE_UNKNOWN',
    cursor.from(start),
    `TCP has no state \`${name}\``,
    near === null ? undefined : `write \`${near}\``,
  );
}

const words = ['queue', ...tcpInfoFieldNames] as const;

/** What `ss`, `tcp_info` and books call the same. */
const otherMeasures: Readonly<Record<string, (typeof words)[number]>> = {
  que: 'queue',
  backlog: 'queue',
  'recv-q': 'unread',
  'send-q': 'unacknowledged',
  unacked: 'unacknowledged',
  retrans: 'retransmissions',
  retransmits: 'retransmissions',
  cwnd: 'congestion-window',
  rwnd: 'peer-window',
  wnd: 'peer-window',
  window: 'peer-window',
  acked: 'acknowledged',
};

/** One word and its number, into one of the two lists. */
function parseTcpInfo(
  cursor: Cursor,
  state: TcpState,
  queues: QueueNode[],
  measured: TcpInfoNode[],
): boolean {
  const start = cursor.at;
  const word = cursor.take(/[A-Za-z][\w-]*/y);
  if (word === null) {
    cursor.report('LAB_LINE_REST', { start, end: cursor.end });
    return false;
  }
  if (words.some((known) => known === word) && (word === 'queue') !== (state === 'LISTEN')) {
    const [message, help] =
      word === 'queue'
        ? ['`queue` is of a listening socket', 'leave it out, or write `LISTEN` before it']
        : [`a listening socket has no \`${word}\``, 'leave it out, or name a connected socket'];
    cursor.report('LAB_MEASURE_UNKNOWN', cursor.from(start), message, help);
    return false;
  }
  if (word === 'queue') {
    const queue = parseQueue(cursor, start);
    if (queue !== null) queues.push(queue);
    return queue !== null;
  }
  const field = tcpInfoFieldNames.find((name) => name === word);
  if (field === undefined) {
    const near = meant(word, words, { synonyms: otherMeasures });
    cursor.report(
      'LAB_MEASURE_UNKNOWN',
      cursor.from(start),
      `a socket has no field \`${word}\``,
      near === null ? `use one of ${words.map((one) => `\`${one}\``).join(', ')}` : `write \`${near}\``,
    );
    return false;
  }
  const comparison = parseComparison(cursor);
  if (comparison === null) return false;
  measured.push({ field, comparison, ...cursor.from(start) });
  return true;
}

/** `1/1`, `>=1/1` or `1`: how many wait, and the backlog. */
function parseQueue(cursor: Cursor, start: number): QueueNode | null {
  const waiting = parseComparison(cursor);
  if (waiting === null) return null;
  if (!cursor.accept('/')) return { waiting, backlog: null, ...cursor.from(start) };
  const backlog = cursor.take(/[ \t]*\d{1,9}(?![\w.])/y);
  if (backlog === null)
    return cursor.report(
      'LAB_COMPARISON',
      cursor.nextPiece,
      'the backlog is missing',
      'write `queue 1/1`, or `queue 1`',
    );
  return { waiting, backlog: Number(backlog), ...cursor.from(start) };
}
