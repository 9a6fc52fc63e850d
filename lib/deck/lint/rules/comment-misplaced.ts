import { belongsInHeading } from '#lib/deck/syntax/misplaced-comment.ts';
import type { Edit, Range } from '#lib/diagnostics/finding.ts';
import { body, card, front } from '#lib/deck/lint/base/example-decks.ts';
import { linesOf } from '#lib/deck/lint/base/lines.ts';
import type { Lines, Report, Rule } from '#lib/deck/lint/base/rule.ts';

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
  // The comment names the kind.
  supersedes: { anywhere: ['KIND_UNMARKED'] },
  check: ({ outline }, report) => {
    const { source, lines, roles, heading } = outline;
    const move = (range: Range): Edit | null => {
      const headingEnd = source.slice(0, lines[0]?.end).trimEnd().length;
      const comment = source.slice(range.start, range.end);
      const isBelow = source.slice(headingEnd, range.start).trim() === '';
      const hasBoth = heading.comment.id !== null && /\bid[ \t]*:/.test(comment);
      return isBelow && !hasBoth ? { start: headingEnd, end: range.end, text: ` ${comment}` } : null;
    };
    checkLines({ source, lines: lines.slice(1), roles: roles.slice(1) }, (range) => {
      const fix = move(range);
      report(range, fix === null ? {} : { fix });
    });
  },
  checkProse: checkLines,
  examples: {
    reported: [
      { deck: card('Q', '⟦<!-- id: q -->⟧\nA'), fixed: card('Q <!-- id: q -->', 'A') },
      {
        deck: card('Put in order', '⟦<!-- id: a; order -->⟧\n1. bind()\n2. listen()'),
        fixed: card('Put in order <!-- id: a; order -->', '1. bind()\n2. listen()'),
      },
      {
        deck: card('Match', '\n  ⟦<!-- id: a; match -->⟧\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |'),
        fixed: card('Match <!-- id: a; match -->', '\n| a | b |\n|---|---|\n| c | d |\n| e | f |'),
      },
      {
        deck: card('Q <!-- both -->', '⟦<!-- id: a -->⟧\nA'),
        fixed: card('Q <!-- both --> <!-- id: a -->', 'A'),
      },
      {
        deck: card('Q <!-- id: q -->', '⟦<!-- topics: 3 -->⟧\nA'),
        fixed: card('Q <!-- id: q --> <!-- topics: 3 -->', 'A'),
      },
      {
        deck: card('Q <!-- id: q -->', '⟦<!-- id: r -->⟧\nA'),
        fixed: card('Q <!-- id: q -->', '<!-- id: r -->\nA'),
      },
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
