import { body, card } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';

export const kindConflict: Rule = {
  code: 'KIND_CONFLICT',
  severity: 'warning',
  message: 'the comment names another kind than that of the card',
  help: 'remove the word, or change the body',
  check: ({ outline: { kind, heading, hasTasks, sections } }, report) => {
    for (const word of ['order', 'match'] as const) {
      const range = heading.comment[word];
      if (range !== null && kind !== word)
        report(range, { message: `the comment says \`${word}\`, but this card is ${kind}` });
    }
    const answer = sections.find(({ label }) => label === 'Answer');
    if (kind === 'typed' && hasTasks && answer !== undefined)
      report(answer.labelRange, {
        message: '`**Answer:**` makes this card typed, so its task list is not a choice',
        help: 'remove the task list or the label',
      });
  },
  examples: {
    reported: [
      card('Q <!-- id: q; ⟦order⟧ -->', '**Answer:** x'),
      body('- [x] a\n- [ ] b\n\n⟦**Answer:**⟧ a'),
    ],
  },
};
