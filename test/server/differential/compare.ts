import type { LabKernel } from '#server/kernel/lab-kernel.ts';
import { differences } from '#test/server/differential/differences.ts';
import { type Given, runInLab } from '#test/server/differential/in-lab.ts';
import { PythonSide } from '#test/server/differential/in-python.ts';
import { type Line, sequenceOf, textOf } from '#test/server/differential/sequences.ts';

/** Ports from here on are chosen by the kernel. */
const ephemeral = 32_768;
/** After so long a call is taken to wait forever; calls with a timeout end before. */
const quickMs = 50;
const slowMs = 500;
/** How much fits into buffers, or has arrived, depends on the moment from here on. */
const much = 20_000;

/** What is compared of what a line gave: nothing that chance decides. */
function comparable(value: unknown, isInAddress = false): unknown {
  if (typeof value === 'number')
    return isInAddress ? (value >= ephemeral ? 'a port' : value) : value > much ? 'much' : value;
  if (Array.isArray(value)) return value.map((item) => comparable(item));
  if (typeof value !== 'object' || value === null) return value;
  if ('tuple' in value && Array.isArray(value.tuple)) {
    const isAddress = typeof value.tuple[0] === 'string';
    return { tuple: value.tuple.map((item) => comparable(item, isAddress)) };
  }
  if ('bytes' in value && Array.isArray(value.bytes)) {
    const [length, beginning] = value.bytes as unknown[];
    return Number(length) > much ? { bytes: 'many', beginning } : value;
  }
  return value;
}

function isSame(lab: Given, python: Given): boolean {
  return (
    JSON.stringify(lab.map((part) => comparable(part))) ===
    JSON.stringify(python.map((part) => comparable(part)))
  );
}

export interface Mismatch {
  readonly number: number;
  /** The lines up to the one that differs, with what it gave. */
  readonly text: string;
}

export interface Comparison {
  readonly sequences: number;
  readonly lines: number;
  /** How often each difference by design was met, by its name. */
  readonly byDesign: ReadonlyMap<string, number>;
  readonly mismatches: readonly Mismatch[];
}

interface Ran {
  readonly lines: readonly Line[];
  readonly lab: readonly Given[];
  readonly onClosed: readonly boolean[];
  readonly python: readonly Given[];
}

function describe({ lines, lab, python }: Ran, index: number): string {
  return lines
    .slice(0, index + 1)
    .map((line, i) => {
      const [mine, theirs] = [JSON.stringify(lab[i]), JSON.stringify(python[i])];
      return i < index && mine === theirs
        ? `  ${textOf(line)}   ${mine}`
        : `  ${textOf(line)}\n      lab    ${mine}\n      python ${theirs}`;
    })
    .join('\n');
}

/**
 * Runs sequences of calls in the lab and in `python3`, several at a time, and compares what each line gives: the value, or the
 * exception with its text.
 */
export async function compareSequences(
  kernel: LabKernel,
  { seed, numbers, atOnce }: { seed: number; numbers: readonly number[]; atOnce: number },
): Promise<Comparison> {
  const byDesign = new Map<string, number>();
  const mismatches: Mismatch[] = [];
  const left = [...numbers];
  let lineCount = 0;

  /** The line that differs in another way than by design; `null`: there is none. */
  function firstMismatch(
    { lines, lab, onClosed, python }: Ran,
    count: (name: string | null) => void,
  ): number | null {
    for (const [index, mine] of lab.entries()) {
      const theirs = python[index];
      const line = lines[index];
      if (theirs === undefined || line === undefined) return null;
      if (isSame(mine, theirs)) {
        count(null);
        continue;
      }
      const known = differences.find(({ isSo }) =>
        isSo({
          before: lines.slice(0, index),
          line,
          lab: mine,
          python: theirs,
          isOnClosed: onClosed[index] === true,
        }),
      );
      if (known === undefined) return index;
      count(known.name);
      if (known.ends) return null;
    }
    return null;
  }

  function tally(name: string | null): void {
    lineCount++;
    if (name !== null) byDesign.set(name, (byDesign.get(name) ?? 0) + 1);
  }

  async function work(): Promise<void> {
    const python = new PythonSide();
    try {
      for (let number = left.shift(); number !== undefined; number = left.shift()) {
        const lines = sequenceOf(seed, number);
        const run = async (patienceMs: number): Promise<Ran> => {
          const [inLab, inPython] = await Promise.all([
            runInLab(kernel, lines, patienceMs),
            python.run(lines, patienceMs),
          ]);
          return { lines, lab: inLab.given, onClosed: inLab.onClosed, python: inPython };
        };
        const ran = await run(quickMs);
        if (firstMismatch(ran, tally) === null) continue;
        // On a loaded machine a call may take so long that it seems to wait forever: a true mismatch comes again.
        const again = await run(slowMs);
        const index = firstMismatch(again, () => {});
        if (index !== null) mismatches.push({ number, text: describe(again, index) });
      }
    } finally {
      await python.close();
    }
  }

  await Promise.all(Array.from({ length: atOnce }, work));
  return { sequences: numbers.length, lines: lineCount, byDesign, mismatches };
}

/** `DIFFERENTIAL_SEED` of an earlier run runs it again; `DIFFERENTIAL_ONLY` one sequence of it. */
export function differentialSeed(): number {
  return Number(process.env['DIFFERENTIAL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
}

/** The numbers of the sequences of a run. */
export function sequenceNumbers(count: number): number[] {
  const { DIFFERENTIAL_ONLY: only } = process.env;
  return only === undefined ? Array.from({ length: count }, (_, number) => number) : [Number(only)];
}

/** Mismatches for a person: each can be run again alone. */
export function describeMismatches(seed: number, mismatches: readonly Mismatch[]): string {
  return mismatches
    .map(
      ({ number, text }) => `DIFFERENTIAL_SEED=${String(seed)} DIFFERENTIAL_ONLY=${String(number)}\n${text}`,
    )
    .join('\n\n');
}
