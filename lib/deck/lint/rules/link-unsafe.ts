import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { linkTarget } from '#lib/deck/markdown/addresses.ts';
import { nodeRange } from '#lib/deck/markdown/parse.ts';

export const linkUnsafe: Rule = {
  code: 'LINK_UNSAFE',
  severity: 'error',
  message: 'links to this kind of address are not allowed',
  help: 'link to `https:`, `http:` or `mailto:`',
  check: (card, report) => {
    for (const node of card.nodes)
      if (node.type === 'link' && linkTarget(node.url) === 'unsafe') report(nodeRange(node));
  },
  examples: {
    reported: [body('⟦[a](javascript:alert)⟧')],
    silent: [body('[a](mailto:a@example.org) and [b](/lab)')],
  },
};
