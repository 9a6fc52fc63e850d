import { expect, it } from 'vitest';
import { quizUnderWay } from '#lib/quiz/quiz-progress.ts';
import { review, entryAt, entryId, type EntryDraft } from '#test/arbitrary-log.ts';
import { fold } from '#lib/review/fold.ts';

const quiz = entryId(1);
const begin: Extract<EntryDraft, { kind: 'quiz' }> = {
  kind: 'quiz',
  deck: 'sockets',
  mode: 'quiz',
  seed: '7',
  minutes: null,
  questions: ['passive', 'connect', 'bind'].map((id) => ({ card: `sockets/${id}`, rev: 1 })),
};
const answer = (id: string): EntryDraft => ({ ...review(`sockets/${id}`, 3), quiz, credit: 1 });
const response = (question: number, ...texts: string[]): EntryDraft => ({
  kind: 'response',
  quiz,
  question,
  response: texts,
});
const end: EntryDraft = { kind: 'quiz-end', quiz };

const everyCard = () => true;
const after = (...drafts: readonly EntryDraft[]) =>
  fold(drafts.map((draft, at) => entryAt(at + 1, at + 1, draft)));
const underWay = (...drafts: readonly EntryDraft[]) => quizUnderWay(after(...drafts), 'sockets', everyCard);

it('a quiz is under way with its graded answers, as long as a question waits', () => {
  expect(underWay()).toBeNull();
  expect(underWay(begin)).toEqual({ mode: 'quiz', answered: 0, questions: 3 });
  expect(underWay(begin, response(1, 'conn'), answer('passive'))).toMatchObject({ answered: 1 });
  expect(underWay(begin, ...['passive', 'connect', 'bind'].map(answer))).toBeNull();
});

it('a quiz that was ended is under way no more, until it is gone on with', () => {
  const left = [begin, answer('passive'), end];
  expect(underWay(...left)).toBeNull();
  expect(underWay(...left, { kind: 'undo', undoes: entryId(3) })).toMatchObject({ answered: 1 });
  expect(quizUnderWay(after(begin), 'other', everyCard)).toBeNull();
});

it('a question whose card is gone from the deck does not wait', () => {
  const state = after(begin, answer('passive'), answer('bind'));
  expect(quizUnderWay(state, 'sockets', everyCard)).not.toBeNull();
  expect(quizUnderWay(state, 'sockets', (card) => card !== 'sockets/connect')).toBeNull();
});

it('a test is under way with its responses, until it is handed in', () => {
  const test: EntryDraft = { ...begin, mode: 'test' };
  const drafts = [test, response(0, 'listen()'), response(1, '', ' '), response(2, 'a', '')];
  expect(underWay(...drafts)).toEqual({ mode: 'test', answered: 2, questions: 3 });
  expect(underWay(...drafts, response(1, 'c'))).toMatchObject({ answered: 3 });
  expect(underWay(...drafts, end)).toBeNull();
});
