'use client';

import { useEffect, useRef } from 'react';
import { rowSentence } from '#components/lab/diagram/row-text.ts';
import { timeText } from '#components/lab/model/time-text.ts';
import type { DiagramLayout } from '#lib/lab/sequence-diagram/layout.ts';

/** So many rows are in the table at once; earlier ones are a step of the time bar away. */
const mostRows = 300;

/** The events of the diagram as a table. */
export function DiagramTable({ layout }: { layout: DiagramLayout }) {
  const rows = layout.rows.slice(-mostRows);
  const [first] = layout.rows;
  const ref = useRef<HTMLDivElement>(null);
  const count = layout.rows.length;
  // As in the diagram, what happens now is at the end.
  useEffect(() => {
    const box = ref.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, [count]);
  return (
    <div
      ref={ref}
      className="wire-height overflow-auto"
      tabIndex={0}
      role="region"
      aria-label="Events as a table"
    >
      <table className="w-full text-left text-[0.8125rem]">
        <thead>
          <tr className="text-soft">
            <th scope="col" className="px-3 py-1.5 font-normal">
              since the beginning
            </th>
            <th scope="col" className="px-3 py-1.5 font-normal">
              what happened
            </th>
          </tr>
        </thead>
        <tbody>
          {layout.rows.length > rows.length && (
            <tr>
              <td colSpan={2} className="px-3 py-1.5 text-soft">
                {layout.rows.length - rows.length} earlier ones: go back in time to see them.
              </td>
            </tr>
          )}
          {rows.map((placed) => (
            <tr key={placed.row.seq} className="border-t border-line">
              <td className="px-3 py-1 align-top whitespace-nowrap text-soft tabular-nums">
                {timeText(placed.row.at - (first?.row.at ?? 0))}
              </td>
              <td className="px-3 py-1 font-mono">{rowSentence(placed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
