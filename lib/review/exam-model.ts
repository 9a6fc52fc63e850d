import {
  elapsedDays,
  intervalFor,
  recallAfter,
  stabilityFor,
  type Strength,
  strengthForgotten,
  strengthLearned,
  strengthRecalled,
} from '#lib/review/schedule.ts';
import type { Settings } from '#lib/review/settings.ts';
import { dayMs } from '#lib/review/study-day.ts';

/** A backlog is ranked again this often. */
const rankEveryDays = 7;

/** A prompt in the model. Time is counted in days from now; study on day k happens at k. */
export interface ModelPrompt {
  /** null: never seen, or a different fact now. */
  strength: Strength | null;
  /** When it was last answered; at most 0 before the model runs. */
  answeredAt: number;
  /** Day on which it is to be reviewed; null: not introduced. */
  dueOn: number | null;
}

export interface StudyPlan {
  readonly settings: Settings;
  /** Days from now to the exam, with a fraction. */
  readonly examIn: number;
  /** Days on which one can study, today included. */
  readonly studyDays: number;
  readonly reviewedToday: number;
  readonly introducedToday: number;
  /** The curve has a point every so many days. */
  readonly pointEveryDays: number;
}

interface PlannedDay {
  readonly new: number;
  readonly reviews: number;
}

/** What an answer makes of a strength: in expectation, or by chance. */
export type AnswerModel = (
  strength: Strength,
  days: number,
  recall: number,
  daysToExam: number,
  settings: Settings,
) => Strength;

/**
 * One strength in place of the two that an answer may lead to: the one whose recall on the exam's day is their expected
 * recall. What a plan is asked for, recall at the exam, thus stays exact for each answer; that the next interval is that
 * of the mean, not the mean of the intervals, is the model's approximation.
 */
export const expectedAnswer: AnswerModel = (strength, days, recall, daysToExam, settings) => {
  const recalled = strengthRecalled(strength, days, recall, settings);
  const forgotten = strengthForgotten(strength, days, recall, settings);
  const atExam =
    recall * recallAfter(daysToExam, recalled.stability) +
    (1 - recall) * recallAfter(daysToExam, forgotten.stability);
  return {
    stability: stabilityFor(atExam, daysToExam),
    difficulty: recall * recalled.difficulty + (1 - recall) * forgotten.difficulty,
  };
};

/** Predicted recall at `time`, 0 to 1; 0 for what was never seen. */
export function recallOf(prompt: ModelPrompt, time: number): number {
  return prompt.strength === null
    ? 0
    : recallAfter(Math.max(0, time - prompt.answeredAt), prompt.strength.stability);
}

export function meanRecall(prompts: readonly ModelPrompt[], time: number): number {
  let sum = 0;
  for (const prompt of prompts) sum += recallOf(prompt, time);
  return prompts.length === 0 ? 0 : sum / prompts.length;
}

/**
 * Studies every day until the exam: all that is due, up to `reviewsPerDay`, what gains most first; and new prompts in
 * their order, as many as the queue would ask. Changes `prompts` to what they are at the exam. `curve` holds the mean
 * recall on every `pointEveryDays`th day, before that day's study.
 */
export function study(
  plan: StudyPlan,
  prompts: readonly ModelPrompt[],
  answer: AnswerModel,
): { readonly days: readonly PlannedDay[]; readonly curve: readonly number[] } {
  const { settings, studyDays, examIn } = plan;
  const learned = strengthLearned(settings);
  const dueOn: ModelPrompt[][] = Array.from({ length: studyDays }, () => []);
  const unseen = prompts.filter((prompt) => prompt.dueOn === null);
  const later = (prompt: ModelPrompt): void => {
    if (prompt.dueOn !== null) dueOn[prompt.dueOn]?.push(prompt);
  };
  prompts.forEach(later);
  const answered = (prompt: ModelPrompt, strength: Strength, day: number): void => {
    prompt.strength = strength;
    prompt.answeredAt = day;
    prompt.dueOn = day + intervalFor(strength.stability, settings);
    later(prompt);
  };

  const backlog = new Backlog(plan);
  const days: PlannedDay[] = [];
  const curve: number[] = [];
  let introduced = 0;
  for (let day = 0; day < studyDays; day += 1) {
    if (day % plan.pointEveryDays === 0) curve.push(meanRecall(prompts, day));
    const limit = Math.max(0, settings.reviewsPerDay - (day === 0 ? plan.reviewedToday : 0));
    const reviewed = backlog.take(dueOn[day] ?? [], limit, day);
    for (const prompt of reviewed) {
      const { strength } = prompt;
      const elapsed = elapsedDays(prompt.answeredAt * dayMs, day * dayMs);
      const after =
        strength === null
          ? learned
          : answer(strength, elapsed, recallOf(prompt, day), examIn - day, settings);
      answered(prompt, after, day);
    }
    const done = day === 0 ? plan.introducedToday : 0;
    const left = unseen.length - introduced;
    const wanted = Math.max(settings.newPerDay, Math.ceil((left + done) / (studyDays - day))) - done;
    const fresh = unseen.slice(introduced, introduced + Math.max(0, wanted));
    introduced += fresh.length;
    for (const prompt of fresh) answered(prompt, learned, day);
    days.push({ new: fresh.length, reviews: reviewed.length });
  }
  return { days, curve };
}

/** What is due and was not reviewed yet, ranked by what a review gains for the exam. */
class Backlog {
  readonly #plan: StudyPlan;
  #waiting: { readonly prompt: ModelPrompt; readonly gain: number }[] = [];

  constructor(plan: StudyPlan) {
    this.#plan = plan;
  }

  /** Adds what came due, and takes at most `limit` out. */
  take(due: readonly ModelPrompt[], limit: number, day: number): readonly ModelPrompt[] {
    if (this.#waiting.length + due.length <= limit) {
      const all = [...this.#waiting.map(({ prompt }) => prompt), ...due];
      this.#waiting = [];
      return all;
    }
    const kept =
      day % rankEveryDays === 0
        ? this.#waiting.map(({ prompt }) => this.#ranked(prompt, day))
        : this.#waiting;
    const ranked = [...kept, ...due.map((prompt) => this.#ranked(prompt, day))].sort(
      (a, b) => b.gain - a.gain,
    );
    this.#waiting = ranked.slice(limit);
    return ranked.slice(0, limit).map(({ prompt }) => prompt);
  }

  #ranked(prompt: ModelPrompt, day: number): { readonly prompt: ModelPrompt; readonly gain: number } {
    const { settings, examIn } = this.#plan;
    if (prompt.strength === null) return { prompt, gain: 1 };
    const elapsed = elapsedDays(prompt.answeredAt * dayMs, day * dayMs);
    const after = expectedAnswer(prompt.strength, elapsed, recallOf(prompt, day), examIn - day, settings);
    return { prompt, gain: recallAfter(examIn - day, after.stability) - recallOf(prompt, examIn) };
  }
}
