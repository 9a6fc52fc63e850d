import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';

/** Only a warning: the author may have removed a group, and new numbers would mix up the progress of the others. */
export const blankGroupSkipped: Rule = {
  code: 'BLANK_GROUP_SKIPPED',
  severity: 'warning',
  message: 'the group numbers of the blanks skip a number',
  help: 'number the groups 1, 2, 3 … unless you removed a group; if the digits are the answer, write `{{1::` before them',
  check: ({ outline: { blanks } }, report) => {
    const numbers = [...new Set(blanks.flatMap(({ group }) => group ?? []))].sort((a, b) => a - b);
    const at = numbers.findIndex((number, index) => number !== index + 1);
    const blank = blanks.find(({ group }) => group !== null && group === numbers[at]);
    if (blank !== undefined)
      report(blank, {
        message: `group ${String(blank.group)} comes where group ${String(at + 1)} is expected`,
        help: `number the groups 1, 2, 3 … unless you removed a group; if ${String(blank.group)} is the answer, write \`{{${String(at + 1)}::${String(blank.group)}::${blank.answer}}}\``,
      });
  },
  examples: {
    reported: [body('{{1::a}} and ⟦{{3::b}}⟧')],
    silent: [body('{{2::a}} and {{1::b}} and {{1::c}}')],
  },
};
