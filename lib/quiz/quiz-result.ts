import type { CardKind, Prompt, PromptKey, PromptRef } from '#lib/cards/prompt.ts';
import { type AnswerEntry, type QuizRecord, quizRecord, recordOf } from '#lib/quiz/quiz-record.ts';
import type { ReviewState } from '#lib/review/state.ts';

/** Credit of some of the questions. */
export interface Score {
  /** Sum over the questions, each 0 to 1. */
  readonly credit: number;
  readonly questions: number;
}

export interface QuizResult extends Score {
  /** Of a quiz that was left: the others do not count. Of a test all count. */
  readonly isComplete: boolean;
  readonly byKind: readonly (Score & { readonly kind: CardKind })[];
  /** A question of several topics counts in each. */
  readonly byTopic: readonly (Score & { readonly topic: number })[];
  /** Places in the quiz of what was not right, unanswered questions of a test included. */
  readonly missed: readonly number[];
  /** How many of `missed` gained some credit. */
  readonly inPart: number;
  /** How many gained credit with a hint, or after their answer had been seen. */
  readonly hinted: number;
}

/** 0 to 1. */
export function creditOf(answer: AnswerEntry | null): number {
  if (answer === null) return 0;
  return answer.credit ?? (answer.verdict === 'right' || answer.verdict === 'slip' ? 1 : 0);
}

/** What came of a quiz; questions whose cards are gone from the deck count as the log has them, in no topic. */
export function quizResult(quiz: QuizRecord, find: (key: string) => Prompt | undefined): QuizResult {
  const kinds = new Map<CardKind, { credit: number; questions: number }>();
  const topics = new Map<number, { credit: number; questions: number }>();
  const missed: number[] = [];
  let credit = 0;
  let questions = 0;
  let hinted = 0;
  let inPart = 0;
  quiz.questions.forEach(({ card }, place) => {
    const answer = quiz.answers[place] ?? null;
    if (answer === null && quiz.mode === 'quiz') return;
    const gained = creditOf(answer);
    credit += gained;
    questions += 1;
    if (gained < 1) missed.push(place);
    if (gained > 0 && gained < 1) inPart += 1;
    if (gained > 0 && answer?.hinted === true) hinted += 1;
    const prompt = find(card);
    if (prompt !== undefined) add(kinds, prompt.kind, gained);
    for (const topic of prompt?.topics ?? []) add(topics, topic, gained);
  });
  return {
    credit,
    questions,
    isComplete: questions === quiz.questions.length,
    byKind: Array.from(kinds, ([kind, score]) => ({ kind, ...score })),
    byTopic: Array.from(topics, ([topic, score]) => ({ topic, ...score })).sort((a, b) => a.topic - b.topic),
    missed,
    inPart,
    hinted,
  };
}

function add<K>(scores: Map<K, { credit: number; questions: number }>, key: K, credit: number): void {
  const score = scores.get(key) ?? { credit: 0, questions: 0 };
  scores.set(key, { credit: score.credit + credit, questions: score.questions + 1 });
}

/** The cards that were not answered rightly in a quiz; none where the log does not know it. */
export function missedCards(state: ReviewState, quiz: string): ReadonlySet<PromptKey> {
  const record = recordOf(state, quiz);
  if (record === null) return new Set();
  const { missed } = quizResult(record, () => undefined);
  return new Set(missed.flatMap((place) => record.questions[place]?.card ?? []));
}

/** What was gained in quizzes and tests, by topic of the course. A question of several topics counts in each. */
export function performanceByTopic(
  { quizzes, undos }: ReviewState,
  prompts: readonly PromptRef[],
): ReadonlyMap<number, Score> {
  const topicsOf = new Map(prompts.map(({ key, topics }) => [key, topics]));
  const scores = new Map<number, Score>();
  for (const entries of quizzes.values()) {
    for (const answer of quizRecord(entries, undos)?.answers ?? []) {
      if (answer === null) continue;
      for (const topic of topicsOf.get(answer.card) ?? []) {
        const { credit, questions } = scores.get(topic) ?? { credit: 0, questions: 0 };
        scores.set(topic, { credit: credit + creditOf(answer), questions: questions + 1 });
      }
    }
  }
  return scores;
}
