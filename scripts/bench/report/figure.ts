import { alignedTable } from './aligned-table.ts';

/** One measurement, with what it is to be judged by. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  /** `''`: a plain count. */
  readonly unit: 'ms' | 'µs' | 'kB' | '×' | '%' | 'points' | '/s' | '';
  /** A peer, or a floor that nothing of the kind can be below, measured in the same run and the same unit. */
  readonly peer: { readonly what: string; readonly measured: number } | null;
  readonly goal: { readonly atMost: number } | { readonly atLeast: number } | null;
}

/** Null where there is no goal. */
export function meetsGoal({ measured, goal }: Figure): boolean | null {
  if (goal === null) return null;
  return 'atMost' in goal ? measured <= goal.atMost : measured >= goal.atLeast;
}

/** The value below which `share` (0 to 1) of the values lie, by nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Something to be timed. */
export interface Timed {
  readonly what: string;
  readonly run: () => unknown;
}

/**
 * Median milliseconds by name. All are run in turn, round by round, so that whatever slows the machine slows all of them;
 * the rounds of warming up do not count.
 */
export function timeInTurn(
  subjects: readonly Timed[],
  { rounds, warmUps = 0 }: { rounds: number; warmUps?: number },
): ReadonlyMap<string, number> {
  const timesMs = new Map<string, number[]>(subjects.map(({ what }) => [what, []]));
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const { what, run } of subjects) {
      const began = performance.now();
      run();
      if (round >= 0) timesMs.get(what)?.push(performance.now() - began);
    }
  }
  return new Map(Array.from(timesMs, ([what, values]) => [what, median(values)]));
}

function shown(value: number, unit: Figure['unit']): string {
  if (unit === 'points' || unit === '/s' || unit === '') return `${value.toFixed(0)} ${unit}`.trimEnd();
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} ${unit}`;
}

function cells(figure: Figure): readonly string[] {
  const { what, measured, unit, peer, goal } = figure;
  const met = meetsGoal(figure);
  return [
    what,
    shown(measured, unit),
    peer === null ? '' : `${shown(peer.measured, unit)}  ${peer.what}`,
    goal === null
      ? ''
      : 'atMost' in goal
        ? `≤ ${goal.atMost} ${unit}`.trimEnd()
        : `≥ ${goal.atLeast} ${unit}`.trimEnd(),
    met === null ? '' : met ? '✓' : '✕',
  ];
}

/** The figures as a table for a terminal, with a heading and without a final line ending. */
export function figureTable(figures: readonly Figure[]): string {
  return alignedTable([['what', 'measured', 'peer or floor', 'goal', ''], ...figures.map(cells)]);
}

/** Prints the figures of a bench that was run by itself: as a table, or with `--json` as data. */
export function printFigures(figures: readonly Figure[]): void {
  console.log(process.argv.includes('--json') ? JSON.stringify(figures) : figureTable(figures));
}
