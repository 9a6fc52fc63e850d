import { lineRoles } from '#lib/deck/line-roles.ts';
import { strayCommentIn, strayHeadingIn } from '#lib/deck/stray-heading.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';
import { sourceLines } from '#lib/diagnostics/source-lines.ts';

/** What is wrong in prose that belongs to no card. It is not shown, so only what may swallow a card is told. */
export function introductionFindings(source: string): Finding[] {
  const lines = sourceLines(source);
  const { roles, unclosed } = lineRoles(source, lines);
  const open = unclosed.flatMap(({ what, line }) => {
    const at = lines[line];
    return at === undefined ? [] : [finding(what === 'fence' ? 'FENCE_UNCLOSED' : 'COMMENT_UNCLOSED', at)];
  });
  const stray = lines.flatMap((line, index) => {
    const text = source.slice(line.start, line.end);
    const heading = roles[index] === 'text' ? strayHeadingIn(text, line.start) : null;
    return heading ?? strayCommentIn(text, line.start) ?? [];
  });
  return [...open, ...stray];
}
