import { body, front } from '#lib/deck/lint/base/example-decks.ts';
import { linesOf } from '#lib/deck/lint/base/lines.ts';
import type { Lines, Report, Rule } from '#lib/deck/lint/base/rule.ts';

const indented = /^ {1,3}##(?=[ \t])/;
const glued = /^##(?=[^# \t\r\n])/;
const otherLevel = /^ {0,3}(?:#|#{3,6})(?=[ \t].*<!--\s*id\s*:)/;

function checkLines(lines: Lines, report: Report): void {
  for (const { text, start, role } of linesOf(lines)) {
    if (role !== 'text' || !text.includes('#')) continue;
    const match = indented.exec(text) ?? glued.exec(text) ?? otherLevel.exec(text);
    if (match !== null) report({ start: start + match[0].search('#'), end: start + match[0].length });
  }
}

export const headingNotACard: Rule = {
  code: 'HEADING_NOT_A_CARD',
  severity: 'warning',
  message: 'this heading looks like a card but is none',
  help: 'begin a card with `## ` at the very beginning of a line',
  check: ({ outline }, report) => {
    const { source, lines, roles } = outline;
    checkLines({ source, lines: lines.slice(1), roles: roles.slice(1) }, report);
  },
  checkProse: checkLines,
  examples: {
    reported: [
      body('A\n\n⟦##⟧\u00a0B'),
      body('A\n\n ⟦##⟧ B <!-- id: b -->\nC'),
      body('A\n\n⟦##⟧B\nC'),
      body('A\n\n⟦###⟧ B <!-- id: b -->\nC'),
      front + '  ⟦##⟧ B\nC\n## Q <!-- id: q -->\nA\n',
    ],
    silent: [body('### How it works\nA'), body('```\n ## x\n```'), body('A # b')],
  },
};
