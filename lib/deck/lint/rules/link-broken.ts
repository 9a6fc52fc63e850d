import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { nodeRange } from '#lib/deck/markdown/parse.ts';

const patterns: readonly (readonly [pattern: RegExp, message: string, help: string])[] = [
  [
    /!?\[[^\][\n]*\]\([^()\s"']+[ \t][^()\n"']*\)/,
    'this is no link and no image, because its address contains a space',
    'write `%20` for the space',
  ],
  [
    /\[[^\][\n]*\][ \t]+\((?:https?:|mailto:|www\.|[^()\s]+\.(?:png|jpe?g|svg|gif|webp|avif)\))/,
    'this is no link and no image, because a space precedes its address',
    'remove the space between `]` and `(`',
  ],
  [
    /\([^()\n]*\)\[(?:https?:|mailto:|www\.)[^\][\n]*\]/,
    'the brackets of this link are swapped',
    'write `[text](https://…)`',
  ],
];

export const linkBroken: Rule = {
  code: 'LINK_BROKEN',
  severity: 'warning',
  message: 'this looks like a link or an image but is none',
  help: 'write `[text](https://…)` or `![text](img/name.png)`',
  check: (card, report) => {
    for (const node of card.nodes) {
      if (node.type !== 'text') continue;
      const { start, end } = nodeRange(node);
      const text = card.text.slice(start, end);
      if (!text.includes('](') && !/\][ \t]+\(|\)\[/.test(text)) continue;
      for (const [pattern, message, help] of patterns) {
        const found = pattern.exec(text);
        if (found === null || text.charAt(found.index - 1) === '\\') continue;
        report({ start: start + found.index, end: start + found.index + found[0].length }, { message, help });
        break;
      }
    }
  },
  examples: {
    reported: [
      { deck: body('⟦![Queue](img/my queue.png)⟧'), help: '%20' },
      { deck: body('See ⟦[a] (https:⟧//example.org).'), help: 'remove the space between `]` and `(`' },
      { deck: body('See ⟦(a)[https://example.org]⟧.'), help: '[text]' },
    ],
    silent: [
      body('f(a)[i] and [x] (y), a[0] (see below), `[a](b c)`, \\[a](b c)'),
      body('[a](https://example.org "A title") and (a) [b]'),
    ],
  },
};
