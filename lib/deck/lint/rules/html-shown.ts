import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { nodeRange } from '#lib/deck/markdown/parse.ts';
import { isComment } from '#lib/deck/markdown/phrase.ts';

export const htmlShown: Rule = {
  code: 'HTML_SHOWN',
  severity: 'warning',
  message: 'HTML is shown as text',
  help: 'use Markdown instead',
  check: (card, report) => {
    for (const node of card.nodes)
      if (node.type === 'html' && !isComment(node.value)) report(nodeRange(node));
  },
  examples: {
    reported: [{ deck: body('a ⟦<b>⟧c</b>'), also: ['HTML_SHOWN'] }],
    silent: [body('a < b, `<b>`, \\<b> and <!-- c -->')],
  },
};
