import { expect, it } from 'vitest';
import { openQuiz, recordOf, resumeDrafts } from '#lib/quiz/quiz-record.ts';
import { extend, fold } from '#lib/review/fold.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { entryAt, type EntryDraft, entryId, review } from '#test/arbitrary-log.ts';

const quiz = entryId(1);
const begin: Extract<EntryDraft, { kind: 'quiz' }> = {
  kind: 'quiz',
  deck: 'sockets',
  mode: 'quiz',
  seed: '7',
  minutes: null,
  questions: ['passive', 'connect'].map((id) => ({ card: `sockets/${id}`, rev: 1 })),
};
const answer = (id: string): EntryDraft => ({ ...review(`sockets/${id}`, 3), quiz, credit: 1 });
const end: EntryDraft = { kind: 'quiz-end', quiz };

/** @param from serial of the first entry, and its instant */
const entries = (from: number, drafts: readonly EntryDraft[]) =>
  drafts.map((draft, at) => entryAt(from + at, from + at, draft));
const after = (...drafts: readonly EntryDraft[]) => fold(entries(1, drafts));
const resumed = (state: ReviewState) =>
  extend(state, entries(state.entries.size + 1, resumeDrafts(state, quiz)));

it('a quiz that was left goes on with its answers, and can be left again', () => {
  const state = resumed(after(begin, answer('passive'), end));
  expect(openQuiz(state, 'sockets')).toMatchObject({
    id: quiz,
    endedAt: null,
    answers: [{ credit: 1 }, null],
  });
  const again = extend(state, entries(9, [end]));
  expect(openQuiz(again, 'sockets')).toBeNull();
  expect(recordOf(again, quiz)?.endedAt).toBe(9);
});

it('a quiz goes on though it was left on two devices', () => {
  const state = after(begin, answer('passive'), end, end);
  expect(resumeDrafts(state, quiz)).toHaveLength(2);
  expect(openQuiz(resumed(state), 'sockets')?.id).toBe(quiz);
});

it('a quiz that has no question left, a test, and what was never left stay as they are', () => {
  const stays = (...drafts: readonly EntryDraft[]) =>
    expect(resumeDrafts(after(...drafts), quiz)).toEqual([]);
  stays(begin, answer('passive'), answer('connect'), end);
  stays({ ...begin, mode: 'test' }, end);
  stays(begin, answer('passive'));
  stays();
});

it('a quiz does not go on while another one of its deck does', () => {
  const left = [begin, answer('passive'), end];
  expect(resumeDrafts(after(...left, { ...begin, seed: '8' }), quiz)).toEqual([]);
  expect(resumeDrafts(after(...left, { ...begin, deck: 'other' }), quiz)).toHaveLength(1);
});
