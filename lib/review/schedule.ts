import { BasicLearningStepsStrategy, computeDecayFactor, default_w, FSRSAlgorithm, State } from 'ts-fsrs';
import { elapsedDays } from '#lib/review/elapsed-days.ts';
import type { Memory, MemoryState } from '#lib/review/memory.ts';
import type { Rating } from '#lib/review/row.ts';
import type { Settings } from '#lib/review/settings.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const dayMinutes = 1440;
const { decay, factor } = computeDecayFactor(default_w);

/** What of the settings makes a schedule. */
export type ScheduleSettings = Pick<Settings, 'desiredRetention' | 'learningStepsMinutes' | 'relearningStepsMinutes'>;

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
export function next(memory: Memory | null, rating: Rating, at: number, settings: ScheduleSettings, seed: string): Memory {
  const algorithm = algorithmFor(settings);
  const days = memory === null ? 0 : elapsedDays(memory.lastReviewAt, at);
  const strength = algorithm.next_state(memory, days, rating);
  algorithm.seed = seed;
  const place =
    memory?.state === 'review' && rating !== 1
      ? afterDays(reviewInterval(algorithm, memory, strength, days, rating), at)
      : (stepPlace(algorithm, memory, rating, at) ?? afterDays(algorithm.next_interval(strength.stability, days), at));
  return {
    ...place,
    stability: strength.stability,
    difficulty: strength.difficulty,
    lastReviewAt: at,
    reps: (memory?.reps ?? 0) + 1,
    lapses: (memory?.lapses ?? 0) + (memory?.state === 'review' && rating === 1 ? 1 : 0),
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
export function strengthRecalled(strength: Strength, days: number, recall: number, settings: ScheduleSettings): Strength {
  return algorithmFor(settings).next_state(strength, days, 3, recall);
}

/** The strength after `again` following `days`, and `good` on the same day. */
export function strengthForgotten(strength: Strength, days: number, recall: number, settings: ScheduleSettings): Strength {
  const algorithm = algorithmFor(settings);
  return algorithm.next_state(algorithm.next_state(strength, days, 1, recall), 0, 3);
}

/** The strength that a first `good`, repeated after each learning step, leaves. */
export function strengthLearned(settings: ScheduleSettings): Strength {
  const algorithm = algorithmFor(settings);
  let strength: Strength = algorithm.next_state(null, 0, 3);
  for (let step = 1; step < settings.learningStepsMinutes.length; step += 1) strength = algorithm.next_state(strength, 0, 3);
  return strength;
}

/** Days until recall falls to the desired retention, without fuzz; at least 1. */
export function intervalFor(stability: number, settings: ScheduleSettings): number {
  return Math.max(1, Math.round(stability * algorithmFor(settings).interval_modifier));
}

type Place = Pick<Memory, 'state' | 'due' | 'step'>;

function afterDays(days: number, at: number): Place {
  return { state: 'review', due: at + days * dayMs, step: 0 };
}

/** Where a learning step puts the prompt; null where no step is left and days decide. */
function stepPlace(algorithm: FSRSAlgorithm, memory: Memory | null, rating: Rating, at: number): Place | null {
  const { learning_steps, relearning_steps } = algorithm.parameters;
  const again = memory?.state === 'review' || memory?.state === 'relearning';
  const last = (again ? relearning_steps : learning_steps).length - 1;
  const step = Math.min(memory?.step ?? 0, Math.max(0, last));
  const found = BasicLearningStepsStrategy(algorithm.parameters, stateOf(memory?.state ?? 'new'), step)[rating];
  if (found === undefined || found.scheduled_minutes <= 0) return null;
  const due = at + found.scheduled_minutes * minuteMs;
  if (found.scheduled_minutes >= dayMinutes) return { state: 'review', due, step: 0 };
  return { state: again ? 'relearning' : 'learning', due, step: found.next_step };
}

/** Days until a prompt in review that was recalled comes back: hard < good < easy, whatever the fuzz. */
function reviewInterval(
  algorithm: FSRSAlgorithm,
  memory: Memory,
  strength: Strength,
  days: number,
  rating: Exclude<Rating, 1>,
): number {
  const interval = (of: Rating): number =>
    algorithm.next_interval(of === rating ? strength.stability : algorithm.next_state(memory, days, of).stability, days);
  const good = interval(3);
  const hard = Math.min(interval(2), good);
  if (rating === 2) return hard;
  const atLeastGood = Math.max(good, hard + 1);
  return rating === 3 ? atLeastGood : Math.max(interval(4), atLeastGood + 1);
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
