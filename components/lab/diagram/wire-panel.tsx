'use client';

import { lazy, Suspense, useMemo, useState } from 'react';
import { DiagramTable } from '#components/lab/diagram/row-table.tsx';
import { rowKey, rowSentence } from '#components/lab/diagram/row-text.ts';
import { SequenceDiagram } from '#components/lab/diagram/sequence-diagram.tsx';
import { useLabSnapshot } from '#components/lab/model/lab-context.ts';
import { CodeWords } from '#components/ui/code-words.tsx';
import { LoadBoundary } from '#components/ui/load-boundary.tsx';
import { type DiagramRow, layoutDiagram, type PlacedRow } from '#lib/lab/sequence-diagram/layout.ts';

// Many words, which are read when something is pointed at.
const EventMeaning = lazy(() =>
  import('#components/lab/diagram/event-meaning.tsx').then((module) => ({ default: module.EventMeaning })),
);

/** The fields of one event, with a sentence on what it means. */
function WireDetail({ placed, rows }: { placed: PlacedRow | null; rows: readonly DiagramRow[] }) {
  if (placed === null)
    return (
      <p className="min-h-12 border-t border-line px-4 py-2.5 text-sm text-soft">
        Point at anything in the diagram, or go through it with the arrow keys, to read its fields.
      </p>
    );
  const { mark } = placed.row;
  return (
    <div
      className="max-h-56 min-h-12 overflow-y-auto border-t border-line px-4 py-2.5 text-sm"
      aria-live="polite"
    >
      <p className="font-mono text-[0.8125rem] font-semibold">{rowSentence(placed)}</p>
      <LoadBoundary failed={null}>
        <Suspense>
          <EventMeaning mark={mark} rows={rows} />
        </Suspense>
      </LoadBoundary>
    </div>
  );
}

const rowHeight = 34;
/** Of the true scale: a second is so far. */
const pixelsPerMs = 0.12;
const maxGap = 480;

/** What went along the wire and when, as a sequence diagram or as a table, with the fields of the selected row. */
export function WirePanel({ programs }: { programs: readonly string[] }) {
  const { diagram, snapshot } = useLabSnapshot();
  const [scale, setScale] = useState<'equal' | 'time'>('equal');
  const [view, setView] = useState<'diagram' | 'table'>('diagram');
  const [selected, setSelected] = useState<string | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const layout = useMemo(
    () => layoutDiagram(diagram, { scale, rowHeight, pixelsPerMs, maxGap }),
    [diagram, scale],
  );
  const names = [...new Set([...programs, ...diagram.lanes])].join(' ');
  const laneIds = useMemo(() => names.split(' '), [names]);
  const wanted = pointed ?? selected;
  const shown = wanted === null ? undefined : layout.rows.find((row) => rowKey(row) === wanted);
  const capture = snapshot.network?.capture;
  return (
    <section aria-label="The wire" className="panel flex min-h-0 flex-col overflow-hidden">
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
        <h2 className="text-[0.8125rem] font-semibold tracking-wider text-soft uppercase">The wire</h2>
        <div className="ml-auto flex gap-3 text-xs">
          <Toggle
            name="Scale of time"
            options={{ equal: 'equal steps', time: 'true scale' }}
            value={scale}
            onChoose={setScale}
          />
          <Toggle
            name="Shown as"
            options={{ diagram: 'diagram', table: 'table' }}
            value={view}
            onChoose={setView}
          />
        </div>
      </header>
      {capture?.possible === false && (
        <p className="border-b border-line bg-waiting-tint px-4 py-2 text-sm text-soft">
          Segments are not observable here; calls and states are shown alone.{' '}
          <CodeWords text={capture.reason} />
        </p>
      )}
      {view === 'diagram' ? (
        <SequenceDiagram
          layout={layout}
          laneIds={laneIds}
          selected={selected}
          onSelect={setSelected}
          onPoint={setPointed}
        />
      ) : (
        <DiagramTable layout={layout} />
      )}
      <WireDetail placed={shown ?? null} rows={diagram.rows} />
    </section>
  );
}

function Toggle<Value extends string>({
  name,
  options,
  value,
  onChoose,
}: {
  name: string;
  options: Readonly<Record<Value, string>>;
  value: Value;
  onChoose: (value: Value) => void;
}) {
  return (
    <div role="group" aria-label={name} className="flex overflow-hidden rounded border border-line">
      {(Object.entries(options) as [Value, string][]).map(([option, text]) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          className="min-h-7 px-2 text-soft aria-pressed:bg-sunk aria-pressed:font-semibold aria-pressed:text-ink"
          onClick={() => onChoose(option)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
