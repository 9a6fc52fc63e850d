import type { PromptKey, PromptRef } from '#lib/cards/prompt.ts';
import type { Settings } from '#lib/review/settings.ts';
import { promptState, type PromptState, type ReviewState } from '#lib/review/state.ts';

/** Milliseconds of a day. */
export const dayMs = 86_400_000;

/**
 * Which local day an instant belongs to. A study day begins at an hour the student chooses (4 in the morning unless changed),
 * in the time zone they are in; both are facts of the place, so the caller passes a calendar in.
 */
export interface Calendar {
  /** Local days since 1970-01-01; 0 is that day. */
  dayOf(at: number): number;
  /** Epoch milliseconds at which that study day begins. */
  startOf(day: number): number;
}

/** The day number of a date written `YYYY-MM-DD`. */
export function dayNumber(isoDate: string): number {
  return Math.floor(Date.parse(`${isoDate}T00:00:00Z`) / dayMs);
}

/** The date, `YYYY-MM-DD`, of a day number. */
export function isoDate(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The study day around an instant. */
export interface StudyDay {
  readonly day: number;
  /** Epoch milliseconds. */
  readonly startAt: number;
  /** Epoch milliseconds at which the next study day begins. */
  readonly endAt: number;
}

/** What was done today with a deck's prompts. */
export interface DoneToday {
  /** Prompts met for the first time. */
  readonly introduced: number;
  /** Prompts answered that were in review. */
  readonly reviewed: number;
  /** Cards of which a prompt was answered so that it counted, with the keys of those prompts. */
  readonly cards: ReadonlyMap<string, ReadonlySet<PromptKey>>;
}

export function studyDayOf(now: number, calendar: Calendar): StudyDay {
  const day = calendar.dayOf(now);
  return { day, startAt: calendar.startOf(day), endAt: calendar.startOf(day + 1) };
}

export function doneToday(state: ReviewState, prompts: readonly PromptRef[], today: StudyDay): DoneToday {
  const cards = new Map<string, Set<PromptKey>>();
  let introduced = 0;
  let reviewed = 0;
  for (const prompt of prompts) {
    const known = promptState(state, prompt.key);
    if (known === null) continue;
    const introducedToday = known.introducedAt !== null && isIn(today, known.introducedAt);
    const { answered, asReview } = answersOf(known, today);
    if (introducedToday) introduced += 1;
    if (asReview && !introducedToday) reviewed += 1;
    if (answered) cards.set(prompt.card, (cards.get(prompt.card) ?? new Set()).add(prompt.key));
  }
  return { introduced, reviewed, cards };
}

/** Study days from today to the day before the exam; 0 on the exam's day and after it, null without an exam. */
function daysToExam(settings: Settings, today: StudyDay): number | null {
  return settings.examDate === null ? null : Math.max(0, dayNumber(settings.examDate) - today.day);
}

/** New prompts that were asked for beyond the limit of this day. */
export function moreToday({ moreNew }: Settings, today: StudyDay): number {
  return moreNew !== null && dayNumber(moreNew.day) === today.day ? moreNew.cards : 0;
}

/**
 * How many prompts may be met for the first time today: the student's limit, or with an exam ahead what it takes to have
 * met all of them before, and what was asked for on top. `unseen` counts those that were still unseen when the day began.
 */
export function newToday(settings: Settings, unseen: number, today: StudyDay): number {
  const days = daysToExam(settings, today);
  const usual =
    days === null || days === 0 ? settings.newPerDay : Math.max(settings.newPerDay, Math.ceil(unseen / days));
  return usual + moreToday(settings, today);
}

function answersOf(prompt: PromptState, today: StudyDay): { answered: boolean; asReview: boolean } {
  let answered = false;
  for (let index = prompt.answers.length - 1; index >= 0; index -= 1) {
    const answer = prompt.answers[index];
    if (answer === undefined || answer.at < today.startAt) break;
    if (!answer.counted || answer.at >= today.endAt) continue;
    answered = true;
    if (answer.before === 'review' || answer.before === 'new') return { answered, asReview: true };
  }
  return { answered, asReview: false };
}

function isIn(today: StudyDay, at: number): boolean {
  return at >= today.startAt && at < today.endAt;
}
