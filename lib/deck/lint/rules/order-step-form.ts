import { numberedSteps } from '#lib/deck/kinds/order.ts';
import { order } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { firstLineOf, nodeRange } from '#lib/deck/markdown/parse.ts';

/** Explains an `ORDER_LIST` whose steps only have other markers. */
export const orderStepForm: Rule = {
  code: 'ORDER_STEP_FORM',
  severity: 'error',
  message: 'Markdown reads these steps as text, not as a numbered list',
  help: 'write `1. `, `2. ` …, with a dot and a space',
  supersedes: { overlapping: ['ORDER_LIST'] },
  check: ({ body: [first], outline: { kind, source } }, report) => {
    if (kind !== 'order' || first === undefined) return;
    const range = nodeRange(first);
    const isLines = first.type === 'paragraph' && /[\r\n]/.test(source.slice(range.start, range.end));
    const isBulleted = first.type === 'list' && first.ordered !== true;
    if (!isLines && !isBulleted) return;
    const fix = numberedSteps(range, source, 1);
    const more = fix === null ? {} : { fix };
    if (isBulleted)
      report(firstLineOf(first, source), {
        message: 'the steps of an order are numbered; the items of this list are not',
        help: 'write `1. `, `2. ` … in the right order',
        ...more,
      });
    else if (fix !== null) report(firstLineOf(first, source), more);
  },
  examples: {
    reported: [
      { deck: order('⟦- a⟧\n- b'), help: 'in the right order', fixed: order('1. a\n2. b') },
      { deck: order('⟦1.a⟧\n2.b'), help: 'with a dot and a space' },
      { deck: order('⟦1.) a⟧\n2.) b'), help: 'with a dot and a space' },
    ],
  },
};
