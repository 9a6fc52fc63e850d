import { describe, expect, it } from 'vitest';
import { cardKinds } from '#lib/deck/prompt.ts';
import { defaultPlan, type QuizPlan } from '#lib/quiz/quiz-plan.ts';
import { planOfForm } from './plan-of-form.ts';

/** The fields as the setup paints them for `plan`. */
function painted(plan: QuizPlan): FormData {
  const form = new FormData();
  form.set('mode', plan.mode);
  form.set('length', String(plan.length ?? 'all'));
  if (plan.mode === 'test') form.set('minutes', String(plan.minutes));
  for (const kind of plan.kinds) form.append('kinds', kind);
  for (const topic of plan.topics ?? []) form.append('topics', String(topic));
  if (plan.onlyWeak) form.set('weak', 'on');
  if (plan.isShuffled) form.set('shuffle', 'on');
  form.set('seed', plan.seed);
  return form;
}

const plain = defaultPlan('4711');
const asked: QuizPlan = {
  mode: 'test',
  length: null,
  kinds: ['typed', 'code'],
  topics: [3, 12],
  onlyWeak: true,
  isShuffled: false,
  minutes: 30,
  seed: 'May exam',
};

describe('the plan of a form', () => {
  it('is the plan it was painted of where nothing was changed', () => {
    for (const plan of [plain, asked]) expect(planOfForm(painted(plan), plan, cardKinds)).toEqual(plan);
  });

  it('has what was changed, unticked boxes and emptied fields too', () => {
    expect(planOfForm(painted(asked), plain, cardKinds)).toEqual({ ...asked, minutes: 30 });
    expect(planOfForm(painted({ ...plain, kinds: [], seed: '' }), plain, cardKinds)).toEqual({
      ...plain,
      kinds: [],
      seed: '',
    });
    expect(planOfForm(painted({ ...asked, minutes: null }), asked, cardKinds).minutes).toBeNull();
  });

  it('keeps the kinds that have no field', () => {
    const shown = cardKinds.filter((kind) => kind !== 'order');
    const form = painted({ ...plain, kinds: ['typed'] });
    expect(planOfForm(form, plain, shown).kinds).toEqual(['typed', 'order']);
    expect(planOfForm(painted({ ...plain, kinds: [] }), plain, []).kinds).toEqual(cardKinds);
  });
});
