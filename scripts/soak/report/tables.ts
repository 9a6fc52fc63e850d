import { alignedTable } from '../../bench/report/aligned-table.ts';
import type { Felt } from './ledger.ts';
import type { Growth } from './growth.ts';

function shownMs(ms: number): string {
  if (Number.isNaN(ms)) return '–';
  return ms < 10 ? ms.toFixed(2) : ms.toFixed(1);
}

export interface FeltRow extends Felt {
  /** How often the attack was made; `null`: it is not counted so. */
  readonly made: number | null;
}

const headings = [
  'while',
  'made',
  'calls',
  'p50 ms',
  'p99 ms',
  'longest',
  'floor p99',
  'lost by a kill',
  'lost otherwise',
];

export function feltTable(rows: readonly FeltRow[]): string {
  return alignedTable([
    headings,
    ...rows.map(({ name, made, calls, p50Ms, p99Ms, longestMs, floorP99Ms, lostByKill, lostOtherwise }) => [
      name,
      made === null ? '' : String(made),
      String(calls),
      shownMs(p50Ms),
      shownMs(p99Ms),
      shownMs(longestMs),
      shownMs(floorP99Ms),
      String(lostByKill),
      String(lostOtherwise),
    ]),
  ]);
}

export function growthTable(rows: readonly Growth[]): string {
  const shown = (value: number, unit: Growth['unit']) =>
    unit === 'MB' ? `${(value / 1024).toFixed(0)} MB` : String(value);
  return alignedTable([
    ['', 'begin', 'highest', 'end', 'may grow by', ''],
    ...rows.map(({ what, unit, begin, most, end, more, isOver }) => [
      what,
      shown(begin, unit),
      shown(most, unit),
      shown(end, unit),
      shown(more, unit),
      isOver ? '✕' : '✓',
    ]),
  ]);
}
