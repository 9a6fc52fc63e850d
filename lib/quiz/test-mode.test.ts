import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDeckReader } from '#lib/deck/deck-reader.ts';
import { deckAnswers } from '#lib/grade/deck-answers.ts';
import { recordOf } from '#lib/quiz/quiz-record.ts';
import { testAnswers, testQuestions } from '#lib/quiz/test-mode.ts';
import { fold } from '#lib/review/fold.ts';
import { entryAt, type EntryDraft, entryId } from '#test/arbitrary-log.ts';

const file = 'content/decks/sockets.md';
const { prompts } = createDeckReader().read(readFileSync(file, 'utf8'), { file }).deck;
const byKey = new Map(prompts.map((prompt) => [prompt.key, prompt]));
const others = deckAnswers(prompts);
const now = Date.UTC(2026, 10, 22);
const quiz = entryId(1);

/** A test of one typed card and one that is gone from the deck. */
const begin: EntryDraft = {
  kind: 'quiz',
  deck: 'sockets',
  mode: 'test',
  seed: '7',
  minutes: 10,
  questions: ['passive', 'gone'].map((id) => ({ card: `sockets/${id}`, rev: 1 })),
};
const response = (question: number, text: string): EntryDraft => ({
  kind: 'response',
  quiz,
  question,
  response: [text],
});

function answersOf(drafts: readonly EntryDraft[], spentMs: readonly number[] = []) {
  const state = fold([begin, ...drafts].map((draft, at) => entryAt(now + at, at + 1, draft)));
  const record = recordOf(state, quiz);
  if (record === null) throw new Error('there is no quiz');
  return testAnswers(
    record,
    testQuestions(record, (key) => byKey.get(key)),
    spentMs,
    others,
  );
}

describe('the answers of a test that is handed in', () => {
  it('are what the log has last, whichever tab wrote it, and at most a minute long', () => {
    expect(answersOf([response(0, 'bind()'), response(0, 'listen()')], [90_000])).toEqual([
      {
        kind: 'review',
        card: 'sockets/passive',
        rev: 1,
        rating: 3,
        durationMs: 60_000,
        algorithm: 'fsrs-6',
        quiz,
        answer: 'listen()',
        response: ['listen()'],
        verdict: 'right',
        credit: 1,
      },
    ]);
  });

  it('are none for what was emptied again, left out, or asked of a card that is gone', () => {
    expect(answersOf([])).toEqual([]);
    expect(answersOf([response(0, 'listen()'), response(0, ' '), response(1, 'x')])).toEqual([]);
  });
});
