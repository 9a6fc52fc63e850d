import { body } from '#lib/deck/lint/base/example-decks.ts';
import { bodyLines } from '#lib/deck/lint/base/lines.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';

/** Quotation marks, accents or two backticks in place of three backticks. */
const likeFence = /^ {0,3}(?:'{3}|´{3}|‘{3}|’{3}|``(?!`))[ \t]*[a-z0-9+]*[ \t]*$/i;

export const fenceMisspelt: Rule = {
  code: 'FENCE_MISSPELT',
  severity: 'warning',
  message: 'this looks like the first line of a code block, but Markdown reads it as text',
  help: 'begin and end the block with a line of three backticks',
  check: (card, report) => {
    let isOpen = false;
    for (const { text, start, role } of bodyLines(card)) {
      if (role !== 'text' || !likeFence.test(text)) continue;
      const isEnd: boolean = isOpen && !/\w/.test(text);
      isOpen = !isEnd;
      if (!isEnd) report({ start: start + text.search(/\S/), end: start + text.trimEnd().length });
    }
  },
  examples: {
    reported: [
      {
        deck: body("A\n\n⟦'''python⟧\nx\n'''"),
        help: 'begin and end the block with a line of three backticks',
      },
      {
        deck: body('A\n\n⟦``python⟧\nx\n``'),
        help: 'begin and end the block with a line of three backticks',
      },
    ],
    silent: [body('A pair of `` `x` `` in text.'), body("```python\n'''\n```")],
  },
};
