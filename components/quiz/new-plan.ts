import { defaultPlan, type QuizPlan, readPlan } from '#lib/quiz/quiz-plan.ts';

/** Four digits, so that it can be read out in a classroom. */
export function newSeed(): string {
  return String(1000 + Math.floor(Math.random() * 9000));
}

/** What the query of an address asks for, with a number of its own where it names none. */
export function newPlan(query: URLSearchParams): QuizPlan {
  return readPlan(query, defaultPlan(newSeed()));
}
