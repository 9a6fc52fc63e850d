import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { plainText } from '#lib/deck/markdown/phrase.ts';

/** A right choice stands out if it is both much longer and visibly longer than every wrong one. */
const timesLonger = 1.8;
const charactersLonger = 20;

export const choiceTelltale: Rule = {
  code: 'CHOICE_TELLTALE',
  severity: 'warning',
  message: 'the right choice is much longer than the wrong ones, which gives it away',
  help: 'shorten it, or move the explanation after ` — `',
  check: ({ content }, report) => {
    if (content?.kind !== 'choice') return;
    const lengthOf = ({ text }: (typeof content.options)[number]) => plainText(text).length;
    const wrong = Math.max(0, ...content.options.filter(({ right }) => !right).map(lengthOf));
    const right = content.options.filter((option) => option.right);
    const [first] = right;
    if (wrong === 0 || first === undefined) return;
    const shortest = Math.min(...right.map(lengthOf));
    if (shortest >= timesLonger * wrong && shortest >= wrong + charactersLonger) report(first.range);
  },
  examples: {
    reported: [body('- [ ] no\n⟦- [x] yes, because of a long and telling reason⟧')],
    silent: [body('- [x] yes\n- [ ] no, because of a long reason that is not true at all')],
  },
};
