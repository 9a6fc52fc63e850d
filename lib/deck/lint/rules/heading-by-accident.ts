import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { nodeRange } from '#lib/deck/markdown/parse.ts';

export const headingByAccident: Rule = {
  code: 'HEADING_BY_ACCIDENT',
  severity: 'error',
  message: 'Markdown reads a line above `---` or `===` as a heading',
  help: 'put an empty line between the text and the rule',
  check: (card, report) => {
    for (const node of card.nodes) {
      const range = nodeRange(node);
      if (node.type === 'heading' && card.text.charAt(range.start) !== '#') report(range);
    }
  },
  examples: {
    reported: [body('⟦Some text⟧\n---\nmore')],
    silent: [body('Some text\n\n---\nmore')],
  },
};
