import { body, card } from '#lib/deck/lint/base/example-decks.ts';
import { bodyLines } from '#lib/deck/lint/base/lines.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { findBlanks } from '#lib/deck/syntax/blanks.ts';
import { visibleText } from '#lib/deck/syntax/body.ts';
import { asksBlanks } from '#lib/deck/syntax/outline.ts';
import { shiftedRange } from '#lib/diagnostics/finding.ts';

export const blankIgnored: Rule = {
  code: 'BLANK_IGNORED',
  severity: 'warning',
  message: 'a blank has no effect here',
  help: 'move it to the body of a cloze; `\\{{` is a literal `{{`',
  check: (card, report) => {
    const { kind, body: bodyRange, heading } = card.outline;
    // Whole blanks in a heading are the error `BLANK_IN_HEADING`.
    for (const found of findBlanks(heading.text, false).findings)
      report(shiftedRange(found, heading.range.start), { message: found.message });
    for (const { text, start, role } of bodyLines(card)) {
      const isAsked = asksBlanks(kind) && start < bodyRange.end;
      if (role !== 'text' || isAsked || !text.includes('{{')) continue;
      const { blanks, findings } = findBlanks(visibleText(text), false);
      for (const blank of blanks) report(shiftedRange(blank, start));
      for (const found of findings) report(shiftedRange(found, start), { message: found.message });
    }
  },
  examples: {
    reported: [
      card('The ⟦{{⟧x <!-- id: q -->', 'A'),
      body('- [x] a ⟦{{⟧b\n- [ ] c'),
      body('A\n\n**Why:** ⟦{{⟧b'),
      body('the ⟦{{x}}⟧\n\n**Answer:** y'),
    ],
    silent: [body('**Answer:** `\\{{`'), body('A\n\n**Why:** so\n\n```python\n{{b}}\n```')],
  },
};
