import type { CallResult, LabEvent, Segment } from '#lib/lab/protocol/messages.ts';
import type { TcpState } from '#lib/lab/protocol/tcp-state.ts';

type EventOf<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;

/** Who a lifeline belongs to: a program's name, or `:65000` for a port that no program has. */
export type LaneId = string;

/** What a row of the sequence diagram shows. */
export type DiagramMark =
  | {
      readonly kind: 'call';
      readonly lane: LaneId;
      readonly thread: number;
      readonly callId: number;
      /** `c.connect(('127.0.0.1', 65000))` */
      readonly text: string;
      /** `connect` */
      readonly name: string;
    }
  | {
      readonly kind: 'return';
      readonly lane: LaneId;
      readonly thread: number;
      readonly callId: number;
      readonly name: string;
      /** `null`: the program ended in the middle of it. */
      readonly result: CallResult | null;
    }
  | { readonly kind: 'segment'; readonly from: LaneId; readonly to: LaneId; readonly segment: Segment }
  | {
      readonly kind: 'state';
      readonly lane: LaneId;
      readonly socket: string;
      /** What the program calls it, `fd 3`, or `not accepted`. */
      readonly name: string;
      /** `null`: the kernel has forgotten it. */
      readonly state: TcpState | null;
      readonly before: TcpState | null;
    }
  /** Python has closed a socket that no variable holds any more. `name`: the last that did. */
  | {
      readonly kind: 'unreferenced';
      readonly lane: LaneId;
      readonly fd: number;
      readonly name: string | null;
    }
  | { readonly kind: 'exit'; readonly lane: LaneId }
  | {
      readonly kind: 'loss';
      readonly lane: LaneId;
      readonly name: string;
      readonly dropping: EventOf<'dropping'>;
    }
  /** Everything begins again (`reset`, a new session), or the connection was lost and came back. */
  | { readonly kind: 'break'; readonly reason: 'opened' | 'resumed' | 'reset' | 'closed' };

export interface DiagramRow {
  /** The event that it shows. */
  readonly seq: number;
  /** µs since the log began: when the kernel saw a segment, when everything else was emitted. */
  readonly at: number;
  readonly mark: DiagramMark;
}

/** A call from its entry to its return: the bar on a lifeline. */
export interface DiagramSpan {
  readonly callId: number;
  readonly lane: LaneId;
  readonly thread: number;
  readonly text: string;
  /** `seq` of `entered`, of the first `blocked`, of what ended it. */
  readonly entered: number;
  readonly blocked: number | null;
  readonly ended: number | null;
}

/** The diagram up to one event of the log. */
export interface Diagram {
  /** Programs in the order in which they began, then ports without a program. */
  readonly lanes: readonly LaneId[];
  /** By `at`, then `seq`. */
  readonly rows: readonly DiagramRow[];
  readonly spans: readonly DiagramSpan[];
}

interface LayoutOptions {
  /** Every row as far from the one before, or as far as its time is. */
  readonly scale: 'equal' | 'time';
  /** Rows are never nearer to each other. */
  readonly rowHeight: number;
  /** Of the time scale. */
  readonly pixelsPerMs: number;
  /** Rows of the time scale are never farther from each other, in pixels. */
  readonly maxGap: number;
}

export interface PlacedRow {
  /** What it shows; of a merged one the call. */
  readonly row: DiagramRow;
  /** A call and its return, where nothing came between them: one row for both. */
  readonly merged: { readonly call: DiagramRow; readonly return: DiagramRow } | null;
  /** Its upper edge, in pixels. */
  readonly y: number;
  /** µs since the row before; `null`: it is the first. */
  readonly gapMicros: number | null;
  /** More time has passed since the row before than there is room for. */
  readonly isBroken: boolean;
}

export interface PlacedSpan {
  readonly span: DiagramSpan;
  /** Upper edges of the rows in which it begins and ends; one that has no end reaches down to the end of the diagram. */
  readonly from: number;
  readonly to: number;
  /** From where on it waits; `null`: it does not. */
  readonly blockedFrom: number | null;
}

export interface DiagramLayout {
  readonly rows: readonly PlacedRow[];
  readonly spans: readonly PlacedSpan[];
  readonly rowHeight: number;
  /** Lower edge of the last row; 0 without rows. */
  readonly height: number;
}

