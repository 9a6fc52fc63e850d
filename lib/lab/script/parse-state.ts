import { nearest } from '#lib/diagnostics/nearest.ts';
import type { MeasureNode, QueueNode, Step } from '#lib/lab/script/ast.ts';
import type { Cursor } from '#lib/lab/script/cursor.ts';
import { measureNames } from '#lib/lab/script/measures.ts';
import { parseWithin } from '#lib/lab/script/parse-duration.ts';
import { parseComparison, parseSocketReference } from '#lib/lab/script/parse-references.ts';
import { stateMeant, stateNamed } from '#lib/lab/script/state-names.ts';
import type { TcpState } from '#lib/lab/tcp-state.ts';

/** `state c ESTABLISHED unread 5 within 3s`; the cursor is behind the first word. */
export function parseState(cursor: Cursor, start: number): Step | null {
  const socket = parseSocketReference(cursor);
  if (socket === null) return null;
  const state = parseTcpState(cursor);
  if (state === null) return null;
  const queues: QueueNode[] = [];
  const measured: MeasureNode[] = [];
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
        measures: measured,
        withinMs,
        ...range,
      };
    if (!parseMeasure(cursor, queues, measured)) return null;
  }
}

function parseTcpState(cursor: Cursor): TcpState | null {
  cursor.skipSpace();
  const start = cursor.at;
  const name = cursor.take(/[A-Za-z][\w-]*/y);
  if (name === null) {
    const end = Math.max(cursor.nextPiece.end, start + 1);
    return cursor.report('LAB_STATE_UNKNOWN', { start, end }, 'the state is missing');
  }
  const state = stateNamed(name);
  if (state !== null) return state;
  const meant = stateMeant(name);
  return cursor.report(
    'LAB_STATE_UNKNOWN',
    cursor.from(start),
    `TCP has no state \`${name}\``,
    meant === null ? undefined : `write \`${meant}\``,
  );
}

const words = ['queue', ...measureNames] as const;

/** One word and its number, into one of the two lists. */
function parseMeasure(cursor: Cursor, queues: QueueNode[], measured: MeasureNode[]): boolean {
  const start = cursor.at;
  const word = cursor.take(/[A-Za-z][\w-]*/y);
  if (word === null) {
    cursor.report('LAB_LINE_REST', { start, end: cursor.end });
    return false;
  }
  if (word === 'queue') {
    const queue = parseQueue(cursor, start);
    if (queue !== null) queues.push(queue);
    return queue !== null;
  }
  const measure = measureNames.find((name) => name === word);
  if (measure === undefined) {
    const meant = nearest(word, words, 3);
    cursor.report(
      'LAB_MEASURE_UNKNOWN',
      cursor.from(start),
      `a socket has no measure \`${word}\``,
      meant === null ? `use one of ${words.map((one) => `\`${one}\``).join(', ')}` : `write \`${meant}\``,
    );
    return false;
  }
  const comparison = parseComparison(cursor);
  if (comparison === null) return false;
  measured.push({ measure, comparison, ...cursor.from(start) });
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
