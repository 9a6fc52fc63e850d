import type { PromptRef } from '#lib/cards/prompt.ts';
import { isLeech } from '#lib/review/schedule.ts';
import { memoryFor } from '#lib/review/fold-prompt.ts';
import { retrievability } from '#lib/review/schedule.ts';
import { type Answer, promptState, type PromptState, type ReviewState } from '#lib/review/state.ts';
import { studyQueue } from '#lib/review/queue.ts';
import { type Calendar, studyDayOf } from '#lib/review/study-day.ts';

/** All answers to `prompts`, practice included, prompt by prompt. */
function* answersOf(state: ReviewState, prompts: readonly PromptRef[]): Generator<Answer> {
  for (const prompt of prompts) yield* promptState(state, prompt.key)?.answers ?? [];
}

/** Answers whose predicted recall fell between `from` and `to`. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Means over the `n` answers, 0 to 1: of the prediction, and of what came (1 unless the rating was again). */
  readonly predicted: number;
  readonly actual: number;
}

/** Predicted recall is rarely lower; everything below is one bin. */
const lowestEdge = 0.5;
const binWidth = 0.05;

/**
 * How far the predictions come true: answers that counted, to prompts in review, by predicted recall. Bins without answers
 * are left out; ascending.
 */
export function calibration(state: ReviewState, prompts: readonly PromptRef[]): readonly CalibrationBin[] {
  const binCount = Math.round((1 - lowestEdge) / binWidth) + 1;
  const bins = Array.from({ length: binCount }, () => ({ n: 0, predicted: 0, recalled: 0 }));
  for (const { counted, before, retrievability: predicted, rating } of answersOf(state, prompts)) {
    if (!counted || before !== 'review' || predicted === null) continue;
    const index = Math.max(0, Math.min(binCount - 1, Math.floor((predicted - lowestEdge) / binWidth) + 1));
    const bin = bins[index];
    if (bin === undefined) continue;
    bin.n += 1;
    bin.predicted += predicted;
    bin.recalled += rating > 1 ? 1 : 0;
  }
  return bins.flatMap(({ n, predicted, recalled }, index) =>
    n === 0 ? [] : [{ ...edgesOf(index), n, predicted: predicted / n, actual: recalled / n }],
  );
}

function edgesOf(index: number): { from: number; to: number } {
  const to = Math.round((lowestEdge + index * binWidth) * 100) / 100;
  return { from: index === 0 ? 0 : Math.round((to - binWidth) * 100) / 100, to };
}

/** What falls due on one study day. */
export interface ForecastDay {
  /** Days since 1970-01-01, as in `Calendar`. */
  readonly day: number;
  /** Prompts that come due, learning steps included; for today, those that study asks for today. */
  readonly reviews: number;
}

/**
 * Reviews due on each of the next `days` study days, from today on, if nothing is answered in between. Suspended prompts
 * are left out; a buried one counts on the day it comes back. Today counts as in `studyQueue`; what is due and has to wait,
 * for the limit of a day or for a sibling, counts tomorrow.
 */
