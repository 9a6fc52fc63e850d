import { pathToFileURL } from 'node:url';
import { type Card, createEmptyCard, FSRS, StrategyMode } from 'ts-fsrs';
import type { PromptRef } from '#lib/cards/prompt.ts';
import { localCalendar } from '#lib/storage/local-calendar.ts';
import { examOutlook } from '#lib/review/exam.ts';
import { extend, fold } from '#lib/review/fold.ts';
import { forecast } from '#lib/review/progress.ts';
import { studyQueue } from '#lib/review/queue.ts';
import type { LogEntry } from '#lib/review/entry-schema.ts';
import { fuzzSeed } from '#lib/review/schedule.ts';
import { lastUndoable } from '#lib/review/undo.ts';
import { type Figure, printFigures, timeInTurn } from './report/figure.ts';
import { answerEntry, device, entryId } from './log/answer-row.ts';

const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 1, 12);
const calendar = localCalendar(4);

/** Measures the review log at 100,000 answers on 10,000 prompts, each figure a median of `rounds` runs in turn. */
export function benchReviews(rounds: number): readonly Figure[] {
  const prompts = promptsOf(10_000);
  const entries = logOf(prompts, 10);
  const state = fold(entries);
  const now = (entries.at(-1)?.at ?? start) + dayMs;
  const newest = answerEntry('bench/1', now, entries.length, 3);
  const answered = extend(state, [newest]);
  const undone: LogEntry = {
    id: entryId(entries.length + 1),
    device,
    at: now + 1,
    kind: 'undo',
    undoes: newest.id,
  };
  const old = answerEntry('bench/1', start - 1, entries.length, 3);
  const small = prompts.slice(0, 150);
  const request = { prompts, deck: 'bench', now, calendar };
  const allDue = now + 1500 * dayMs;
  const examDate = new Date(allDue + 60 * dayMs).toISOString().slice(0, 10);
  const exam: LogEntry = {
    id: entryId(1e9),
    device,
    at: now,
    kind: 'settings',
    deck: 'bench',
    patch: { examDate },
  };
  const withExam = extend(state, [exam]);
  const beforeExam = { ...request, now: allDue, state: withExam };

  const floor = { what: 'ts-fsrs next, 100,000 answers', run: () => plainFsrs(entries) };
  const folding = { what: 'fold of 100,000 answers', run: () => fold(entries) };
  const subjects = [
    { what: 'extend by the newest answer', goalMs: 1, run: () => extend(state, [newest]) },
    { what: 'extend by its undo', goalMs: 1, run: () => extend(answered, [undone]) },
    { what: 'extend by the oldest answer', goalMs: 50, run: () => extend(state, [old]) },
    { what: 'what undo would take back', goalMs: 5, run: () => lastUndoable(state, 'bench') },
    {
      what: 'queue of 10,000 prompts',
      goalMs: 50,
      run: () => studyQueue({ ...request, state, mode: 'study' }),
    },
    {
      what: 'queue of 10,000 due, an exam ahead',
      goalMs: 50,
      run: () => studyQueue({ ...beforeExam, mode: 'study' }),
    },
    {
      what: 'practice of 10,000 prompts',
      goalMs: 50,
      run: () => studyQueue({ ...request, state, mode: 'practice' }),
    },
    {
      what: 'forecast of 10,000 prompts',
      goalMs: 50,
      run: () => forecast({ ...request, state, decks: [request] }),
    },
    { what: 'exam in 60 days, 10,000 prompts', goalMs: 1000, run: () => examOutlook(beforeExam) },
    {
      what: 'exam in 60 days, 150 prompts',
      goalMs: 30,
      run: () => examOutlook({ ...beforeExam, prompts: small }),
    },
  ] as const;

  const medianMs = timeInTurn([floor, folding, ...subjects], { rounds, warmUps: 3 });
  const msOf = (what: string) => medianMs.get(what) ?? Number.NaN;
  const peer = { what: floor.what, measured: msOf(floor.what) };
  return [
    { what: folding.what, measured: msOf(folding.what), unit: 'ms', peer, goal: { atMost: 1000 } },
    {
      what: 'that fold ÷ ts-fsrs alone',
      measured: msOf(folding.what) / peer.measured,
      unit: '×',
      peer: null,
      goal: { atMost: 1.3 },
    },
    ...subjects.map(({ what, goalMs }): Figure => ({
      what,
      measured: msOf(what),
      unit: 'ms',
      peer: null,
      goal: { atMost: goalMs },
    })),
  ];
}

function plainFsrs(entries: readonly LogEntry[]): number {
  let seed = '';
  const scheduler = new FSRS({ enable_fuzz: true }).useStrategy(StrategyMode.SEED, () => seed);
  const cards = new Map<string, Card>();
  for (const entry of entries) {
    if (entry.kind !== 'review') continue;
    const before: Card = cards.get(entry.card) ?? createEmptyCard(entry.at);
    seed = fuzzSeed(entry.card, before.reps);
    cards.set(entry.card, scheduler.next(before, entry.at, entry.rating).card);
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
function logOf(prompts: readonly PromptRef[], times: number): LogEntry[] {
  const entries: LogEntry[] = [];
  for (let time = 0; time < times; time += 1) {
    const day = [0, 0, 2, 10, 30, 60, 100, 160, 230, 330][time] ?? time * 40;
    for (const [index, { key }] of prompts.entries()) {
      const at = start + day * dayMs + (time % 2) * 600_000 + index * 1000;
      entries.push(answerEntry(key, at, entries.length, (index * 7 + time) % 10 === 0 ? 1 : 3));
    }
  }
  return entries.sort((a, b) => a.at - b.at);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printFigures(benchReviews(9));
