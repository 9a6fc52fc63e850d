import type { ParsedCard } from '#lib/deck/kinds/card.ts';
import type { Lines, Report } from '#lib/deck/lint/base/rule.ts';
import { hideRanges } from '#lib/deck/syntax/comments.ts';
import type { LineRole } from '#lib/deck/syntax/line-roles.ts';
import type { Sign } from '#lib/deck/syntax/signs.ts';
import { shiftedRange } from '#lib/diagnostics/finding.ts';

interface Line {
  readonly text: string;
  /** Offset of its first character. */
  readonly start: number;
  readonly role: LineRole;
}

export function linesOf({ source, lines, roles }: Lines): Line[] {
  return lines.map(({ start, end }, index) => ({
    text: source.slice(start, end),
    start,
    role: roles[index] ?? 'text',
  }));
}

/** The lines below the heading. */
export function bodyLines({ outline }: ParsedCard): Line[] {
  return linesOf(outline).slice(1);
}

/** The heading, with spaces in place of its comments. */
function headingText({ outline: { source, lines, heading } }: ParsedCard): string {
  return hideRanges(source.slice(0, lines[0]?.end), heading.comments);
}

/** Reports signs in the heading, the text and the code of a card. */
export function reportSigns(
  card: ParsedCard,
  report: Report,
  find: (line: string, isCode: boolean) => readonly Sign[],
): void {
  // A card without an id gets one from its heading, so the heading must not change before.
  const isFixable = card.outline.heading.comment.id !== null;
  for (const { fix, ...sign } of find(headingText(card), false))
    report(sign, isFixable ? { ...sign, fix } : sign);
  for (const { text, start, role } of bodyLines(card)) {
    if (role !== 'text' && role !== 'fence') continue;
    for (const { fix, ...sign } of find(text, role === 'fence'))
      report(shiftedRange(sign, start), { ...sign, fix: { ...fix, ...shiftedRange(fix, start) } });
  }
}
