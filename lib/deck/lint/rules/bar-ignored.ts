import { body, order } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { splitAtBars, splitAtDash } from '#lib/deck/markdown/phrase.ts';

export const barIgnored: Rule = {
  code: 'BAR_IGNORED',
  severity: 'warning',
  message: 'a bar separates nothing here, so it is part of the answer',
  help: 'write alternates after `**Also accept:**`; put a bar of the answer itself in backticks',
  check: ({ content, sections }, report) => {
    for (const { label, labelRange, nodes, isEmpty } of sections) {
      if (isEmpty) continue;
      const isAnswer = content?.kind === 'typed' && content.list === null && label === 'Answer';
      if (isAnswer && splitAtBars(nodes).length > 1) report(labelRange);
      const isSingle =
        (content?.kind === 'typed' && label === 'Not') || (content?.kind === 'order' && label === 'Extra');
      if (isSingle && splitAtBars(splitAtDash(nodes).text).length > 1)
        report(labelRange, { help: `write a separate \`**${label}:**\` for each` });
    }
  },
  examples: {
    reported: [
      { deck: body('⟦**Answer:**⟧ a | b'), help: '`**Also accept:**`' },
      { deck: body('**Answer:** a\n\n⟦**Not:**⟧ b | c — no'), help: 'for each' },
      { deck: order('1. a\n2. b\n\n⟦**Extra:**⟧ c | d — no'), help: 'for each' },
    ],
    silent: [body('**Answer:** `a | b`'), body('**Answer:** a\n\n**Not:** `b|c` — d | e')],
  },
};
