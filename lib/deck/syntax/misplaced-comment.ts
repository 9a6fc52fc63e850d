import type { LineRole } from '#lib/deck/syntax/line-roles.ts';
import type { SourceLine } from '#lib/diagnostics/finding.ts';

const commentLine = /^[ \t]*<!--([^<>]*)-->[ \t]*$/;
/** A part of the comment of a heading; a number alone is a further topic. */
const headingPart = /^(?:(?:id|rev|topics)[ \t]*:|(?:order|match|both|\d+)$)/;

/** Whether every part of the comment belongs in a heading; an author's remark may begin with one of the words. */
export function belongsInHeading(line: string): boolean {
  const parts = (commentLine.exec(line)?.[1] ?? '')
    .split(/[;,]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => headingPart.test(part));
}

/** Whether a comment with an id is on a line of its own below the heading of its card. */
export function hasMisplacedId({
  source,
  lines,
  roles,
}: {
  readonly source: string;
  readonly lines: readonly SourceLine[];
  readonly roles: readonly LineRole[];
}): boolean {
  return lines.some(({ start, end }, index) => {
    const role = roles[index];
    if (index === 0 || (role !== 'text' && role !== 'comment')) return false;
    const text = source.slice(start, end);
    return text.includes('<!--') && /\bid[ \t]*:/.test(text) && belongsInHeading(text);
  });
}
