import { body, front } from '#lib/deck/lint/base/example-decks.ts';
import { linesOf } from '#lib/deck/lint/base/lines.ts';
import type { Lines, Rule, Report } from '#lib/deck/lint/base/rule.ts';
import { foreignCards } from '#lib/deck/foreign/foreign-cards.ts';

function checkLines(lines: Lines, report: Report): void {
  const written = linesOf(lines).map(({ text, role }) => (role === 'text' || role === 'comment' ? text : ''));
  const found = foreignCards(written);
  const line = found === null ? undefined : lines.lines[found.line];
  if (found === null || line === undefined) return;
  const start = line.start + found.column;
  report(
    { start, end: Math.max(start + 1, start + found.length) },
    { message: found.message, help: found.help },
  );
}

/** Cards of another program inside a card of ours, or above all of them. */
export const cardForeign: Rule = {
  code: 'CARD_FOREIGN',
  severity: 'warning',
  message: 'this looks like a card of another program, and is only text here',
  help: 'write each as a card: `## ` and the question, the answer below it',
  supersedes: {
    anywhere: ['LABEL_UNKNOWN', 'MARKUP_FOREIGN', 'CHOICE_UNMARKED', 'HTML_SHOWN'],
  },
  check: ({ outline: { source, lines, roles } }, report) => {
    checkLines({ source, lines: lines.slice(1), roles: roles.slice(1) }, report);
  },
  checkProse: checkLines,
  examples: {
    reported: [
      { deck: body('⟦What waits for a client?::accept⟧\nAnd what listens?::listen'), help: '`## …`' },
      body('⟦What waits::accept⟧\n<!--SR:!2025-01-02,3,250-->'),
      body('⟦The call that waits :: accept⟧'),
      body('⟦capital of France::Paris⟧\ncapital of Italy::Rome'),
      body('⟦What waits?:::accept⟧'),
      body('What does bind do?\n⟦?⟧\nGives an address.'),
      body('What does bind do?\n⟦??⟧\nGives an address.'),
      body('⟦Q: Which call waits?⟧\nA: accept'),
      body('Text.\n\n⟦C: The [backlog] is a hint.⟧'),
      body('⟦<!--SR:!2025-01-02,3,250-->⟧\nText'),
      body('⟦- What waits? #card⟧\n  - accept'),
      body('⟦#flashcards/tcp⟧\n\nText'),
      body('⟦START⟧\nBasic\nWhat waits?\nBack: accept\nEND'),
      body('⟦What waits? >> accept⟧\nWhat listens? >> listen'),
      body('⟦::q1:: Which call waits? {⟧\n=accept\n~bind\n}'),
      front + 'Which waits?\nA) bind\nB) accept\n⟦ANSWER: B⟧\n\n## Q <!-- id: q -->\nA\n',
      body('⟦<details><summary>Answer</summary>⟧\naccept\n</details>'),
      front + '⟦Q: Which call waits?⟧\nA: accept\n\n## Q <!-- id: q -->\nA\n',
    ],
    silent: [
      body('`std::vector` and std::move, ::1 and fe80::1.'),
      body('In C++, std::vector holds values and std::move moves them.'),
      body('The address 2001:db8::1 is an example.'),
      body('Is it so?\n\nYes.'),
      body('It is A: the first.\n\nQ is not.'),
      body('```\nQ: x\nA: y\n```'),
      body('Type `>> ` and a >> b.'),
      body('The #1 of all and C# too.'),
      body('Start and END of it.'),
    ],
  },
};
