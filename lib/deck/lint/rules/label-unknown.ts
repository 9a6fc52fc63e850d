import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { nearLabelAdvice } from '#lib/deck/syntax/body.ts';

/** What looks like the answer of a card without one is the error `ANSWER_UNNOTICED`. */
export const labelUnknown: Rule = {
  code: 'LABEL_UNKNOWN',
  severity: 'warning',
  message: 'this looks like a label but is none',
  help: 'write the label exactly, or reword the bold text',
  check: ({ outline: { nearLabels, source } }, report) => {
    for (const near of nearLabels) report(near, nearLabelAdvice(near, source));
  },
  examples: {
    reported: [
      body('**Answer:** y\n\n**Why:** z\n\n⟦**Anwser:**⟧ x'),
      body('**Answer:** y\n\n**Why:** z\n\n⟦**Nto:**⟧ x'),
      body('A\n\n⟦**Why**:⟧ x'),
      body('**Answer:** y\n\n**Not:** z\n\n⟦**Wy:**⟧ x'),
      { deck: body('A\n\n⟦Why:⟧ x'), help: 'write `**Why:**`' },
      { deck: body('A\n\n> ⟦**Why:**⟧ x'), help: 'write `**Why:**`' },
      { deck: body('**Answer:** a ⟦**Why:**⟧ b'), help: 'write `**Why:**` at the very beginning' },
      { deck: body('⟦### Answer⟧\na'), help: 'write `**Answer:**`' },
      { deck: body('A\n\n⟦**Whi:**⟧ b'), help: 'write `**Why:**`' },
      { deck: body('A\n\n⟦**Labs:**⟧ echo#end\n'), help: '`**Lab:**`' },
      { deck: body('A\n\n⟦Lab:⟧ echo#end\n'), help: '`**Lab:**`' },
      body('A\n\n⟦**lab:**⟧ echo#end\n'),
    ],
    silent: [
      ...['**NAT:**', '**Net:**', '**Hot:**', '**Got:**', '**Note:**', '**Why** so', '*Net:*', 'Not: x'].map(
        (words) => body(`${words} text`),
      ),
      body('**Answer:** a\n\n**Why:** not b.\n\nNot: that is prose.'),
      body('- **Why:** is no label\n- b'),
      body('Write `**Answer:**` here.'),
      body('**Because:** so'),
    ],
  },
};
