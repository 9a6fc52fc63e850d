import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import { answerDraft, claimDrafts, selfGradedDraft, takeBackDrafts } from '#lib/quiz/answer-draft.ts';
import { arbitraryLog, review, entryAt, entryId } from '#test/arbitrary-log.ts';
import { fold } from '#lib/review/fold.ts';
import { promptState } from '#lib/review/state.ts';

const text = '---\ndeck: d\n---\n\n## Passive?  <!-- id: passive -->\n**Answer:** `listen()`\n';
const [prompt] = readDeck(text, { file: 'd.md' }).deck.prompts;
if (prompt?.body.kind !== 'typed') throw new Error('the card is not typed');
const { body } = prompt;
const asked = { prompt, quiz: entryId(1), durationMs: 800 };
const entry = {
  kind: 'review',
  card: 'd/passive',
  rev: 1,
  durationMs: 800,
  algorithm: 'fsrs-6',
  quiz: entryId(1),
};

it('writes what grading said as a rating; a right answer with a hint is hard, and says so', () => {
  const response = { kind: 'text', text: 'listen' } as const;
  const wrong = answerDraft(asked, body, response, { verdict: 'wrong', credit: 0 }, false);
  expect(wrong).toEqual({
    ...entry,
    rating: 1,
    answer: 'listen',
    response: ['listen'],
    verdict: 'wrong',
    credit: 0,
  });
  const hinted = answerDraft(asked, body, response, { verdict: 'right', credit: 1 }, true);
  expect(hinted).toMatchObject({ rating: 2, hinted: true, credit: 1 });
});

it('writes a grade of the student’s own as right unless it is again', () => {
  const wrong = { ...entry, rating: 1, verdict: 'wrong', credit: 0 };
  expect(selfGradedDraft(asked, 1)).toEqual(wrong);
  for (const rating of [2, 3, 4] as const)
    expect(selfGradedDraft(asked, rating)).toEqual({ ...entry, rating, verdict: 'right', credit: 1 });
});

it('undoes an answer that is marked correct and writes it again as good, with the response and the verdict', () => {
  const response = { kind: 'text', text: 'make_passive()' } as const;
  const draft = answerDraft(asked, body, response, { verdict: 'wrong', credit: 0 }, false);
  const answer = entryAt(7, 2, draft);
  if (answer.kind !== 'review') throw new Error('it is no answer');
  expect(claimDrafts(answer)).toEqual([
    { kind: 'undo', undoes: entryId(2) },
    { ...draft, at: 7, rating: 3, credit: 1, selfMarkedCorrect: true },
  ]);
});

it('schedules a card whose answer is marked correct later as if its answer had counted as good from the beginning', () => {
  const asCard = { card: 'sockets/bind', quiz: entryId(77) };
  fc.assert(
    fc.property(arbitraryLog, fc.nat(40), (log, after) => {
      const { at } = log[after] ?? { at: 1_772_366_400_000 };
      const wrong = entryAt(at, 600, {
        ...review('sockets/bind', 1),
        ...asCard,
        verdict: 'wrong',
        credit: 0,
      });
      if (wrong.kind !== 'review') throw new Error('it is no answer');
      const [undo, claim] = claimDrafts(wrong);
      const end = 1_000_000 + Math.max(at, ...log.map((each) => each.at));
      const selfMarkedCorrect = fold([...log, wrong, entryAt(end, 901, undo), entryAt(claim.at, 902, claim)]);
      const right = fold([...log, entryAt(at, 902, claim)]);
      expect(promptState(selfMarkedCorrect, 'sockets/bind')).toEqual(promptState(right, 'sockets/bind'));
    }),
  );
});

it('counts what is marked correct as hard where a hint had been taken', () => {
  const response = { kind: 'text', text: 'make_passive()' } as const;
  const draft = answerDraft(asked, body, response, { verdict: 'wrong', credit: 0 }, true);
  const answer = entryAt(7, 2, draft);
  if (answer.kind !== 'review') throw new Error('it is no answer');
  expect(claimDrafts(answer)[1]).toMatchObject({
    rating: 2,
    credit: 1,
    hinted: true,
    selfMarkedCorrect: true,
  });
});

it('undoes an answer, and leaves the response in the fields, with what the hints said', () => {
  const response = { kind: 'text', text: 'make_passive()' } as const;
  const draft = answerDraft(asked, body, response, { verdict: 'wrong', credit: 0 }, true);
  const [answer, self] = [entryAt(7, 2, draft), entryAt(8, 3, selfGradedDraft(asked, 3))];
  if (answer.kind !== 'review' || self.kind !== 'review') throw new Error('it is no answer');
  const entry = {
    kind: 'response',
    quiz: entryId(1),
    question: 4,
    response: ['make_passive()'],
    hinted: true,
  };
  const undo = { kind: 'undo', undoes: entryId(2) };
  const hints = [{ text: 'It begins with “l”.' }];
  expect(takeBackDrafts(entryId(1), 4, answer, hints)).toEqual([undo, { ...entry, hints }]);
  expect(takeBackDrafts(entryId(1), 4, answer, []), 'a log of before').toEqual([undo, entry]);
  expect(takeBackDrafts(entryId(1), 4, self, [])).toEqual([{ kind: 'undo', undoes: entryId(3) }]);
});
