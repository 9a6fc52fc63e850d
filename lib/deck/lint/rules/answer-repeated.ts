import type { AnswerText } from '#lib/cards/prompt.ts';
import { body } from '#lib/deck/lint/base/example-decks.ts';
import { alternateRanges, leadOf } from '#lib/deck/lint/base/lead.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { answerText, plainText, splitAtBars } from '#lib/deck/markdown/phrase.ts';

function keyOf({ text, isCode }: AnswerText): string {
  return `${isCode ? 'code' : 'text'} ${text}`;
}

export const answerRepeated: Rule = {
  code: 'ANSWER_REPEATED',
  severity: 'warning',
  message: 'this answer is already above',
  help: 'remove one of them',
  check: ({ content, sections, outline: { source } }, report) => {
    if (content?.kind !== 'typed') return;
    const right = new Set(content.list === null ? [keyOf(answerText(content.answer))] : []);
    for (const { label, labelRange, nodes } of sections) {
      if (label !== 'Also accept' || content.list !== null) continue;
      const lead = leadOf(nodes, labelRange.end);
      const ranges = lead === null ? [] : alternateRanges(lead, source);
      for (const [index, alternate] of splitAtBars(nodes).entries()) {
        const written = answerText(alternate);
        if (written.text === '') continue;
        if (right.has(keyOf(written))) report(ranges[index] ?? labelRange);
        right.add(keyOf(written));
      }
    }
    const wrong = new Set<string>();
    for (const { answer, range } of content.not) {
      const text = plainText(answer);
      if (text !== '' && wrong.has(text)) report(range, { message: 'this wrong answer is already above' });
      wrong.add(text);
    }
  },
  examples: {
    reported: [
      body('**Answer:** SYN\n\n**Also accept:** sync | ⟦SYN⟧'),
      body('**Answer:** SYN\n\n**Also accept:** `a` | b | ⟦`a`⟧'),
      body('**Answer:** SYN\n\n**Also accept:** a\n\n**Also accept:** b | ⟦a⟧'),
      body('**Answer:** a\n\n**Not:** b — no\n\n⟦**Not:**⟧ b — nor'),
    ],
    silent: [body('**Answer:** 80\n\n**Also accept:** `80`')],
  },
};
