import { body } from '#lib/deck/lint/base/example-decks.ts';
import { bodyLines } from '#lib/deck/lint/base/lines.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { findBlanks } from '#lib/deck/syntax/blanks.ts';
import { visibleText } from '#lib/deck/syntax/body.ts';
import { hideRanges } from '#lib/deck/syntax/comments.ts';
import { asksBlanks } from '#lib/deck/syntax/outline.ts';

/** Index of a `}}` outside code that ends nothing; -1: there is none. */
function unopenedAt(line: string): number {
  const shown = hideRanges(line, findBlanks(line, false).blanks);
  const at = shown.replace(/`[^`]*`/g, (code) => ' '.repeat(code.length)).search(/(?<![\\{}])\}\}(?!\})/);
  if (at === -1 || shown.includes('{{') || shown.includes('\\{')) return -1;
  const before = shown.slice(0, at);
  // Two open braces are closed here.
  return before.split('{').length - before.split('}').length >= 2 ? -1 : at;
}

export const blankUnopened: Rule = {
  code: 'BLANK_UNOPENED',
  severity: 'warning',
  message: 'these braces close no blank',
  help: 'write `{{` before the answer; put literal braces in backticks',
  check: (card, report) => {
    const { kind, body: range } = card.outline;
    if (!asksBlanks(kind)) return;
    for (const { text, start, role } of bodyLines(card)) {
      if (role !== 'text' || start >= range.end || !text.includes('}}')) continue;
      const at = unopenedAt(visibleText(text));
      if (at !== -1) report({ start: start + at, end: start + at + 2 });
    }
  },
  examples: {
    reported: [body('The {SYN⟦}}⟧ flag'), body('The {{ACK}} and SYN⟦}}⟧ flag')],
    silent: [body('Write `**Answer:**` and `}}`.'), body('A set {a, {b}} here.')],
  },
};
