import { describe, expect, it } from 'vitest';
import { planOfForm } from '#components/quiz/quiz-setup.tsx';
import type { SetupFacts } from '#components/quiz/setup-facts.ts';
import { cardKinds } from '#lib/cards/prompt.ts';
import { defaultPlan, type QuizPlan } from '#lib/quiz/quiz-plan.ts';

const facts: SetupFacts = {
  kinds: cardKinds.map((kind) => ({ kind, cards: 1 })),
  topics: [3, 8, 12].map((topic) => ({ topic, name: `Topic ${String(topic)}` })),
};

/** The fields as the setup paints them for `plan` and a deck that has all of it. */
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
    for (const plan of [plain, asked]) expect(planOfForm(painted(plan), plan, facts)).toEqual(plan);
  });

  it('has what was changed, unticked boxes and emptied fields too', () => {
    expect(planOfForm(painted(asked), plain, facts)).toEqual({ ...asked, minutes: 30 });
    expect(planOfForm(painted({ ...plain, kinds: [], seed: '' }), plain, facts)).toEqual({
      ...plain,
      kinds: [],
      seed: '',
    });
    expect(planOfForm(painted({ ...asked, minutes: null }), asked, facts).minutes).toBeNull();
  });

  it('keeps the kinds that have no field', () => {
    const kinds = facts.kinds.filter(({ kind }) => kind !== 'order');
    const form = painted({ ...plain, kinds: ['typed'] });
    expect(planOfForm(form, plain, { ...facts, kinds }).kinds).toEqual(['typed', 'order']);
    const [only] = kinds;
    for (const few of [[], only ? [only] : []])
      expect(planOfForm(painted({ ...plain, kinds: [] }), plain, { ...facts, kinds: few }).kinds).toEqual(
        cardKinds,
      );
  });

  it('keeps the topics that have no field, so that a link asks for no more than it names', () => {
    const linked = { ...plain, topics: [3, 12, 99] };
    const topicsOf = (ticked: number[], topics = facts.topics) =>
      planOfForm(painted({ ...plain, topics: ticked }), linked, { ...facts, topics }).topics;
    expect(topicsOf([3, 12])).toEqual([3, 12, 99]);
    expect(topicsOf([8])).toEqual([8, 99]);
    expect(topicsOf([])).toEqual([99]);
    expect(topicsOf([], [])).toEqual([3, 12, 99]);
    expect(topicsOf([], facts.topics.slice(0, 1))).toEqual([3, 12, 99]);
  });
});
