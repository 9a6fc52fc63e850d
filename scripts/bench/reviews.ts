import { pathToFileURL } from 'node:url';
import { type Card, createEmptyCard, FSRS, StrategyMode } from 'ts-fsrs';
import type { PromptRef } from '#lib/deck/prompt.ts';
import { localCalendar } from '#lib/browser/local-calendar.ts';
import { examOutlook } from '#lib/review/exam.ts';
import { extend, fold } from '#lib/review/fold.ts';
import { forecast } from '#lib/review/forecast.ts';
import { studyQueue } from '#lib/review/queue.ts';
import type { Rating, ReviewRow } from '#lib/review/row.ts';
import { fuzzSeed } from '#lib/review/schedule.ts';
import { lastUndoable } from '#lib/review/undo.ts';

const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 1, 12);
const device = '6f1c1d5e-4c55-4d5e-9d55-7f3f0a4b2c11';
const calendar = localCalendar(4);

/** One measurement: median milliseconds of the runs. */
export interface Figure {
  readonly what: string;
  readonly medianMs: number;
  readonly limitMs: number | null;
}

/** Measures the review log at 100,000 answers on 10,000 prompts, each figure over `runs` interleaved runs. */
export function benchReviews(runs: number): readonly Figure[] {
  const prompts = promptsOf(10_000);
  const rows = logOf(prompts, 10);
  const state = fold(rows);
  const now = (rows.at(-1)?.at ?? start) + dayMs;
  const newest = answerTo('bench/1', now, rows.length, 3);
  const answered = extend(state, [newest]);
  const undone: ReviewRow = {
    id: idOf(rows.length + 1),
    device,
    at: now + 1,
    kind: 'undo',
    undoes: newest.id,
  };
  const old = answerTo('bench/1', start - 1, rows.length, 3);
  const small = prompts.slice(0, 150);
  const request = { prompts, deck: 'bench', now, calendar };
  const allDue = now + 1500 * dayMs;
  const examDate = new Date(allDue + 60 * dayMs).toISOString().slice(0, 10);
  const exam: ReviewRow = {
    id: idOf(1e9),
    device,
    at: now,
    kind: 'settings',
    deck: 'bench',
    patch: { examDate },
  };
  const withExam = extend(state, [exam]);
  const beforeExam = { ...request, now: allDue, state: withExam };

  return measure(runs, [
    { what: 'ts-fsrs next, 100,000 answers (peer)', limitMs: null, run: () => plainFsrs(rows) },
    { what: 'fold of 100,000 answers', limitMs: 1000, run: () => fold(rows) },
    { what: 'extend by the newest answer', limitMs: 1, run: () => extend(state, [newest]) },
    { what: 'extend by its undo', limitMs: 1, run: () => extend(answered, [undone]) },
    { what: 'extend by the oldest answer', limitMs: 50, run: () => extend(state, [old]) },
    { what: 'what undo would take back', limitMs: 5, run: () => lastUndoable(state, 'bench') },
    {
      what: 'queue of 10,000 prompts',
      limitMs: 50,
      run: () => studyQueue({ ...request, state, mode: 'study' }),
    },
    {
      what: 'queue of 10,000 due, an exam ahead',
      limitMs: 50,
      run: () => studyQueue({ ...beforeExam, mode: 'study' }),
    },
    {
      what: 'practice of 10,000 prompts',
      limitMs: 50,
      run: () => studyQueue({ ...request, state, mode: 'practice' }),
    },
    { what: 'forecast of 10,000 prompts', limitMs: 50, run: () => forecast({ ...request, state }) },
    {
      what: 'exam in 60 days, 10,000 prompts',
      limitMs: 1000,
      run: () => examOutlook(beforeExam),
    },
    {
      what: 'exam in 60 days, 150 prompts',
      limitMs: 30,
      run: () => examOutlook({ ...beforeExam, prompts: small }),
    },
  ]);
}

interface Case {
  readonly what: string;
  readonly limitMs: number | null;
  readonly run: () => unknown;
}

function measure(runs: number, cases: readonly Case[]): readonly Figure[] {
  const times = cases.map((): number[] => []);
  for (const { run: warmUp } of cases) for (let run = 0; run < 3; run += 1) warmUp();
  for (let run = 0; run < runs; run += 1) {
    for (const [index, { run: work }] of cases.entries()) {
      const began = performance.now();
      work();
      times[index]?.push(performance.now() - began);
    }
  }
  return cases.map(({ what, limitMs }, index) => ({ what, limitMs, medianMs: median(times[index] ?? []) }));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function plainFsrs(rows: readonly ReviewRow[]): number {
  let seed = '';
  const scheduler = new FSRS({ enable_fuzz: true }).useStrategy(StrategyMode.SEED, () => seed);
  const cards = new Map<string, Card>();
  for (const row of rows) {
    if (row.kind !== 'review') continue;
    const before: Card = cards.get(row.card) ?? createEmptyCard(row.at);
    seed = fuzzSeed(row.card, before.reps);
    cards.set(row.card, scheduler.next(before, row.at, row.rating).card);
  }
  return cards.size;
}

function promptsOf(count: number): PromptRef[] {
  return Array.from({ length: count }, (_, index) => {
    const card = `bench/${index}`;
    return { key: card, card, rev: 1, kind: 'basic', topics: [1] };
  });
}

/** Every prompt answered `times` times, roughly when it falls due; one answer in ten is again. */
function logOf(prompts: readonly PromptRef[], times: number): ReviewRow[] {
  const rows: ReviewRow[] = [];
  for (let time = 0; time < times; time += 1) {
    const day = [0, 0, 2, 10, 30, 60, 100, 160, 230, 330][time] ?? time * 40;
    for (const [index, { key }] of prompts.entries()) {
      const at = start + day * dayMs + (time % 2) * 600_000 + index * 1000;
      rows.push(answerTo(key, at, rows.length, (index * 7 + time) % 10 === 0 ? 1 : 3));
    }
  }
  return rows.sort((a, b) => a.at - b.at);
}

function answerTo(card: string, at: number, serial: number, rating: Rating): ReviewRow {
  return {
    id: idOf(serial),
    device,
    at,
    kind: 'review',
    card,
    rev: 1,
    rating,
    durationMs: 8000,
    algorithm: 'fsrs-6',
  };
}

function idOf(serial: number): string {
  return `01890000-0000-7000-8000-${serial.toString(16).padStart(12, '0')}`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const figures = benchReviews(9);
  for (const { what, medianMs, limitMs } of figures) {
    const limit = limitMs === null ? '' : `limit ${limitMs} ms`;
    console.log(`${what.padEnd(42)} ${medianMs.toFixed(3).padStart(10)} ms   ${limit}`);
  }
  const [peer, own] = figures;
  if (peer !== undefined && own !== undefined) {
    console.log(`fold / ts-fsrs next: ${(own.medianMs / peer.medianMs).toFixed(2)} (limit 1.30)`);
  }
}
