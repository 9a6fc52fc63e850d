import { body } from '#lib/deck/lint/base/example-decks.ts';
import type { Rule } from '#lib/deck/lint/base/rule.ts';
import { bodyLines } from '#lib/deck/lint/base/lines.ts';
import { plainAnswerWord } from '#lib/deck/syntax/answer-words.ts';
import { nearLabelAdvice } from '#lib/deck/syntax/body.ts';
import { shiftedRange } from '#lib/diagnostics/finding.ts';

/** What looks like the answer of a card without one is the error `ANSWER_UNNOTICED`. */
export const labelUnknown: Rule = {
  code: 'LABEL_UNKNOWN',
  severity: 'warning',
  message: 'this looks like a label but is none',
  help: 'write the label exactly, or reword the bold text',
  supersedes: { overlapping: ['SIGNS_AMBIGUOUS'] },
  check: (card, report) => {
    const { nearLabels, source, kind } = card.outline;
    for (const near of nearLabels) report(near, nearLabelAdvice(near, source));
    // Without its marks, it is prose as often as an answer.
    if (kind !== 'basic' || nearLabels.length > 0) return;
    const lines = bodyLines(card).filter(({ role }) => role === 'text');
    const first = lines.find(({ text }) => plainAnswerWord(text) !== null);
    const word = first === undefined ? null : plainAnswerWord(first.text);
    if (first === undefined || word === null) return;
    report(shiftedRange(word, first.start), {
      message: `\`${word.word}:\` is text here, so the card is not one to be typed`,
      help: 'write `**Answer:**` if students type the answer; otherwise leave out the word',
    });
  },
  examples: {
    reported: [
      body('**Answer:** y\n\n**Why:** z\n\n⟦**Anwser:**⟧ x'),
      body('**Answer:** y\n\n**Why:** z\n\n⟦**Nto:**⟧ x'),
      body('A\n\n⟦**Why**:⟧ x'),
      body('**Answer:** y\n\n**Not:** z\n\n⟦**Wy:**⟧ x'),
      { deck: body('A\n\n⟦Why:⟧ x'), help: 'write `**Why:**`' },
      { deck: body('A\n\n> ⟦**Why:**⟧ x'), help: 'write `**Why:**`' },
      { deck: body('**Answer:** a ⟦**Why:**⟧ b'), help: 'write `**Why:**` at the very beginning' },
      { deck: body('⟦### Answer⟧\na'), help: 'write `**Answer:**`' },
      { deck: body('A\n\n⟦**Whi:**⟧ b'), help: 'write `**Why:**`' },
      { deck: body('A\n\n⟦**Labs:**⟧ echo#end\n'), help: '`**Lab:**`' },
      { deck: body('A\n\n⟦Lab:⟧ echo#end\n'), help: '`**Lab:**`' },
      body('A\n\n⟦**lab:**⟧ echo#end\n'),
      { deck: body('⟦Solution:⟧ 16'), help: '`**Answer:**`' },
      { deck: body('⟦Antwort:⟧ 128'), help: '`**Answer:**`' },
      { deck: body('⟦A:⟧ 48'), help: '`**Answer:**`' },
      { deck: body('⟦### Solution⟧\n16'), help: '`**Answer:**`' },
      { deck: body('⟦#### Antwort:⟧\n16'), help: '`**Answer:**`' },
      { deck: body('**Problem:** the port is taken.\n\n⟦**Solution:**⟧ wait.'), help: '`**Answer:**`' },
      { deck: body('⟦**A:**⟧ host A sends\n\n**B:** host B waits'), help: '`**Answer:**`' },
    ],
    silent: [
      ...['**NAT:**', '**Net:**', '**Hot:**', '**Got:**', '**Note:**', '**Why** so', '*Net:*', 'Not: x'].map(
        (words) => body(`${words} text`),
      ),
      body('**Answer:** a\n\n**Why:** not b.\n\nNot: that is prose.'),
      body('- **Why:** is no label\n- b'),
      body('Write `**Answer:**` here.'),
      body('**Because:** so'),
    ],
  },
};
