import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import { type Diagram, layoutDiagram, visibleRows } from '#lib/lab/sequence-diagram/layout.ts';
import { createDiagramBuilder } from '#lib/lab/sequence-diagram/rows.ts';
import { LabLog } from '#lib/lab/timeline/lab-log.ts';
import { sessionLogs } from '#test/plausible-lab-log.ts';

const logs = sessionLogs.map((sessions) => {
  const log = new LabLog({ gapMicros: () => 5000 });
  for (const event of sessions.flat()) log.append(event);
  return log.events;
});

function diagramOf(events: readonly LabEvent[], seq = events.length): Diagram {
  const builder = createDiagramBuilder();
  for (const event of events) builder.append(event);
  return builder.diagram(seq);
}

it('gives up to any event what the events until then alone would give', () => {
  fc.assert(
    fc.property(logs, fc.nat(170), (events, place) => {
      const seq = Math.min(place, events.length);
      expect(diagramOf(events, seq)).toEqual(diagramOf(events.slice(0, seq)));
    }),
  );
});

/** Place of the event with which the present network began. */
function beginningOf(events: readonly LabEvent[]): number {
  return Math.max(
    0,
    events.findLastIndex((event) => event.type === 'reset' || (event.type === 'opened' && !event.resumed)),
  );
}

it('shows nothing of a network that is gone, neither its rows nor its lanes', () => {
  fc.assert(
    fc.property(logs, (events) => {
      const from = beginningOf(events);
      const { rows, spans, lanes } = diagramOf(events);
      for (const { seq } of rows) expect(seq).toBeGreaterThan(from);
      for (const { entered } of spans) expect(entered).toBeGreaterThan(from);
      const mentioned = rows.flatMap(({ mark }) =>
        mark.kind === 'segment' ? [mark.from, mark.to] : 'lane' in mark ? [mark.lane] : [],
      );
      expect([...lanes].sort()).toEqual([...new Set(mentioned)].sort());
    }),
  );
});

it('has its rows in the order of their time, and an end for every call that ended', () => {
  fc.assert(
    fc.property(logs, (events) => {
      const { rows, spans, lanes } = diagramOf(events);
      const sorted = [...rows].sort((a, b) => a.at - b.at || a.seq - b.seq);
      expect(rows).toEqual(sorted);
      const from = beginningOf(events);
      const entered = events.slice(from).filter(({ type }) => type === 'entered').length;
      expect(spans).toHaveLength(entered);
      for (const span of spans) expect(span.ended ?? Infinity).toBeGreaterThan(span.entered);
      expect(new Set(lanes).size).toBe(lanes.length);
    }),
  );
});

const options = fc.record({
  scale: fc.constantFrom('equal' as const, 'time' as const),
  rowHeight: fc.integer({ min: 1, max: 40 }),
  pixelsPerMs: fc.double({ min: 0.01, max: 100, noNaN: true }),
  maxGap: fc.integer({ min: 1, max: 200 }),
});

it('lays rows out from top to bottom without losing one, and finds those that can be seen', () => {
  fc.assert(
    fc.property(logs, options, fc.nat(2000), fc.nat(800), (events, chosen, top, length) => {
      const diagram = diagramOf(events);
      const layout = layoutDiagram(diagram, chosen);
      const shown = layout.rows.flatMap(({ row, merged }) =>
        merged === null ? [row] : [merged.call, merged.return],
      );
      expect(shown).toEqual(diagram.rows);
      layout.rows.forEach(({ y, isBroken }, index) => {
        const before = layout.rows[index - 1];
        if (before === undefined) return;
        expect(y - before.y).toBeGreaterThanOrEqual(chosen.rowHeight - 1e-6);
        if (chosen.scale === 'equal') expect(y - before.y).toBe(chosen.rowHeight);
        else expect(y - before.y).toBeLessThanOrEqual(Math.max(chosen.maxGap, chosen.rowHeight) + 1e-6);
        if (isBroken) expect(chosen.scale).toBe('time');
      });
      for (const { from, to, blockedFrom } of layout.spans) {
        expect(from).toBeLessThanOrEqual(to);
        expect(to).toBeLessThanOrEqual(layout.height);
        if (blockedFrom !== null) expect(blockedFrom).toBeGreaterThanOrEqual(from);
      }
      const bottom = top + length;
      const visible = layout.rows.filter(({ y }) => y + chosen.rowHeight > top && y < bottom);
      expect(visibleRows(layout, top, bottom)).toEqual(visible);
    }),
  );
});
