import { body, card } from '#lib/deck/lint/base/example-decks.ts';
import { reportSigns } from '#lib/deck/lint/base/lines.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { invisibleIn } from '#lib/deck/syntax/signs.ts';

export const characterInvisible: Rule = {
  code: 'CHARACTER_INVISIBLE',
  severity: 'warning',
  message: 'the text contains an invisible character',
  help: 'remove it',
  supersedes: { overlapping: ['LAB_ORDER_STEP'] },
  check: (card, report) => {
    reportSigns(card, report, (line) => [invisibleIn(line)].filter((sign) => sign !== null));
  },
  examples: {
    reported: [
      { deck: body('**Answer:** SYN⟦\u200b⟧'), help: 'remove it', fixed: body('**Answer:** SYN') },
      { deck: body('The po⟦\u200d⟧rt'), help: 'remove it' },
      body('```python\nbi⟦\u200b⟧nd()\n```'),
      card('Which po⟦\u200b⟧rt? <!-- id: q -->', 'A'),
      body('a⟦\u2028⟧b'),
    ],
  },
};
