import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { nodeRange } from '#lib/deck/markdown/parse.ts';

const opening = /(?<!\\)<!--/;
const malformed = /(?<!\\)<[ \t]?![ \t]?(?:[–—-]{1,3})[ \t][^<>]*[–—-]>/;

export const commentShown: Rule = {
  code: 'COMMENT_SHOWN',
  severity: 'error',
  message: 'this looks like a comment but is none, so it is shown',
  help: 'write it as `<!-- … -->`, with two hyphens at both ends',
  check: (card, report) => {
    for (const node of card.nodes) {
      if (node.type !== 'text') continue;
      const { start, end } = nodeRange(node);
      const text = card.text.slice(start, end);
      if (!text.includes('<')) continue;
      const open = opening.exec(text);
      const odd = open === null ? malformed.exec(text) : null;
      if (open !== null)
        report(
          { start: start + open.index, end: start + open.index + 4 },
          { message: 'this comment has no end, so it is shown', help: 'close it with `-->`' },
        );
      else if (odd !== null) report({ start: start + odd.index, end: start + odd.index + odd[0].length });
    }
  },
  examples: {
    reported: [
      body('A ⟦<!--⟧ oops\n\nB'),
      body('- [x] a ⟦<!--⟧ oops\n- [ ] b'),
      { deck: body('A\n\n⟦<!- b ->⟧\n\nC'), help: '<!-- … -->' },
    ],
    silent: [body('a <!-- b --> c'), body('a --> b <= c, 5 <!6'), body('\\<!-- a')],
  },
};
