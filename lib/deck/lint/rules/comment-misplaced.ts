import { body, card, front } from '#lib/deck/lint/base/example-decks.ts';
import { linesOf } from '#lib/deck/lint/base/lines.ts';
import type { Lines, Report, Rule } from '#lib/deck/lint/base/rule.ts';

const commentLine = /^[ \t]*<!--([^<>]*)-->[ \t]*$/;
/** A part of the comment of a heading; a number alone is a further topic. */
const headingPart = /^(?:(?:id|rev|topics)[ \t]*:|(?:order|match|both|\d+)$)/;

/** Whether every part of the comment belongs in a heading; an author's remark may begin with one of the words. */
function belongsInHeading(line: string): boolean {
  const parts = (commentLine.exec(line)?.[1] ?? '')
    .split(/[;,]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => headingPart.test(part));
}

function checkLines(lines: Lines, report: Report): void {
  for (const { text, start, role } of linesOf(lines)) {
    const isText = role === 'text' || role === 'comment';
    if (isText && text.includes('<!--') && belongsInHeading(text))
      report({ start: start + text.search(/\S/), end: start + text.trimEnd().length });
  }
}

export const commentMisplaced: Rule = {
  code: 'COMMENT_MISPLACED',
  severity: 'error',
  message: 'this comment is not in a heading, so it has no effect',
  help: 'put it at the end of the heading of its card, on the same line',
  check: ({ outline }, report) => {
    const { source, lines, roles } = outline;
    checkLines({ source, lines: lines.slice(1), roles: roles.slice(1) }, report);
  },
  checkProse: checkLines,
  examples: {
    reported: [
      { deck: card('Q', '⟦<!-- id: q -->⟧\nA'), also: ['ID_MISSING'] },
      {
        deck: body('A\n\n⟦<!-- order; topics: 3 -->⟧'),
        help: 'put it at the end of the heading of its card, on the same line',
      },
      { deck: front + '⟦<!-- id: r -->⟧\n## Q <!-- id: q -->\nA\n', help: 'the same line' },
    ],
    silent: [
      body('A <!-- order --> b'),
      body(
        'A\n\n<!-- order matters here -->\n\n<!-- both; see topics -->\n\n<!-- match, then: go -->\n\n<!-- -->',
      ),
    ],
  },
};
