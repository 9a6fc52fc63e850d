import { match } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';

/** More pairs than fit on a screen, or into a head. */
const mostPairs = 10;

function pairs(count: number): string {
  return Array.from({ length: count }, (_, index) => `| t${String(index)} | m${String(index)} |`).join('\n');
}

export const matchLong: Rule = {
  code: 'MATCH_LONG',
  severity: 'warning',
  message: 'a match of more than ten pairs is a long question',
  help: 'split the table into cards of at most eight pairs, or write a card for each row',
  check: ({ content, outline }, report) => {
    if (content?.kind !== 'match' || content.pairs.length <= mostPairs) return;
    const rows = String(content.pairs.length);
    const line = outline.lines.find(({ start, end }) => outline.source.slice(start, end).includes('|'));
    report(line ?? outline.heading.range, {
      message: `this match has ${rows} pairs, all of them in one question`,
    });
  },
  examples: {
    reported: [match(`⟦| a | b |⟧\n|---|---|\n${pairs(11)}`), match(`⟦| a | b |⟧\n|---|---|\n${pairs(57)}`)],
    silent: [match(`| a | b |\n|---|---|\n${pairs(10)}`), match(`| a | b |\n|---|---|\n${pairs(2)}`)],
  },
};
