'use client';

import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { DiagramRowShape } from '#components/lab/diagram/row-shape.tsx';
import { rowKey } from '#components/lab/diagram/row-text.ts';
import { lookOf, roleOf } from '#components/lab/model/lanes.ts';
import {
  type DiagramLayout,
  type LaneId,
  type PlacedRow,
  type PlacedSpan,
  visibleRows,
} from '#lib/lab/sequence-diagram/layout.ts';

export interface Lane {
  readonly id: LaneId;
  readonly title: string;
  /** Pixels from the left. */
  readonly x: number;
  /** On which side of its line there is room for words. */
  readonly side: 'left' | 'right';
}

/** To the left of the lifelines: how much time has passed. */
const gutter = 74;
const margin = 36;

/** Nearer than this, the title of a port has room for its number alone. */
const roomForPort = 110;

/** Any number of lifelines, from left to right in the order of their looks. */
function placeLanes(ids: readonly LaneId[], width: number): readonly Lane[] {
  const ordered = ids.toSorted((a, b) => lookOf(a).order - lookOf(b).order);
  const left = gutter + margin;
  const room = Math.max(120, width - left - margin);
  const apart = room / Math.max(1, ordered.length - 1);
  return ordered.map((id, index) => ({
    id,
    title: roleOf(id) === 'port' && apart >= roomForPort ? `port ${id.slice(1)}, nobody` : id,
    x: left + (ordered.length === 1 ? room / 2 : apart * index),
    side: index > 0 && index === ordered.length - 1 ? 'left' : 'right',
  }));
}

/** Rows so far outside the window are drawn already, so that a quick scroll shows no gap. */
const marginPixels = 200;
/** What is drawn changes whenever the window has moved by so much; less than the margin. */
const scrollStep = 100;
/** A drawing whose height changes is laid out again with all its text, so it grows by this many pixels at once. */
const drawnInSteps = 4096;
/** So near to its end, the diagram follows what happens. */
const followsWithin = 60;

/**
 * The sequence diagram: a lifeline for each program, its calls and waits on it, segments between them; time runs down. Only
 * what is in the window is drawn, however long the log is.
 */