/** Whether `next` ends the call that `row` begins. A call that waited keeps two rows, however long that took. */
function isReturnOf(next: DiagramRow | undefined, row: DiagramRow, waited: ReadonlySet<number>): boolean {
  return (
    next?.mark.kind === 'return' &&
    row.mark.kind === 'call' &&
    next.mark.callId === row.mark.callId &&
    next.mark.lane === row.mark.lane &&
    !waited.has(row.seq)
  );
}

/** Where everything in a diagram is drawn, from top to bottom. */
export function layoutDiagram(diagram: Diagram, options: LayoutOptions): DiagramLayout {
  const { scale, rowHeight, pixelsPerMs, maxGap } = options;
  const waited = new Set(
    diagram.spans.filter(({ blocked }) => blocked !== null).map(({ entered }) => entered),
  );
  const placed: PlacedRow[] = [];
  let before: { readonly y: number; readonly at: number } | null = null;
  for (let index = 0; index < diagram.rows.length; index++) {
    const row = diagram.rows[index];
    const next = diagram.rows[index + 1];
    if (row === undefined) continue;
    const merged = next !== undefined && isReturnOf(next, row, waited) ? { call: row, return: next } : null;
    const gapMicros: number | null = before === null ? null : row.at - before.at;
    const wanted = scale === 'equal' ? rowHeight : ((gapMicros ?? 0) / 1000) * pixelsPerMs;
    const isBroken = scale === 'time' && wanted > Math.max(maxGap, rowHeight);
    const step = isBroken ? Math.max(maxGap, rowHeight) : Math.max(rowHeight, wanted);
    const y: number = before === null ? 0 : before.y + step;
    placed.push({ row, merged, y, gapMicros, isBroken });
    before = { y, at: row.at };
    if (merged !== null) index++;
  }
  const height = before === null ? 0 : before.y + rowHeight;
  return { rows: placed, spans: placeSpans(diagram.spans, placed, height), rowHeight, height };
}

/** A program that ends ends several calls with one event. */
function endKey(seq: number, callId: number): string {
  return `${String(seq)} ${String(callId)}`;
}

function placeSpans(spans: readonly DiagramSpan[], rows: readonly PlacedRow[], height: number): PlacedSpan[] {
  const begins = new Map<number, number>();
  const ends = new Map<string, number>();
  rows.forEach(({ row, merged, y }, index) => {
    if (row.mark.kind === 'call') begins.set(row.seq, index);
    if (row.mark.kind === 'return') ends.set(endKey(row.seq, row.mark.callId), y);
    if (merged?.return.mark.kind === 'return')
      ends.set(endKey(merged.return.seq, merged.return.mark.callId), y);
  });
  return spans.map((span) => {
    const begin = begins.get(span.entered) ?? 0;
    const from = rows[begin]?.y ?? 0;
    // A call that the lab refused has no row for its end.
    const end = span.ended === null ? height : (ends.get(endKey(span.ended, span.callId)) ?? from);
    return { span, from, to: Math.max(from, end), blockedFrom: blockedFrom(span, rows, begin) };
  });
}

/** The last row before the call began to wait. */
function blockedFrom({ blocked }: DiagramSpan, rows: readonly PlacedRow[], begin: number): number | null {
  if (blocked === null) return null;
  let y = rows[begin]?.y ?? 0;
  for (let index = begin + 1; index < rows.length; index++) {
    const next = rows[index];
    if (next === undefined || next.row.seq > blocked) break;
    ({ y } = next);
  }
  return y;
}

/** Rows that are at least partly between two heights, in pixels. */
export function visibleRows(layout: DiagramLayout, top: number, bottom: number): readonly PlacedRow[] {
  const { rows, rowHeight } = layout;
  return rows.slice(
    firstAt(rows, (y) => y + rowHeight > top),
    firstAt(rows, (y) => y >= bottom),
  );
}

/** Place of the first row for whose height it is so, as for all after it; `rows.length`: for none. */
function firstAt(rows: readonly PlacedRow[], isSo: (y: number) => boolean): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (isSo(rows[middle]?.y ?? 0)) to = middle;
    else from = middle + 1;
  }
  return from;
}