export function forecast(request: {
  readonly state: ReviewState;
  readonly decks: readonly { readonly deck: string; readonly prompts: readonly PromptRef[] }[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly calendar: Calendar;
  readonly days?: number;
}): readonly ForecastDay[] {
  const { state, decks, now, calendar, days = 14 } = request;
  const today = studyDayOf(now, calendar);
  const reviews = new Array<number>(days).fill(0);
  for (const prompt of decks.flatMap(({ prompts }) => prompts)) {
    const known = promptState(state, prompt.key);
    if (known?.memory == null || known.suspended) continue;
    const due = memoryFor(known, prompt.rev)?.due ?? now;
    const index = Math.max(0, calendar.dayOf(Math.max(due, known.buriedUntil)) - today.day);
    if (index < days) reviews[index] = (reviews[index] ?? 0) + 1;
  }
  const asked = decks
    .map((deck) => studyQueue({ ...deck, state, now, calendar, mode: 'study' }).counts)
    .reduce((sum, { review, learning }) => sum + review + learning, 0);
  const waiting = (reviews[0] ?? 0) - asked;
  reviews.splice(0, 2, asked, (reviews[1] ?? 0) + waiting);
  return reviews.slice(0, days).map((count, index) => ({ day: today.day + index, reviews: count }));
}

export interface HardPrompt {
  readonly prompt: PromptRef;
  readonly lapses: number;
  /** 1 to 10; null while nothing is known. */
  readonly difficulty: number | null;
  /** Share of answers that counted and were again, 0 to 1. */
  readonly againShare: number;
  readonly leech: boolean;
}

/** One unlucky answer makes no card hard. */
const fewestAnswers = 3;

/**
 * The prompts that were forgotten most: by lapses, then the share of again, then difficulty. Never failed, or answered less
 * than three times: not listed.
 */
export function hardest(
  state: ReviewState,
  prompts: readonly PromptRef[],
  limit: number,
): readonly HardPrompt[] {
  return prompts
    .flatMap((prompt) => {
      const known = promptState(state, prompt.key);
      const againShare = known === null ? 0 : shareOfAgain(known);
      if (known === null || againShare === 0 || known.totalReps < fewestAnswers) return [];
      const difficulty = memoryFor(known, prompt.rev)?.difficulty ?? null;
      return [{ prompt, lapses: known.totalLapses, difficulty, againShare, leech: isLeech(known) }];
    })
    .sort(
      (a, b) =>
        b.lapses - a.lapses || b.againShare - a.againShare || (b.difficulty ?? 0) - (a.difficulty ?? 0),
    )
    .slice(0, limit);
}

function shareOfAgain(known: PromptState): number {
  const counted = known.answers.filter((answer) => answer.counted);
  return counted.length === 0 ? 0 : counted.filter((answer) => answer.rating === 1).length / counted.length;
}

export interface TopicRecall {
  readonly topic: number;
  /** Mean predicted recall now of all its prompts, 0 to 1; one that was never seen counts as 0. */
  readonly known: number;
  readonly seen: number;
  readonly total: number;
}

/** Recall by topic of the course, ascending. A prompt of several topics counts in each. `now` in epoch milliseconds. */
export function recallByTopic(
  state: ReviewState,
  prompts: readonly PromptRef[],
  now: number,
): readonly TopicRecall[] {
  const topics = new Map<number, { recall: number; seen: number; total: number }>();
  for (const prompt of prompts) {
    const known = promptState(state, prompt.key);
    const memory = known === null ? null : memoryFor(known, prompt.rev);
    for (const topic of prompt.topics) {
      const sum = topics.get(topic) ?? { recall: 0, seen: 0, total: 0 };
      topics.set(topic, sum);
      sum.total += 1;
      if (memory === null) continue;
      sum.seen += 1;
      sum.recall += retrievability(memory, now);
    }
  }
  return [...topics]
    .map(([topic, { recall, seen, total }]) => ({
      topic,
      known: recall / total,
      seen,
      total,
    }))
    .sort((a, b) => a.topic - b.topic);
}

/** What was done on one study day. */
export interface ActiveDay {
  readonly day: number;
  readonly answers: number;
  readonly minutes: number;
}

/**
 * Study days with at least one answer, practice included; ascending. Answers dated after `now` (epoch milliseconds), by a
 * clock that was ahead, are left out.
 */
export function activity(
  state: ReviewState,
  prompts: readonly PromptRef[],
  now: number,
  calendar: Calendar,
): readonly ActiveDay[] {
  const days = new Map<number, { answers: number; durationMs: number }>();
  for (const { at, durationMs } of answersOf(state, prompts)) {
    if (at > now) continue;
    const day = calendar.dayOf(at);
    const sum = days.get(day);
    if (sum === undefined) days.set(day, { answers: 1, durationMs });
    else {
      sum.answers += 1;
      sum.durationMs += durationMs;
    }
  }
  return [...days]
    .map(([day, { answers, durationMs }]) => ({ day, answers, minutes: durationMs / 60_000 }))
    .sort((a, b) => a.day - b.day);
}

/** Study days in an entry up to today, or up to yesterday while today is still open; and the last one, null before the first. */
export function streak(
  days: readonly ActiveDay[],
  now: number,
  calendar: Calendar,
): { readonly days: number; readonly lastDay: number | null } {
  const today = calendar.dayOf(now);
  const lastDay = days.at(-1)?.day ?? null;
  if (lastDay === null || lastDay < today - 1) return { days: 0, lastDay };
  let length = 0;
  while (days.at(-1 - length)?.day === lastDay - length) length += 1;
  return { days: length, lastDay };
}
