import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';

export const choiceAllRight: Rule = {
  code: 'CHOICE_ALL_RIGHT',
  severity: 'warning',
  message: 'every choice is right',
  help: 'add a choice that is wrong',
  check: ({ content }, report) => {
    if (content?.kind === 'choice' && content.options.every(({ right }) => right)) report(content.range);
  },
  examples: {
    reported: [body('⟦- [x] a⟧\n- [x] b')],
  },
};
