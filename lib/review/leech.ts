import type { PromptState } from '#lib/review/state.ts';

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