export function SequenceDiagram({
  layout,
  laneIds,
  selected,
  onSelect,
  onPoint,
}: {
  layout: DiagramLayout;
  laneIds: readonly string[];
  /** Key of the row whose fields are shown. */
  selected: string | null;
  onSelect: (key: string) => void;
  onPoint: (key: string | null) => void;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const id = useId();
  const [size, setSize] = useState({ width: 480, height: 400 });
  const [top, setTop] = useState(0);
  const follows = useRef(true);

  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    const observer = new ResizeObserver(() => setSize({ width: box.clientWidth, height: box.clientHeight }));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  // What happens now is at the end.
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box || !follows.current) return;
    box.scrollTop = box.scrollHeight;
  }, [layout.height, size.height]);

  const lanes = useMemo(() => placeLanes(laneIds, size.width), [laneIds, size.width]);
  const rows = visibleRows(layout, top - marginPixels, top + size.height + marginPixels);
  const rowId = (key: string) => `${id}-${key}`;

  function go(event: KeyboardEvent) {
    const { rows: all } = layout;
    const at = all.findIndex((row) => rowKey(row) === selected);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at === -1 ? all.length - 1 : at - 1,
      PageDown: at + 10,
      PageUp: at - 10,
      Home: 0,
      End: all.length - 1,
    };
    const wanted = steps[event.key];
    if (wanted === undefined || all.length === 0) return;
    event.preventDefault();
    const next = all[Math.min(all.length - 1, Math.max(0, wanted))];
    if (!next) return;
    onSelect(rowKey(next));
    reveal(next);
  }

  function reveal({ y }: PlacedRow) {
    const box = ref.current;
    if (!box) return;
    if (y < box.scrollTop) box.scrollTop = y;
    else if (y + layout.rowHeight > box.scrollTop + box.clientHeight)
      box.scrollTop = y + layout.rowHeight - box.clientHeight;
  }

  return (
    <div className="flex flex-col">
      <LaneTitles lanes={lanes} />
      <div
        ref={ref}
        tabIndex={0}
        role="listbox"
        aria-label="Sequence diagram. The arrow keys go from event to event."
        aria-activedescendant={
          rows.some((row) => rowKey(row) === selected) && selected !== null ? rowId(selected) : undefined
        }
        className="wire-height contain-strict overflow-x-hidden overflow-y-auto"
        onKeyDown={go}
        onScroll={({ currentTarget: box }) => {
          setTop(Math.floor(box.scrollTop / scrollStep) * scrollStep);
          follows.current = box.scrollHeight - box.clientHeight - box.scrollTop < followsWithin;
        }}
      >
        {layout.rows.length === 0 && (
          <p role="option" aria-selected="false" className="px-6 py-10 text-center text-sm text-soft">
            Calls, segments and changes of state appear here as they happen.
          </p>
        )}
        <div
          className="relative overflow-hidden"
          style={{ marginTop: 4, height: layout.rows.length === 0 ? 1 : layout.height + 12 }}
        >
          <svg
            role="presentation"
            width={size.width}
            height={Math.ceil((layout.height + 12) / drawnInSteps) * drawnInSteps}
            className="absolute top-0 left-0"
          >
            {layout.rows.length > 0 && (
              <Lifelines
                lanes={lanes}
                top={Math.max(0, top - marginPixels)}
                height={Math.min(layout.height + 12, size.height + 2 * marginPixels)}
              />
            )}
            {layout.spans
              .filter(
                ({ from, to }) =>
                  to > from && to > top - marginPixels && from < top + size.height + marginPixels,
              )
              .map((span) => (
                <SpanShape
                  key={`${String(span.span.entered)}`}
                  placed={span}
                  lanes={lanes}
                  height={layout.rowHeight}
                />
              ))}
            {rows.map((placed) => (
              <DiagramRowShape
                key={rowKey(placed)}
                placed={placed}
                lanes={lanes}
                width={size.width}
                height={layout.rowHeight}
                id={rowId(rowKey(placed))}
                isSelected={rowKey(placed) === selected}
                onSelect={onSelect}
                onPoint={onPoint}
              />
            ))}
          </svg>
        </div>
      </div>
    </div>
  );
}

function LaneTitles({ lanes }: { lanes: readonly Lane[] }) {
  return (
    <div className="relative h-7 border-b border-line font-mono text-xs" aria-hidden="true">
      {lanes.map(({ id, title, x }) => (
        <span
          key={id}
          className={`absolute top-1.5 -translate-x-1/2 whitespace-nowrap ${lookOf(id).text}`}
          style={{ left: x }}
        >
          {title}
        </span>
      ))}
    </div>
  );
}

function Lifelines({ lanes, top, height }: { lanes: readonly Lane[]; top: number; height: number }) {
  return lanes.map(({ id, x }) => (
    <path
      key={id}
      d={`M${String(x)} ${String(top)} v${String(Math.max(0, height))}`}
      className="stroke-line"
      strokeWidth="1.5"
    />
  ));
}

/** A call that took time: a bar on its lifeline, filled while it waited. */
function SpanShape({
  placed,
  lanes,
  height,
}: {
  placed: PlacedSpan;
  lanes: readonly Lane[];
  height: number;
}) {
  const lane = lanes.find(({ id }) => id === placed.span.lane);
  if (!lane) return null;
  const x = lane.x - 5 + (placed.span.thread - 1) * 7;
  const from = placed.from + height / 2;
  const to = placed.to + height / 2;
  const waits = placed.blockedFrom === null ? null : placed.blockedFrom + height / 2;
  return (
    <>
      <rect x={x} y={from} width={10} height={to - from} rx={3} className="fill-panel stroke-edge" />
      {waits !== null && (
        <rect
          x={x}
          y={waits}
          width={10}
          height={Math.max(0, to - waits)}
          rx={3}
          className="fill-waiting-tint stroke-waiting"
        />
      )}
    </>
  );
}
