import { BasicLearningStepsStrategy, computeDecayFactor, default_w, FSRSAlgorithm, State } from 'ts-fsrs';
import type { Rating } from '#lib/review/entry-schema.ts';
import type { Settings } from '#lib/review/settings.ts';
import { dayMs } from '#lib/review/study-day.ts';
import type { PromptState } from '#lib/review/state.ts';

/**
 * What the scheduler believes of one prompt, in FSRS's terms. `null` stands for a prompt that was never answered, or whose
 * schedule was forgotten.
 */
export interface Memory {
  readonly state: 'learning' | 'review' | 'relearning';
  /** Days until recall falls to 90 %. */
  readonly stability: number;
  /** 1 (easy) to 10 (hard). */
  readonly difficulty: number;
  /** Epoch milliseconds. */
  readonly due: number;
  /** Epoch milliseconds. */
  readonly lastReviewAt: number;
  /** Answers since this memory began. */
  readonly reps: number;
  /** How often it was forgotten in review since this memory began. */
  readonly lapses: number;
  /** Index of the (re)learning step it is in; 0 in review. */
  readonly step: number;
}

export type MemoryState = 'new' | Memory['state'];

const hourMs = 3_600_000;

/** Two answers closer than this are of one day. */
const sameDayHours = 8;

/**
 * Whole days between two answers, as FSRS counts them: 0 within one sitting, else the nearest number of days and at least
 * one. It looks at the time between, not at a calendar: `ts-fsrs` itself counts midnights of UTC, which fall into the
 * afternoon for a student in California, and a log must mean the same in every time zone (decision 006).
 */
export function elapsedDays(from: number, to: number): number {
  const hours = (to - from) / hourMs;
  return hours < sameDayHours ? 0 : Math.max(1, Math.round(hours / 24));
}

const minuteMs = 60_000;
const dayMinutes = 1440;
const { decay, factor } = computeDecayFactor(default_w);

/** What of the settings makes a schedule. */
type ScheduleSettings = Pick<
  Settings,
  'desiredRetention' | 'learningStepsMinutes' | 'relearningStepsMinutes'
>;

/** When an answer would bring a prompt back. */
export interface Outcome {
  /** Epoch milliseconds. */
  readonly due: number;
  readonly intervalMs: number;
  /** Whole days; 0 for a step of minutes. */
  readonly intervalDays: number;
}

/** How well a prompt is known, apart from when. */
export interface Strength {
  /** Days until recall falls to 90 %. */
  readonly stability: number;
  /** 1 to 10. */
  readonly difficulty: number;
}

/**
 * What chooses the fuzz of an interval: the prompt and the number of its answers that counted, never the clock. So the
 * interval on a button is the one that its grade gives seconds later, and every device computes the same.
 */
export function fuzzSeed(key: string, totalReps: number): string {
  return `${key}#${totalReps}`;
}

/** The memory after an answer at `at` (epoch milliseconds; a clock that went back counts as no time passed). */
export function next(
  memory: Memory | null,
  rating: Rating,
  at: number,
  settings: ScheduleSettings,
  seed: string,
): Memory {
  const algorithm = algorithmFor(settings);
  const days = memory === null ? 0 : elapsedDays(memory.lastReviewAt, at);
  const { stability, difficulty } = algorithm.next_state(memory, days, rating);
  const inReview = memory !== null && memory.state === 'review';
  const step = inReview && rating !== 1 ? null : stepAfter(algorithm, memory, rating);
  algorithm.seed = seed;
  let due = at;
  if (step !== null) due += step.minutes * minuteMs;
  else if (inReview && rating !== 1)
    due += dayMs * reviewInterval(algorithm, memory, stability, days, rating);
  else due += dayMs * algorithm.next_interval(stability, days);
  const stays = step !== null && step.minutes < dayMinutes;
  return {
    state: !stays ? 'review' : inReview || memory?.state === 'relearning' ? 'relearning' : 'learning',
    stability,
    difficulty,
    due,
    lastReviewAt: at,
    reps: memory === null ? 1 : memory.reps + 1,
    lapses: (memory === null ? 0 : memory.lapses) + (inReview && rating === 1 ? 1 : 0),
    step: stays ? step.index : 0,
  };
}

/** What each of the four grades would do at `at`. */
export function preview(
  memory: Memory | null,
  at: number,
  settings: ScheduleSettings,
  seed: string,
): Readonly<Record<Rating, Outcome>> {
  const outcome = (rating: Rating): Outcome => {
    const { due } = next(memory, rating, at, settings, seed);
    return { due, intervalMs: due - at, intervalDays: Math.floor((due - at) / dayMs) };
  };
  return { 1: outcome(1), 2: outcome(2), 3: outcome(3), 4: outcome(4) };
}

/** Predicted recall at `at`, 0 to 1; with parts of days, so that it falls steadily. */
export function retrievability(memory: Pick<Memory, 'stability' | 'lastReviewAt'>, at: number): number {
  return recallAfter(Math.max(0, at - memory.lastReviewAt) / dayMs, memory.stability);
}

