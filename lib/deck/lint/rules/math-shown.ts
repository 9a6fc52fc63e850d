import { body } from '#lib/deck/lint/base/example-decks.ts';
import { bodyLines } from '#lib/deck/lint/base/lines.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { formulasIn } from '#lib/deck/syntax/blanks.ts';
import { hideRanges } from '#lib/deck/syntax/comments.ts';
import type { Range } from '#lib/diagnostics/finding.ts';

const inlineCode = /(?<!`)(`+)(?!`)[^]*?[^`]\1(?!`)/g;
const escaped = /\\\(.+?\\\)|\\\[(?=.*?(?:\\[A-Za-z]|[\^_{=])).*?\\\]|^[ \t]*\\\[[ \t]*$/;
const display = /^[ \t]*\$\$/;
const environment = /\\begin\{(?:equation|align|gather|math|matrix|cases|array)\*?\}/;
/** A variable, or something that only formulas have. An amount of money has neither. */
const mathematical = /\\[A-Za-z]|[\^_={}<>+]|^\$\$?[A-Za-z]\w?\$/;

/** The first formula of a line. */
function formulaIn(line: string): Range | null {
  const visible = hideRanges(
    line,
    Array.from(line.matchAll(inlineCode), ({ 0: code, index }) => ({
      start: index,
      end: index + code.length,
    })),
  );
  if (!/[$\\]/.test(visible)) return null;
  const marked = [display, escaped, environment].flatMap((pattern) => {
    const found = pattern.exec(visible);
    const start = found === null ? 0 : found.index + found[0].search(/\S/);
    return found === null ? [] : [{ start, end: found.index + found[0].length }];
  });
  const inDollars = formulasIn(visible).filter(
    ({ start, end }) => visible.charAt(start) === '$' && mathematical.test(visible.slice(start, end)),
  );
  return [...marked, ...inDollars].sort((a, b) => a.start - b.start)[0] ?? null;
}

export const mathShown: Rule = {
  code: 'MATH_SHOWN',
  severity: 'warning',
  message: 'a formula of LaTeX is shown as it is written, not set as mathematics',
  help: 'write it in plain characters such as `√`, `²` and `≤`, or as an image; put text that is no formula in backticks',
  check: (card, report) => {
    const { lines, source, heading } = card.outline;
    const first = formulaIn(hideRanges(source.slice(0, lines[0]?.end), heading.comments));
    if (first !== null) {
      report(first);
      return;
    }
    for (const { text, start, role } of bodyLines(card)) {
      const found = role === 'text' ? formulaIn(text) : null;
      if (found === null) continue;
      // One is enough: an author who writes one formula writes several.
      report({ start: start + found.start, end: start + found.end });
      return;
    }
  },
  examples: {
    reported: [
      body('It is at most ⟦$\\frac{W}{RTT}$⟧ with loss \\(p\\).\n\n$$\nT = 1\n$$'),
      body('With a loss of ⟦\\(p\\)⟧ it is slow.'),
      body('It is ⟦\\( \\frac{{a}}{{b}} \\)⟧.'),
      body('So:\n\n⟦$$⟧\nT = \\frac{1}{2}\n$$'),
      body('Let ⟦$n$⟧ be the number.'),
      body('It takes ⟦$O(n^2)$⟧ steps.'),
      body('So\n\n⟦\\[⟧\nx = 1\n\\]'),
      body('It is ⟦\\[x^2\\]⟧.'),
      body('⟦\\begin{align}⟧\nx\n\\end{align}'),
      body('The window grows as ⟦$2^{{n}}$⟧ in slow start.'),
      body('- [x] ⟦$2^{16}$⟧\n- [ ] 16'),
      body('**Answer:** ⟦$2^{16}$⟧'),
    ],
    silent: [
      body('It costs $5, not $6, and $ is a sign.'),
      body('From $HOME/$USER to $PATH, or US$ 5 and 10 US$.'),
      body('Write `$x^2$` and ``$y_1$``.'),
      body('```sh\necho $a $b\n```'),
      body('A \\[a] and \\[1\\] are in brackets, \\$5\\$ too.'),
      body('5$ or 6$, and $10–$20'),
    ],
  },
};
