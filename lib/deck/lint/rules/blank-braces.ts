import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { contentOf } from '#lib/deck/syntax/blanks.ts';

function areBracesMatched(content: string): boolean {
  let depth = 0;
  for (let i = 0; i < content.length && depth >= 0; i++) {
    const char = content.charAt(i);
    if (char === '\\') i++;
    else if (char === '{') depth++;
    else if (char === '}') depth--;
  }
  return depth === 0;
}

export const blankBraces: Rule = {
  code: 'BLANK_BRACES',
  severity: 'warning',
  message: 'the braces inside this blank are not matched',
  help: 'write `\\{` and `\\}` for braces of the answer; `\\{{` is a literal `{{`',
  check: ({ outline: { blanks, source } }, report) => {
    for (const blank of blanks) if (!areBracesMatched(contentOf(blank, source))) report(blank);
  },
  examples: {
    reported: [body('int a[2][2] = ⟦{{1, 2}, {3, 4}}⟧;')],
    silent: [body('A {{set {a, b} }}.'), body('A {{\\{a}}.')],
  },
};
