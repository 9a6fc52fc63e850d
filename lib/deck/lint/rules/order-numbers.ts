import { order } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';

/** Markdown ignores all numbers but the first; a reader of the file does not, nor does the range of a free step. */
export const orderNumbers: Rule = {
  code: 'ORDER_NUMBERS',
  severity: 'warning',
  message: 'the steps are not numbered 1, 2, 3 …',
  help: 'renumber them in the right order; the ranges of free steps refer to that order',
  check: ({ content, outline: { source } }, report) => {
    if (content?.kind !== 'order') return;
    const starts = content.steps.map(({ range }) => range.start);
    const numbers = starts.map((start) => Number(/^\d+/.exec(source.slice(start, start + 10))?.[0]));
    if (numbers.every((number) => number === numbers[0])) return;
    const at = numbers.findIndex((number, index) => number !== index + 1);
    const start = starts[at];
    if (start === undefined) return;
    const written = String(numbers[at]);
    report(
      { start, end: start + written.length },
      { message: `step ${String(at + 1)} of the right order has the number ${written}` },
    );
  },
  examples: {
    reported: [order('1. a\n⟦3⟧. b\n2. c'), order('⟦2⟧. a\n3. b')],
    silent: [order('1. a\n1. b\n1. c'), order('1. a\n2. b')],
  },
};
