import type { Prompt } from '#lib/deck/prompt.ts';
import { shuffled } from '#lib/deck/shuffle.ts';
import { isWeak } from '#lib/quiz/is-weak.ts';
import type { QuizQuestion } from '#lib/quiz/quiz-record.ts';
import type { QuizPlan } from '#lib/quiz/quiz-plan.ts';
import { similarCards } from '#lib/quiz/similar-cards.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';

/** The prompts that a plan allows, one of each card, in the deck's order. `now` in epoch milliseconds. */
export function candidatesFor(
  plan: QuizPlan,
  prompts: readonly Prompt[],
  state: ReviewState,
  now: number,
): Prompt[] {
  const fitting = prompts.filter(
    (prompt) =>
      plan.kinds.includes(prompt.kind) &&
      (plan.topics === null || prompt.topics.some((topic) => plan.topics?.includes(topic))) &&
      promptState(state, prompt.key)?.suspended !== true &&
      (!plan.onlyWeak || isWeak(state, prompt, now)) &&
      // Nobody can grade it when the test is over.
      (plan.mode === 'quiz' ||
        prompt.body.kind !== 'basic' ||
        similarCards(prompt, prompts, plan.seed) !== null),
  );
  // One prompt of a card gives away the answer of another.
  const chosen = new Map<string, Prompt>();
  for (const prompt of shuffled(fitting, plan.seed))
    if (!chosen.has(prompt.card)) chosen.set(prompt.card, prompt);
  return fitting.filter((prompt) => chosen.get(prompt.card) === prompt);
}

/** The questions of a quiz; none where nothing fits. The same plan, deck and log give the same. */
export function composeQuiz(
  plan: QuizPlan,
  prompts: readonly Prompt[],
  state: ReviewState,
  now: number,
): QuizQuestion[] {
  const candidates = candidatesFor(plan, prompts, state, now);
  const drawn = shuffled(candidates, `${plan.seed}~questions`).slice(0, plan.length ?? undefined);
  const isDrawn = new Set(drawn);
  const asked = plan.isShuffled ? drawn : candidates.filter((prompt) => isDrawn.has(prompt));
  return asked.map((prompt) => {
    const others = prompt.body.kind === 'basic' ? similarCards(prompt, prompts, plan.seed) : null;
    return { card: prompt.key, rev: prompt.rev, ...(others === null ? {} : { others }) };
  });
}