/** Predicted recall, 0 to 1, `days` after an answer that left `stability`. */
export function recallAfter(days: number, stability: number): number {
  return (1 + (factor * days) / stability) ** decay;
}

/** The stability with which recall is `recall` (between 0 and 1) after `days`; the inverse of `recallAfter`. */
export function stabilityFor(recall: number, days: number): number {
  return (factor * days) / (recall ** (1 / decay) - 1);
}

/** The strength after an answer `good` following `days`, when predicted recall was `recall`. */
export function strengthRecalled(
  strength: Strength,
  days: number,
  recall: number,
  settings: ScheduleSettings,
): Strength {
  return algorithmFor(settings).next_state(strength, days, 3, recall);
}

/** The strength after `again` following `days`, and `good` on the same day. */
export function strengthForgotten(
  strength: Strength,
  days: number,
  recall: number,
  settings: ScheduleSettings,
): Strength {
  const algorithm = algorithmFor(settings);
  return algorithm.next_state(algorithm.next_state(strength, days, 1, recall), 0, 3);
}

/** The strength that a first `good`, repeated after each learning step, leaves. */
export function strengthLearned(settings: ScheduleSettings): Strength {
  const algorithm = algorithmFor(settings);
  let strength: Strength = algorithm.next_state(null, 0, 3);
  for (let step = 1; step < settings.learningStepsMinutes.length; step += 1)
    strength = algorithm.next_state(strength, 0, 3);
  return strength;
}

/** Days until recall falls to the desired retention, without fuzz; at least 1. */
export function intervalFor(stability: number, settings: ScheduleSettings): number {
  return Math.max(1, Math.round(stability * algorithmFor(settings).interval_modifier));
}

/** The (re)learning step that an answer leads to; null where none is left and days decide. */
function stepAfter(
  algorithm: FSRSAlgorithm,
  memory: Memory | null,
  rating: Rating,
): { readonly minutes: number; readonly index: number } | null {
  const { parameters } = algorithm;
  const state = memory === null ? 'new' : memory.state;
  const steps =
    state === 'new' || state === 'learning' ? parameters.learning_steps : parameters.relearning_steps;
  const index = memory === null ? 0 : Math.max(0, Math.min(memory.step, steps.length - 1));
  const step = BasicLearningStepsStrategy(parameters, stateOf(state), index)[rating];
  return step === undefined || step.scheduled_minutes <= 0
    ? null
    : { minutes: step.scheduled_minutes, index: step.next_step };
}

/** Days until a prompt in review that was recalled comes back: hard < good < easy, whatever the fuzz. */
function reviewInterval(
  algorithm: FSRSAlgorithm,
  memory: Memory,
  stability: number,
  days: number,
  rating: Exclude<Rating, 1>,
): number {
  const hardStability = rating === 2 ? stability : algorithm.next_state(memory, days, 2).stability;
  const goodStability = rating === 3 ? stability : algorithm.next_state(memory, days, 3).stability;
  const good = algorithm.next_interval(goodStability, days);
  const hard = Math.min(algorithm.next_interval(hardStability, days), good);
  if (rating === 2) return hard;
  const atLeastGood = Math.max(good, hard + 1);
  return rating === 3 ? atLeastGood : Math.max(algorithm.next_interval(stability, days), atLeastGood + 1);
}

function stateOf(state: MemoryState): State {
  switch (state) {
    case 'new':
      return State.New;
    case 'learning':
      return State.Learning;
    case 'review':
      return State.Review;
    case 'relearning':
      return State.Relearning;
    default:
      return state satisfies never;
  }
}

const algorithms = new WeakMap<ScheduleSettings, FSRSAlgorithm>();

function algorithmFor(settings: ScheduleSettings): FSRSAlgorithm {
  const known = algorithms.get(settings);
  if (known !== undefined) return known;
  const made = new FSRSAlgorithm({
    request_retention: settings.desiredRetention,
    enable_fuzz: true,
    learning_steps: settings.learningStepsMinutes.map(wholeMinutes),
    relearning_steps: settings.relearningStepsMinutes.map(wholeMinutes),
  });
  algorithms.set(settings, made);
  return made;
}

/** ts-fsrs knows steps in whole minutes; a shorter one is a minute. */
function wholeMinutes(minutes: number): `${number}m` {
  return `${Math.max(1, Math.round(minutes))}m`;
}

const firstLapses = 8;

const everyLapses = 4;

/** Whether a memory's nth lapse makes its prompt a leech, or says so again: at 8, 12, 16 … */
export function makesLeech(lapses: number): boolean {
  return lapses >= firstLapses && (lapses - firstLapses) % everyLapses === 0;
}

/** A leech is forgotten again and again: rewriting or suspending it helps more than one more answer. */
export function isLeech(prompt: PromptState): boolean {
  return (prompt.memory?.lapses ?? 0) >= firstLapses;
}

/** Whether the newest answer made the prompt a leech (again), so that a page can say so once. */
export function justBecameLeech(prompt: PromptState): boolean {
  return prompt.answers.at(-1)?.madeLeech ?? false;
}
