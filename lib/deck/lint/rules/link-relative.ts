import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { linkTarget } from '#lib/deck/markdown/addresses.ts';
import { nodeRange } from '#lib/deck/markdown/parse.ts';

export const linkRelative: Rule = {
  code: 'LINK_RELATIVE',
  severity: 'warning',
  message: 'a relative link leads nowhere on the site',
  help: 'link to `https://…`, or to a page of the site as `/…`',
  check: (card, report) => {
    for (const node of card.nodes)
      if (node.type === 'link' && linkTarget(node.url) === 'relative') report(nodeRange(node));
  },
  examples: {
    reported: [body('⟦[a](other.md)⟧')],
    silent: [body('[a](https://example.org) and [b](/lab)')],
  },
};
