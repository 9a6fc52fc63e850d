import { cramQueue, practiceQueue } from '#lib/review/queue-beyond.ts';
import type { QueueItem, QueueRequest, StudyQueue } from '#lib/review/queue-item.ts';
import { byRank, interleaved, rankOf } from '#lib/review/queue-order.ts';
import { retrievability } from '#lib/review/schedule.ts';
import type { PromptRef } from '#lib/deck/prompt.ts';
import type { Memory } from '#lib/review/memory.ts';
import { standingOf } from '#lib/review/standing.ts';
import { promptState } from '#lib/review/state.ts';
import { doneToday, newToday, studyDayOf } from '#lib/review/study-day.ts';
import type { DoneToday, StudyDay } from '#lib/review/study-day.ts';

/** A learning step that ends within this time is asked at once when nothing else is left. */
const learnAheadMs = 20 * 60_000;

/** The prompts of a deck that could be asked today, apart by kind. */
interface Candidates {
  readonly learning: QueueItem[];
  readonly reviews: QueueItem[];
  readonly unseen: QueueItem[];
  /** Moments at which something now out of reach comes back. */
  readonly later: number[];
}

/** What to ask of a deck, and in which order. */
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
  const items = [...ready, ...interleaved(dueReviews, fresh, done)];
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

function candidates({ state, prompts, now, calendar }: QueueRequest, today: StudyDay): Candidates {
  const found: Candidates = { learning: [], reviews: [], unseen: [], later: [] };
  for (const prompt of prompts) {
    const known = promptState(state, prompt.key);
    const place = standingOf(known, prompt, now, today);
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
