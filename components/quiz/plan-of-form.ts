import { cardKinds } from '#lib/deck/prompt.ts';
import { type QuizPlan, readPlan } from '#lib/quiz/quiz-plan.ts';
import type { SetupFacts } from './setup-facts.ts';

/**
 * What the fields of the setup say: `plan`, of which they were painted, with what was changed since. Kinds and topics that
 * the deck does not have, and the only one of it, have no field and stay as they are.
 */
export function planOfForm(form: FormData, plan: QuizPlan, { kinds, topics }: SetupFacts): QuizPlan {
  const kindsShown = kinds.length < 2 ? [] : kinds.map(({ kind }) => kind);
  const topicsShown = topics.length < 2 ? [] : topics.map(({ topic }) => topic);
  const texts = (name: string) => form.getAll(name).map(String);
  const [minutes = String(plan.minutes)] = texts('minutes');
  const query = new URLSearchParams({ mode: texts('mode').join(''), length: texts('length').join('') });
  const chosen = new Set([...plan.kinds.filter((kind) => !kindsShown.includes(kind)), ...texts('kinds')]);
  // None is marked where all were chosen.
  const topicsChosen = [
    ...(plan.topics ?? []).filter((topic) => !topicsShown.includes(topic)),
    ...texts('topics').map(Number),
  ];
  return {
    ...readPlan(query, plan),
    kinds: cardKinds.filter((kind) => chosen.has(kind)),
    topics: topicsChosen.length === 0 ? null : topicsChosen.sort((a, b) => a - b),
    onlyWeak: form.has('weak'),
    isShuffled: form.has('shuffle'),
    minutes: Number(minutes) || null,
    seed: texts('seed').join(''),
  };
}
