import { describe, expect, it } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import { lastAnswered, nextPlace, shownPlace } from '#lib/quiz/quiz-progress.ts';
import { type QuizRecord, recordOf } from '#lib/quiz/quiz-record.ts';
import { fold } from '#lib/review/fold.ts';
import { entryAt, type EntryDraft, entryId, review } from '#test/arbitrary-log.ts';

const ids = ['a', 'b', 'c', 'd'];
const quizId = entryId(1);

/** The cards of a deck that has only these. */
function deckOf(...left: readonly string[]) {
  const cards = left.map((id) => `## ${id} <!-- id: ${id} -->\n**Answer:** ${id}\n`);
  const text = `---\ndeck: d\ntitle: D\n---\n\n${cards.join('\n')}`;
  const { prompts } = readDeck(text, { file: 'd.md' }).deck;
  return (card: string) => prompts.find(({ key }) => key === card);
}
const whole = deckOf(...ids);

const answer = (id: string): EntryDraft => ({ ...review(`d/${id}`, 3), quiz: quizId });

/** A quiz of a, b, c and d, after these entries. */
function quizAfter(...drafts: readonly EntryDraft[]): QuizRecord {
  const questions = ids.map((id) => ({ card: `d/${id}`, rev: 1 }));
  const begin: EntryDraft = { kind: 'quiz', deck: 'd', mode: 'quiz', seed: '7', minutes: null, questions };
  const record = recordOf(fold([begin, ...drafts].map((draft, at) => entryAt(at, at + 1, draft))), quizId);
  if (record === null) throw new Error('there is no record');
  return record;
}

describe('the next question', () => {
  it('is the first one behind without an answer, then one from the beginning', () => {
    const quiz = quizAfter(answer('b'), answer('c'));
    expect(nextPlace(quiz, whole, -1)).toBe(0);
    expect(nextPlace(quiz, whole, 0)).toBe(3);
    expect(nextPlace(quiz, whole, 3)).toBe(0);
    expect(nextPlace(quizAfter(...ids.map(answer)), whole, 1)).toBeNull();
  });

  it('is none whose card is gone', () => {
    expect(nextPlace(quizAfter(), deckOf('a', 'd'), 0)).toBe(3);
    expect(nextPlace(quizAfter(answer('a')), deckOf('a'), 0)).toBeNull();
  });
});

describe('the question that was answered last', () => {
  it('is the latest that was not taken back', () => {
    expect(lastAnswered(quizAfter(), whole)).toBeNull();
    expect(lastAnswered(quizAfter(answer('c'), answer('a')), whole)).toBe(0);
    expect(lastAnswered(quizAfter(answer('a'), answer('c')), whole)).toBe(2);
    const undo: EntryDraft = { kind: 'undo', undoes: entryId(3) };
    expect(lastAnswered(quizAfter(answer('a'), answer('c'), undo), whole)).toBe(0);
  });

  it('is the one before it where its card is gone, as it could not be asked again', () => {
    expect(lastAnswered(quizAfter(answer('a'), answer('c')), deckOf('a', 'b', 'd'))).toBe(0);
    expect(lastAnswered(quizAfter(answer('c')), deckOf('a', 'b', 'd'))).toBeNull();
  });
});

describe('the question that is shown', () => {
  it('is the wanted one, answered or not', () => {
    for (const wanted of [0, 3]) expect(shownPlace(quizAfter(answer('a')), whole, wanted)).toBe(wanted);
  });

  it('is the next one where none was wanted, or the card of that has gone meanwhile', () => {
    expect(shownPlace(quizAfter(answer('a')), whole, null)).toBe(1);
    expect(shownPlace(quizAfter(answer('a')), deckOf('a', 'b', 'd'), 2)).toBe(3);
    expect(shownPlace(quizAfter(answer('a')), deckOf('a', 'b', 'c'), 3)).toBe(1);
  });

  it('is the last answer where no question is left, and none at all where no card is', () => {
    const quiz = quizAfter(answer('a'), answer('c'));
    expect(shownPlace(quiz, deckOf('a', 'c'), 1)).toBe(2);
    expect(shownPlace(quiz, deckOf('a'), 2)).toBe(0);
    expect(shownPlace(quiz, deckOf(), 1)).toBe(4);
    expect(shownPlace(quiz, deckOf(), 4)).toBe(4);
  });
});
