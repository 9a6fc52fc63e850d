import type { PromptRef } from '#lib/cards/prompt.ts';
import type { SettingsPatch } from '#lib/review/entry-schema.ts';
import { cardStatusOf } from '#lib/review/card-status.ts';

import { memoryFor } from '#lib/review/fold-prompt.ts';
import type { Memory } from '#lib/review/schedule.ts';
import { retrievability } from '#lib/review/schedule.ts';
import type { Settings } from '#lib/review/settings.ts';
import { spread } from '#lib/review/spread.ts';
import { promptState, type PromptState, type ReviewState } from '#lib/review/state.ts';
import {
  dayMs,
  type Calendar,
  type DoneToday,
  doneToday,
  isoDate,
  moreToday,
  newToday,
  type StudyDay,
  studyDayOf,
} from '#lib/review/study-day.ts';
import {
  elapsedDays,
  recallAfter,
  strengthForgotten,
  strengthLearned,
  strengthRecalled,
} from '#lib/review/schedule.ts';
import { dayNumber } from '#lib/review/study-day.ts';

/**
 * `study`: what remains today. `practice`: everything, weakest first; answers are `practice` entries. `cram`: everything, by
 * what it gains for the exam, beyond the daily limits; answers are `review` entries.
 */
export type StudyMode = 'study' | 'practice' | 'cram';

export interface QueueRequest {
  readonly state: ReviewState;
  /** The prompts of `deck`, in its order. */
  readonly prompts: readonly PromptRef[];
  readonly deck: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly calendar: Calendar;
  readonly mode: StudyMode;
  /** Practice and cram leave out what was answered since then (epoch milliseconds), so that a round comes to an end. */
  readonly since?: number;
}

export interface QueueItem {
  readonly prompt: PromptRef;
  readonly kind: 'new' | 'learning' | 'review';
  /** Epoch milliseconds; null where nothing was due yet (new, or a new revision). */
  readonly due: number | null;
  /** Predicted recall now, 0 to 1; null where nothing is known. */
  readonly retrievability: number | null;
}

export interface StudyQueue {
  /** What to ask, in this order. */
  readonly items: readonly QueueItem[];
  /** What remains; in study, `learning` counts steps that have not ended yet too. */
  readonly counts: { readonly new: number; readonly learning: number; readonly review: number };
  /** Epoch milliseconds at which there will be more to ask; null where nothing is waiting. */
  readonly nextDueAt: number | null;
}

/**
 * A rank for prompts; the lowest is asked first. Without an exam it is predicted recall: what is most likely to be lost
 * goes first, and a day that ends early has saved the most. With an exam ahead it is what an answer gains for it.
 */
function rankOf(
  state: ReviewState,
  settings: Settings,
  now: number,
  calendar: Calendar,
): (prompt: PromptRef) => number {
  const examAt = examInstant(settings, now, calendar);
  return (prompt) => {
    const known = promptState(state, prompt.key);
    const memory = known === null ? null : memoryFor(known, prompt.rev);
    if (examAt !== null) return -gainAtExam(memory, now, examAt, settings);
    return memory === null ? 0 : retrievability(memory, now);
  };
}

