import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { misspeltLanguage } from '#lib/deck/markdown/code.ts';
import { nodeRange } from '#lib/deck/markdown/parse.ts';

/** Too many languages with shorter names are spelt much like a known one. */
const shortest = 5;

export const fenceLang: Rule = {
  code: 'FENCE_LANG',
  severity: 'warning',
  message: 'this language is unknown, so the code has no colours',
  help: 'correct the name of the language',
  check: (card, report) => {
    for (const node of card.nodes) {
      if (node.type !== 'code') continue;
      const lang = node.lang ?? '';
      const near = lang.length < shortest ? null : misspeltLanguage(lang);
      const start = card.text.indexOf(lang, nodeRange(node).start);
      if (near === null || start === -1) continue;
      report(
        { start, end: start + lang.length },
        {
          message: `the language \`${lang}\` is unknown, so the code has no colours`,
          help: `write \`${near}\``,
        },
      );
    }
  },
  examples: {
    reported: [{ deck: body('```⟦pyhton⟧\nx = 1\n```'), help: 'write `python`' }],
    silent: [body('```cython\nx\n```\n\n```fish\nx\n```\n\n```console\nx\n```')],
  },
};
