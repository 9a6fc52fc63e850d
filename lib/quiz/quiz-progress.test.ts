import { expect, it } from 'vitest';
import { quizUnderWay } from '#lib/quiz/quiz-progress.ts';
import { review, rowAt, rowId, type RowDraft } from '#test/arbitrary-log.ts';
import { fold } from '#lib/review/fold.ts';

const quiz = rowId(1);
const begin: Extract<RowDraft, { kind: 'quiz' }> = {
  kind: 'quiz',
  deck: 'sockets',
  mode: 'quiz',
  seed: '7',
  minutes: null,
  questions: ['passive', 'connect', 'bind'].map((id) => ({ card: `sockets/${id}`, rev: 1 })),
};
const answer = (id: string): RowDraft => ({ ...review(`sockets/${id}`, 3), quiz, credit: 1 });
const given = (question: number, ...texts: string[]): RowDraft => ({
  kind: 'given',
  quiz,
  question,
  given: texts,
});
const end: RowDraft = { kind: 'quiz-end', quiz };

const everyCard = () => true;
const after = (...drafts: readonly RowDraft[]) =>
  fold(drafts.map((draft, at) => rowAt(at + 1, at + 1, draft)));
const underWay = (...drafts: readonly RowDraft[]) => quizUnderWay(after(...drafts), 'sockets', everyCard);

it('a quiz is under way with its graded answers, as long as a question waits', () => {
  expect(underWay()).toBeNull();
  expect(underWay(begin)).toEqual({ mode: 'quiz', answered: 0, questions: 3 });
  expect(underWay(begin, given(1, 'conn'), answer('passive'))).toMatchObject({ answered: 1 });
  expect(underWay(begin, ...['passive', 'connect', 'bind'].map(answer))).toBeNull();
});

it('a quiz that was ended is under way no more, until it is gone on with', () => {
  const left = [begin, answer('passive'), end];
  expect(underWay(...left)).toBeNull();
  expect(underWay(...left, { kind: 'undo', undoes: rowId(3) })).toMatchObject({ answered: 1 });
  expect(quizUnderWay(after(begin), 'other', everyCard)).toBeNull();
});

it('a question whose card is gone from the deck does not wait', () => {
  const state = after(begin, answer('passive'), answer('bind'));
  expect(quizUnderWay(state, 'sockets', everyCard)).not.toBeNull();
  expect(quizUnderWay(state, 'sockets', (card) => card !== 'sockets/connect')).toBeNull();
});

it('a test is under way with what was given, until it is handed in', () => {
  const test: RowDraft = { ...begin, mode: 'test' };
  const drafts = [test, given(0, 'listen()'), given(1, '', ' '), given(2, 'a', '')];
  expect(underWay(...drafts)).toEqual({ mode: 'test', answered: 2, questions: 3 });
  expect(underWay(...drafts, given(1, 'c'))).toMatchObject({ answered: 3 });
  expect(underWay(...drafts, end)).toBeNull();
});