/** `items` from the lowest rank to the highest; equal ranks keep their order. */
function byRank<T>(items: readonly T[], rank: (item: T) => number): T[] {
  return items
    .map((item) => ({ item, rank: rank(item) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** All prompts that are not suspended, the weakest first and the unseen last, whatever is due. */
function practiceQueue(request: QueueRequest): StudyQueue {
  return queueOf(byRank(available(request), (item) => item.retrievability ?? 2));
}

/** All prompts that are not suspended, by what an answer gains for the exam; the weakest first where none is ahead. */
function cramQueue(request: QueueRequest): StudyQueue {
  const { state, deck, now, calendar } = request;
  const rank = rankOf(state, state.settings.latest(deck), now, calendar);
  return queueOf(byRank(available(request), (item) => rank(item.prompt)));
}

function queueOf(items: readonly QueueItem[]): StudyQueue {
  const counts = { new: 0, learning: 0, review: 0 };
  for (const item of items) counts[item.kind] += 1;
  return { items, counts, nextDueAt: null };
}

function available({ state, prompts, now, mode, since = Infinity }: QueueRequest): QueueItem[] {
  const items: QueueItem[] = [];
  for (const prompt of prompts) {
    const known = promptState(state, prompt.key);
    if (known?.suspended === true) continue;
    const memory = known === null ? null : memoryFor(known, prompt.rev);
    const learning = memory !== null && memory.state !== 'review';
    const again = mode === 'cram' && learning && memory.due <= now;
    if (known !== null && answeredSince(known, since) && !again) continue;
    items.push({
      prompt,
      kind:
        memory === null ? (known?.introducedAt == null ? 'new' : 'review') : learning ? 'learning' : 'review',
      due: memory?.due ?? null,
      retrievability: memory === null ? null : retrievability(memory, now),
    });
  }
  return items;
}

function answeredSince(prompt: PromptState, since: number): boolean {
  return (prompt.answers.at(-1)?.at ?? -Infinity) >= since;
}

/** A learning step that ends within this time is asked at once when nothing else is left. */
const learnAheadMs = 20 * 60_000;

/** The prompts of a deck that could be asked today, apart by kind. */
interface Candidates {
  readonly learning: QueueItem[];
  readonly reviews: QueueItem[];
  readonly unseen: QueueItem[];
  /** Instants at which something now out of reach comes back. */
  readonly later: number[];
}

/**
 * What to ask of a deck, and in which order.
 *
 * @example
 * studyQueue({ mode: 'study', state, prompts: deck.prompts, deck: 'sockets', now: Date.now(), calendar }).items[0]
 */
export function studyQueue(request: QueueRequest): StudyQueue {
  switch (request.mode) {
    case 'study':
      return todaysQueue(request);
    case 'practice':
      return practiceQueue(request);
    case 'cram':
      return cramQueue(request);
    default:
      return request.mode satisfies never;
  }
}

function todaysQueue(request: QueueRequest): StudyQueue {
  const { state, prompts, deck, now, calendar } = request;
  const today = studyDayOf(now, calendar);
  const settings = state.settings.latest(deck);
  const done = doneToday(state, prompts, today);
  const { learning, reviews, unseen, later } = candidates(request, today);

  const taken = new Set(done.cards.keys());
  for (const item of learning) taken.add(item.prompt.card);
  const rank = rankOf(state, settings, now, calendar);
  const dueReviews = oneOfEachCard(
    byRank(reviews, (item) => rank(item.prompt)),
    settings.reviewsPerDay - done.reviewed,
    taken,
    done,
  );
  const newLimit = newToday(settings, unseen.length + done.introduced, today);
  const fresh = oneOfEachCard(unseen, newLimit - done.introduced, taken, done);

  const ready = learning.filter((item) => dueOf(item) <= now);
  const mixed = spread([
    { items: dueReviews, done: done.reviewed },
    { items: fresh, done: done.introduced },
  ]);
  const items = [...ready, ...mixed];
  if (items.length === 0) items.push(...learning.filter((item) => dueOf(item) <= now + learnAheadMs));

  const asked = new Set(items);
  later.push(...learning.filter((item) => !asked.has(item)).map(dueOf));
  if (dueReviews.length < reviews.length || fresh.length < unseen.length) later.push(today.endAt);
  return {
    items,
    counts: { new: fresh.length, learning: learning.length, review: dueReviews.length },
    nextDueAt: later.length === 0 ? null : later.reduce((a, b) => Math.min(a, b)),
  };
}

/** So many new prompts are offered at once when a day's work is done. */
const aheadAtOnce = 10;

/**
 * What it takes to go on with new prompts when those of today are done: the settings of the deck that let them come, and how
 * many come; `null`: there are none that could be asked today.
 */
export function moreNewCards(
  request: QueueRequest,
): { readonly cards: number; readonly patch: Pick<SettingsPatch, 'moreNew'> } | null {
  const { state, prompts, deck, now, calendar } = request;
  const today = studyDayOf(now, calendar);
  const settings = state.settings.latest(deck);
  const done = doneToday(state, prompts, today);
  const { learning, unseen } = candidates(request, today);
  const taken = new Set([...done.cards.keys(), ...learning.map(({ prompt }) => prompt.card)]);
  const { length } = oneOfEachCard(unseen, aheadAtOnce, taken, done);
  const usual = newToday(settings, unseen.length + done.introduced, today) - moreToday(settings, today);
  const cards = done.introduced + length - usual;
  // Under the limit they come anyway.
  if (length === 0 || cards < 1) return null;
  return { cards: length, patch: { moreNew: { day: isoDate(today.day), cards } } };
}

function candidates({ state, prompts, now, calendar }: QueueRequest, today: StudyDay): Candidates {
  const found: Candidates = { learning: [], reviews: [], unseen: [], later: [] };
  for (const prompt of prompts) {
    const known = promptState(state, prompt.key);
    const place = cardStatusOf(known, prompt, now, today);
    switch (place.kind) {
      case 'new':
        found.unseen.push({ prompt, kind: 'new', due: null, retrievability: null });
        break;
      case 'revised':
        found.reviews.push({ prompt, kind: 'review', due: null, retrievability: null });
        break;
      case 'due':
        found.reviews.push(itemOf(prompt, 'review', place.memory, now));
        break;
      case 'learning':
        if (place.due < today.endAt) found.learning.push(itemOf(prompt, 'learning', place.memory, now));
        else found.later.push(place.due);
        break;
      case 'review':
        found.later.push(calendar.startOf(calendar.dayOf(place.due)));
        break;
      case 'buried':
        found.later.push(place.until);
        break;
      case 'suspended':
        break;
      default:
        place satisfies never;
    }
  }
  found.learning.sort((a, b) => dueOf(a) - dueOf(b));
  return found;
}

function itemOf(prompt: PromptRef, kind: 'learning' | 'review', memory: Memory, now: number): QueueItem {
  return { prompt, kind, due: memory.due, retrievability: retrievability(memory, now) };
}

function dueOf(item: QueueItem): number {
  return item.due ?? 0;
}

/** The first `limit` items of cards that are not taken; adds their cards to `taken`. */
function oneOfEachCard(
  items: readonly QueueItem[],
  limit: number,
  taken: Set<string>,
  done: DoneToday,
): QueueItem[] {
  const chosen: QueueItem[] = [];
  for (const item of items) {
    if (chosen.length >= limit) break;
    const { prompt } = item;
    if (taken.has(prompt.card) && !isRevisedAlone(item, done)) continue;
    taken.add(prompt.card);
    chosen.push(item);
  }
  return chosen;
}

/** A new revision of a prompt that was itself answered today, and no sibling of it: it need not wait for tomorrow. */
function isRevisedAlone({ prompt, kind, due }: QueueItem, done: DoneToday): boolean {
  const keys = done.cards.get(prompt.card);
  return kind === 'review' && due === null && keys?.size === 1 && keys.has(prompt.key);
}

/** Epoch milliseconds at which the exam's study day begins, where that is still ahead; else null. */
function examInstant(settings: Settings, now: number, calendar: Calendar): number | null {
  if (settings.examDate === null) return null;
  const at = calendar.startOf(dayNumber(settings.examDate));
  return at > now ? at : null;
}

/**
 * How much an answer now raises the predicted recall at the exam, in expectation: with the probability of recall the
 * answer is `good`, else `again` and `good` on the same day. A prompt never seen is worth nothing before. 0 to 1, and
 * rarely a little below 0.
 */
export function gainAtExam(memory: Memory | null, now: number, examAt: number, settings: Settings): number {
  const daysLeft = Math.max(0, examAt - now) / dayMs;
  if (memory === null) return recallAfter(daysLeft, strengthLearned(settings).stability);
  const days = elapsedDays(memory.lastReviewAt, now);
  const recall = retrievability(memory, now);
  const recalled = recallAfter(daysLeft, strengthRecalled(memory, days, recall, settings).stability);
  const forgotten = recallAfter(daysLeft, strengthForgotten(memory, days, recall, settings).stability);
  return recall * recalled + (1 - recall) * forgotten - retrievability(memory, examAt);
}
