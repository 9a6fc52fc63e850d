import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { contentOf } from '#lib/deck/syntax/blanks.ts';
import type { Finding } from '#lib/diagnostics/finding.ts';

/** A blank whose marks, braces, group or hint became part of its answer; `null`: none did. */
function misformed(content: string): Pick<Finding, 'message' | 'help'> | null {
  if (/^(?:\d{1,4}::)?(\*{1,2}|_{1,2})[^*_|:]+\1(?:::|$)/.test(content))
    return {
      message: 'the emphasis marks are part of the answer of this blank',
      help: 'put them outside the blank, as in `**{{SYN}}**`',
    };
  const [, inner] = /^\{([^{}`|]+)\}$/.exec(content) ?? [];
  if (inner !== undefined)
    return {
      message: 'the inner braces are part of the answer of this blank',
      help: `write \`{{${inner}}}\`, or \`{{\\{${inner}\\}}}\` for literal braces`,
    };
  const [, group] = /^(\d{1,2}):(?=[A-Za-z`])/.exec(content) ?? [];
  if (group !== undefined)
    return {
      message: 'this looks like a group, but it is read as the answer of the blank',
      help: `write \`{{${group}::\`: a group is a number and two colons`,
    };
  const [, logseq] = /^cloze\s+(.+)$/i.exec(content) ?? [];
  if (logseq !== undefined)
    return {
      message: 'the word `cloze` is part of the answer of this blank',
      help: `write \`{{${logseq}}}\``,
    };
  const [, hint = '', answer] = /^([^:|]+\?)::([^:|?]+)$/.exec(content) ?? [];
  if (answer === undefined) return null;
  return {
    message: 'this looks like a hint, but it is read as the answer of the blank',
    help: `write \`{{${answer.trim()}::${hint.trim()}}}\``,
  };
}

export const blankForm: Rule = {
  code: 'BLANK_FORM',
  severity: 'warning',
  message: 'the parts of this blank seem to be in the wrong order',
  help: 'write `{{1::answer::hint}}`: a number for the group, the answer, the hint',
  check: ({ outline: { blanks, source } }, report) => {
    for (const blank of blanks) {
      const found = blank.inFence ? null : misformed(contentOf(blank, source));
      if (found !== null) report(blank, found);
    }
  },
  examples: {
    reported: [
      { deck: body('The ⟦{{**SYN**}}⟧ flag'), help: 'put them outside the blank, as in `**{{SYN}}**`' },
      { deck: body('The ⟦{{cloze SYN}}⟧ flag'), help: 'write `{{SYN}}`' },
      { deck: body('The ⟦{{1:SYN}}⟧ flag'), help: 'write `{{1::`' },
      { deck: body('The ⟦{{which?::SYN}}⟧ flag'), help: '`{{SYN::which?}}`' },
      { deck: body('The ⟦{{{SYN}}}⟧ flag'), help: 'write `{{SYN}}`' },
    ],
    silent: [body('The {{a::article}} and {{12:30}}.'), body('A `{{{a|b}}}` set.')],
  },
};
