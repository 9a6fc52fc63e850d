import { type Finding, finding } from '#lib/diagnostics/finding.ts';

const indented = /^ {1,3}##(?=[ \t])/;
const glued = /^##(?=[^# \t\r\n])/;
const otherLevel = /^ {0,3}(?:#|#{3,6})(?=[ \t].*<!--\s*id\s*:)/;

/** A heading that its author may take for a card: with spaces before it, without one after it, or of another level. */
export function strayHeadingIn(line: string, lineStart: number): Finding | null {
  if (!line.includes('#')) return null;
  const match = indented.exec(line) ?? glued.exec(line) ?? otherLevel.exec(line);
  if (match === null) return null;
  const start = lineStart + match[0].search('#');
  return finding('HEADING_NOT_A_CARD', { start, end: lineStart + match[0].length });
}

const commentLine = /^[ \t]*<!--([^<>]*)-->[ \t]*$/;
/** Also a further number behind `topics:`. */
const headingPart = /^(?:(?:id|rev|topics)[ \t]*:|(?:order|match|both|\d+)$)/;

/** A comment that belongs into a heading, on a line of its own: what it says counts for nothing there. */
export function strayCommentIn(line: string, lineStart: number): Finding | null {
  if (!line.includes('<!--')) return null;
  const parts =
    commentLine
      .exec(line)?.[1]
      ?.split(/[;,]/)
      .map((part) => part.trim()) ?? [];
  const said = parts.filter((part) => part !== '');
  // A remark of the author's may begin with one of these words, too.
  if (said.length === 0 || !said.every((part) => headingPart.test(part))) return null;
  const range = { start: lineStart + line.search(/\S/), end: lineStart + line.trimEnd().length };
  const message = 'this comment stands in no heading, so what it says counts for nothing';
  return finding(
    'COMMENT_MALFORMED',
    range,
    message,
    'put it behind the heading of its card, on the same line',
  );
}
