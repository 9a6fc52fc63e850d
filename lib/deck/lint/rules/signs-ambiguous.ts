import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { signsOfAnswer, takenSigns } from '#lib/deck/markdown/literal-signs.ts';
import { nodeRange } from '#lib/deck/markdown/parse.ts';
import type { Label } from '#lib/deck/syntax/labels.ts';

const typedLabels: readonly Label[] = ['Answer', 'Also accept', 'Not'];

/** Signs that may be markup or text. In an answer that is typed they are text; elsewhere Markdown takes them. */
export const signsAmbiguous: Rule = {
  code: 'SIGNS_AMBIGUOUS',
  severity: 'warning',
  message: 'these signs may be markup or part of the text',
  help: 'put the text in backticks if the signs belong to it; otherwise remove them',
  // A link that leads nowhere is text in an answer.
  supersedes: { overlapping: ['LINK_RELATIVE'] },
  check: ({ content, sections, nodes, text }, report) => {
    const answers = sections.flatMap(({ label, labelRange }, index) =>
      content?.kind === 'typed' && typedLabels.includes(label)
        ? [{ start: labelRange.end, end: sections[index + 1]?.labelRange.start ?? Infinity }]
        : [],
    );
    for (const node of nodes) {
      const { start: at } = nodeRange(node);
      const isAnswer = answers.some(({ start, end }) => at >= start && at < end);
      const taken = isAnswer ? signsOfAnswer(node, text) : takenSigns(node, text);
      if (taken === null) continue;
      report(taken, {
        message: isAnswer
          ? `\`${taken.sign}\` is read as part of the answer here, not as markup`
          : `Markdown reads \`${taken.sign}\` as emphasis here, so it is not shown`,
      });
    }
  },
  examples: {
    reported: [
      { deck: body('**Answer:** 2⟦**16 - 2**⟧8'), help: 'in backticks' },
      body('**Answer:** ⟦*.*⟧'),
      body('**Answer:** ⟦__init__⟧'),
      body('**Answer:** a⟦*b*⟧c'),
      body('**Answer:** x\n\n**Also accept:** ⟦~~y~~⟧ | z'),
      body('**Answer:** x\n\n**Not:** 2⟦**16 - 2**⟧8 — no'),
      body('**Answer:**\n\n- x⟦**2 + y**⟧2\n- b'),
      body('**Answer:** handlers⟦[key](event)⟧'),
      body('There are 2⟦**16 - 2**⟧8 of them.'),
      body('- [x] 2⟦**16 - 2**⟧8\n- [ ] 2'),
      body('All of ⟦*.*⟧ and more.'),
    ],
    silent: [
      body('**Answer:** 2**16'),
      body('**Answer:** `2**16 - 2**8`'),
      body('**Answer:** **SYN**'),
      body('**Answer:** the *SYN* flag'),
      body('**Answer:** int **argv, char **envp'),
      body('**Answer:** a_b_c'),
      body('**Answer:** [the manual](https://example.org)'),
      body('**S**YN and *ACK*, __bold__ and _it_, ~~gone~~, **`code`** and **“so”**.'),
      body('**Answer:** SYN\n\n**Why:** it is _the_ first, __always__.'),
    ],
  },
};
