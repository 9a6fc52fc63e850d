import type { ParsedCard } from '#lib/deck/kinds/card.ts';
import { body, front } from '#lib/deck/lint/base/example-decks.ts';
import { linesOf } from '#lib/deck/lint/base/lines.ts';
import type { Lines, Report, Rule } from '#lib/deck/lint/base/rule.ts';
import { nodeRange } from '#lib/deck/markdown/parse.ts';

const indented = /^ {1,3}##(?=[ \t])/;
const glued = /^##(?=[^# \t\r\n])/;
const otherLevel = /^ {0,3}(?:#|#{3,6})(?=[ \t].*<!--\s*id\s*:)/;

const lower = /^ {0,3}#{3,6}[ \t]+(\S.*?)[ \t]*#*[ \t]*$/;
const boldLine = /^ {0,3}(\*\*|__)(?=\S)(.*?)\1[ \t]*$/;
const question = /[?？]["”»)*_`]*$/;

interface Question {
  readonly start: number;
  readonly end: number;
  readonly sign: string;
}

/** Headings of a lower level, and lines all in bold, that ask a question and have text below them. */
function questionsIn(lines: Lines): Question[] {
  const all = linesOf(lines);
  return all.flatMap(({ text, start, role }, index) => {
    if (role !== 'text' || !/[?？]/.test(text)) return [];
    const heading = lower.exec(text);
    const bold = heading === null ? boldLine.exec(text) : null;
    const asked = heading?.[1] ?? bold?.[2] ?? '';
    if (!question.test(asked.trim()) || otherLevel.test(text)) return [];
    const below = all.slice(index + 1).find((line) => line.text.trim() !== '');
    const isAnswered = below !== undefined && lower.exec(below.text) === null;
    // A bold line between lines of text is emphasis.
    const isAlone = heading !== null || (all[index - 1]?.text ?? '').trim() === '';
    const from = text.search(/\S/);
    return isAnswered && isAlone
      ? [
          {
            start: start + from,
            end: start + text.trimEnd().length,
            sign: heading === null ? 'bold' : (/#+/.exec(text)?.[0] ?? '###'),
          },
        ]
      : [];
  });
}

/** Questions below an answer, each of which is part of that answer. */
function checkQuestions({ body, outline: { source, lines, roles } }: ParsedCard, report: Report): void {
  const questions = questionsIn({ source, lines: lines.slice(1), roles: roles.slice(1) });
  const [first] = questions;
  const hasTextAbove = first !== undefined && body.some((node) => nodeRange(node).end <= first.start);
  if (first === undefined || (!hasTextAbove && questions.length < 2)) return;
  const others = questions.length === 1 ? '' : `, and ${String(questions.length - 1)} more below it`;
  const sign = first.sign === 'bold' ? 'a bold line' : `\`${first.sign}\``;
  report(first, {
    message: `this question is part of the card above, because ${sign} begins no card, only \`##\` does${others}`,
    help: 'write `## ` before it if it is a card; otherwise leave out the question mark',
  });
}

/** A chapter that asks a question and answers it below. */
function checkChapters(lines: Lines, report: Report): void {
  const all = linesOf(lines);
  const at = all.findIndex(({ text, role }) => role === 'text' && /^#[ \t]+\S.*[?？][ \t]*$/.test(text));
  const chapter = all[at];
  const below = all.slice(at + 1).find(({ text }) => text.trim() !== '');
  if (chapter === undefined || below === undefined || lines.beginsFile === true) return;
  report(
    { start: chapter.start, end: chapter.start + chapter.text.trimEnd().length },
    {
      message: 'this question is no card, because `#` begins a chapter, only `##` begins a card',
      help: 'write `## ` before it if it is a card; the site does not show the text below a chapter',
    },
  );
}

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
  check: (card, report) => {
    const { source, lines, roles } = card.outline;
    checkLines({ source, lines: lines.slice(1), roles: roles.slice(1) }, report);
    checkQuestions(card, report);
  },
  checkProse: (lines, report) => {
    checkLines(lines, report);
    checkChapters(lines, report);
  },
  examples: {
    reported: [
      body('A\n\n⟦##⟧\u00a0B'),
      body('A\n\n ⟦##⟧ B <!-- id: b -->\nC'),
      body('A\n\n⟦##⟧B\nC'),
      body('A\n\n⟦###⟧ B <!-- id: b -->\nC'),
      front + '  ⟦##⟧ B\nC\n## Q <!-- id: q -->\nA\n',
      { deck: body('A\n\n⟦### What is a port?⟧\nA number.'), help: 'write `## ` before it' },
      { deck: body('A\n\n⟦#### What is a port?⟧\nB\n\n#### And a host?\nC'), help: 'write `## ` before it' },
      { deck: body('⟦### What is a socket?⟧\nB\n\n### What is a port?\nC'), help: 'write `## ` before it' },
      { deck: body('A\n\n⟦**What is a port?**⟧\n\nA number.'), help: 'write `## ` before it' },
      { deck: body('A\n\n⟦**Was ist ein Port？**⟧\nEine Zahl.'), help: 'write `## ` before it' },
      { deck: body('A\n\n⟦# What is a port?⟧\nA number.'), help: 'write `## ` before it' },
    ],
    silent: [
      body('A\n\n### How does it work\nA'),
      body('### Why?\nA'),
      body('A\n\n### Who waits?'),
      body('A **what?** in bold.\n\nB'),
      body('A\n\n# A chapter\nText.'),
      body('A\n\n# Who is who?\n\n## R <!-- id: r -->\nB'),
      front + '# What is TCP?\nText.\n\n## Q <!-- id: q -->\nA\n',
      body('### How it works\nA'),
      body('```\n ## x\n```'),
      body('A # b'),
    ],
  },
};
