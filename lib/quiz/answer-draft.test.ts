import { expect, it } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import { answerDraft, claimDrafts, selfGradedDraft } from '#lib/quiz/answer-draft.ts';
import { rowAt, rowId } from '#lib/review/arbitrary-log.ts';

const text = '---\ndeck: d\n---\n\n## Passive?  <!-- id: passive -->\n**Answer:** `listen()`\n';
const [prompt] = readDeck(text, { file: 'd.md' }).deck.prompts;
if (prompt?.body.kind !== 'typed') throw new Error('the card is not typed');
const { body } = prompt;
const asked = { prompt, quiz: rowId(1), durationMs: 800 };
const row = {
  kind: 'review',
  card: 'd/passive',
  rev: 1,
  durationMs: 800,
  algorithm: 'fsrs-6',
  quiz: rowId(1),
};

it('writes what grading said as a rating; a right answer with a hint is hard, and says so', () => {
  const given = { kind: 'text', text: 'listen' } as const;
  const wrong = answerDraft(asked, body, given, { verdict: 'wrong', credit: 0 }, false);
  expect(wrong).toEqual({
    ...row,
    rating: 1,
    answer: 'listen',
    given: ['listen'],
    verdict: 'wrong',
    credit: 0,
  });
  const hinted = answerDraft(asked, body, given, { verdict: 'right', credit: 1 }, true);
  expect(hinted).toMatchObject({ rating: 2, hinted: true, credit: 1 });
});

it('writes a grade of the student’s own as right unless it is again', () => {
  const wrong = { ...row, rating: 1, verdict: 'wrong', credit: 0 };
  expect(selfGradedDraft(asked, 1)).toEqual(wrong);
  for (const rating of [2, 3, 4] as const)
    expect(selfGradedDraft(asked, rating)).toEqual({ ...row, rating, verdict: 'right', credit: 1 });
});

it('takes a claimed answer back and writes it again as good, with what was given and what grading said', () => {
  const given = { kind: 'text', text: 'make_passive()' } as const;
  const draft = answerDraft(asked, body, given, { verdict: 'wrong', credit: 0 }, false);
  const answer = rowAt(7, 2, draft);
  if (answer.kind !== 'review') throw new Error('it is no answer');
  expect(claimDrafts(answer)).toEqual([
    { kind: 'undo', undoes: rowId(2) },
    { ...draft, rating: 3, credit: 1, claimed: true },
  ]);
});
