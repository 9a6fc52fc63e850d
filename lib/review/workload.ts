import type { PromptRef } from '#lib/cards/prompt.ts';
import type { QueueItem, StudyQueue } from '#lib/review/queue.ts';
import type { Settings } from '#lib/review/settings.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';

/** Until a student has answered this often, their answers say little about their pace. */
const enoughAnswers = 10;
const defaultSecondsPerAnswer = 12;
/** Of one prompt only the newest answers count: one gets faster. */
const newestAnswers = 5;

/** How long a queue takes. */
export interface Workload {
  /** Rounded up; 0 only for an empty queue. */
  readonly minutes: number;
  /** Answers that the queue's prompts take, those of later learning steps included. */
  readonly answers: number;
  readonly secondsPerAnswer: number;
  /** Whether `secondsPerAnswer` is the median of the student's own answers; else it is a default. */
  readonly measured: boolean;
}

/** Estimate for what remains of a study queue of `deck`; `prompts` are those of the deck. */
export function workload(
  state: ReviewState,
  deck: string,
  prompts: readonly PromptRef[],
  queue: StudyQueue,
): Workload {
  const settings = state.settings.latest(deck);
  const median = medianSeconds(state, prompts);
  const secondsPerAnswer = median ?? defaultSecondsPerAnswer;
  const listed = queue.items.filter((item) => item.kind === 'learning').length;
  const stepsStillRunning = Math.max(0, queue.counts.learning - listed);
  const answers = queue.items.reduce(
    (sum, item) => sum + answersFor(item, state, settings),
    stepsStillRunning,
  );
  return {
    minutes: Math.ceil((answers * secondsPerAnswer) / 60),
    answers: Math.round(answers),
    secondsPerAnswer,
    measured: median !== null,
  };
}

/** Expected answers until a prompt leaves the queue for today. */
function answersFor(item: QueueItem, state: ReviewState, settings: Settings): number {
  const learningSteps = Math.max(1, settings.learningStepsMinutes.length);
  switch (item.kind) {
    case 'new':
      return learningSteps;
    case 'learning': {
      const memory = promptState(state, item.prompt.key)?.memory ?? null;
      const steps = memory?.state === 'relearning' ? settings.relearningStepsMinutes.length : learningSteps;
      return Math.max(1, steps - (memory?.step ?? 0));
    }
    case 'review':
      return 1 + (1 - (item.retrievability ?? 0)) * settings.relearningStepsMinutes.length;
    default:
      return item.kind satisfies never;
  }
}

function medianSeconds(state: ReviewState, prompts: readonly PromptRef[]): number | null {
  const durationsMs: number[] = [];
  for (const prompt of prompts) {
    for (const answer of promptState(state, prompt.key)?.answers.slice(-newestAnswers) ?? []) {
      if (answer.durationMs > 0) durationsMs.push(answer.durationMs);
    }
  }
  if (durationsMs.length < enoughAnswers) return null;
  const middle = durationsMs.sort((a, b) => a - b)[durationsMs.length >> 1];
  return middle === undefined ? null : middle / 1000;
}
