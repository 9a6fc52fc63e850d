import { type CardKind, cardKinds } from '#lib/deck/prompt.ts';
import { type QuizPlan, readPlan } from '#lib/quiz/quiz-plan.ts';

/** What the fields of the setup say: `plan`, of which they were painted, with what was changed since. */
export function planOfForm(form: FormData, plan: QuizPlan, kindsShown: readonly CardKind[]): QuizPlan {
  const texts = (name: string) => form.getAll(name).map(String);
  const [minutes = String(plan.minutes)] = texts('minutes');
  const query = new URLSearchParams({ mode: texts('mode').join(''), length: texts('length').join('') });
  const chosen = new Set([...plan.kinds.filter((kind) => !kindsShown.includes(kind)), ...texts('kinds')]);
  return {
    ...readPlan(query, plan),
    kinds: cardKinds.filter((kind) => chosen.has(kind)),
    // Topics have fields only where some were chosen before.
    topics: form.has('topics') ? texts('topics').map(Number) : null,
    onlyWeak: form.has('weak'),
    isShuffled: form.has('shuffle'),
    minutes: Number(minutes) || null,
    seed: texts('seed').join(''),
  };
}
