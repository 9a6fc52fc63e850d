import type { PromptKey } from '#lib/cards/prompt.ts';
import type { QuizRow, ReviewRowOf } from '#lib/review/log-entry.ts';
import type { ReviewState, UndoIndex } from '#lib/review/state.ts';
import { isTakenBack } from '#lib/review/undo.ts';

const minuteMs = 60_000;

export type QuizQuestion = ReviewRowOf<'quiz'>['questions'][number];
/** How a question was answered and graded. */
export type AnswerRow = ReviewRowOf<'review'>;
type GivenRow = ReviewRowOf<'given'>;
/** What a hint said. */
export type TakenHint = NonNullable<GivenRow['hints']>[number];

/** Where a quiz stands: a fold of its rows. Instants are epoch milliseconds. */
export interface QuizRecord {
  readonly id: string;
  readonly deck: string;
  readonly mode: 'quiz' | 'test';
  readonly seed: string;
  readonly begunAt: number;
  readonly minutes: number | null;
  /** When the time of a test is over; null: never. */
  readonly endsAt: number | null;
  readonly questions: readonly QuizQuestion[];
  /** For each question its graded answer; null: there is none. */
  readonly answers: readonly (AnswerRow | null)[];
  /** For each question what stood as its answer last, before it was graded. */
  readonly given: readonly (GivenRow | null)[];
  /** For each question whether its answer was shown, after a graded one that was then taken back. */
  readonly seen: readonly boolean[];
  /** When it was handed in or left, or its result asked for; null: it goes on, though perhaps only to be read. */
  readonly endedAt: number | null;
}

/** What was read of rows last: a page asks for every quiz each time it is drawn, and one of them has changed. */
const known = new WeakMap<readonly QuizRow[], { undos: UndoIndex; record: QuizRecord | null }>();

/**
 * The same object for the same rows. `null`: the rows hold no beginning, as when a part of a log has not come yet, or the
 * quiz was taken back.
 */
export function quizRecord(rows: readonly QuizRow[], undos: UndoIndex): QuizRecord | null {
  const before = known.get(rows);
  if (before?.undos === undos) return before.record;
  const record = readRows(rows, undos);
  known.set(rows, { undos, record });
  return record;
}

function readRows(rows: readonly QuizRow[], undos: UndoIndex): QuizRecord | null {
  const standing = rows.filter((row) => !isTakenBack(row, undos));
  const begin = standing.find((row) => row.kind === 'quiz');
  if (begin === undefined) return null;
  const places = new Map<PromptKey, number>(begin.questions.map(({ card }, place) => [card, place]));
  const answers: (AnswerRow | null)[] = begin.questions.map(() => null);
  const given: (GivenRow | null)[] = begin.questions.map(() => null);
  const seen = begin.questions.map(() => false);
  for (const row of rows) {
    // What the student grades has been seen before any grade.
    const place = row.kind === 'review' && row.given !== undefined ? places.get(row.card) : undefined;
    if (place !== undefined && isTakenBack(row, undos)) seen[place] = true;
  }
  let endedAt: number | null = null;
  for (const row of standing) {
    switch (row.kind) {
      case 'quiz':
        break;
      case 'given':
        if (row.question < given.length) given[row.question] = row;
        break;
      case 'quiz-end':
        endedAt ??= row.at;
        break;
      case 'review': {
        const place = places.get(row.card);
        if (place !== undefined) answers[place] = row;
        break;
      }
      default:
        row satisfies never;
    }
  }
  return {
    id: begin.id,
    deck: begin.deck,
    mode: begin.mode,
    seed: begin.seed,
    begunAt: begin.at,
    minutes: begin.minutes,
    endsAt: begin.minutes === null ? null : begin.at + begin.minutes * minuteMs,
    questions: begin.questions,
    answers,
    given,
    seen,
    endedAt,
  };
}

/** The quiz with this id; `null`: the log does not know it. */
export function recordOf({ quizzes, undos }: ReviewState, id: string): QuizRecord | null {
  return quizRecord(quizzes.get(id) ?? [], undos);
}

/** Whether it ended with questions unanswered, or was handed in: nothing of it is to be answered or read any more. */
export function isLeft({ mode, answers, endedAt }: QuizRecord): boolean {
  return endedAt !== null && (mode === 'test' || answers.includes(null));
}

/** The quizzes of a deck, the newest first. */
export function quizzesOf(state: ReviewState, deck: string): QuizRecord[] {
  return [...state.quizzes.values()]
    .flatMap((rows) => quizRecord(rows, state.undos) ?? [])
    .filter((quiz) => quiz.deck === deck)
    .sort((a, b) => b.begunAt - a.begunAt || (a.id < b.id ? 1 : -1));
}

/**
 * The quiz that goes on where it was left: the newest of the deck that has not ended, also where a later one came from
 * another device. One without a question left has only its last answer to be read, and gives way to whatever came later.
 */
export function openQuiz(state: ReviewState, deck: string): QuizRecord | null {
  const isOpen = ({ endedAt, answers }: QuizRecord, index: number) =>
    endedAt === null && (index === 0 || answers.includes(null));
  return quizzesOf(state, deck).find(isOpen) ?? null;
}

/** Whether a question of a quiz waits for its answer; not so where the quiz has ended. */
export function isAsked(state: ReviewState, quiz: string, place: number): boolean {
  const record = recordOf(state, quiz);
  return record?.endedAt === null && record.answers[place] === null;
}

type UndoDraft = Pick<ReviewRowOf<'undo'>, 'kind' | 'undoes'>;

/**
 * Lets a quiz that was left go on: takes back its end, and each of them where two devices ended it. Empty: it cannot go on,
 * as it is a test, or all its questions have answers, or another quiz of the deck goes on.
 */
export function resumeDrafts(state: ReviewState, quiz: string): UndoDraft[] {
  const record = recordOf(state, quiz);
  if (record?.mode !== 'quiz' || !isLeft(record) || openQuiz(state, record.deck) !== null) return [];
  return (state.quizzes.get(quiz) ?? [])
    .filter((row) => row.kind === 'quiz-end' && !isTakenBack(row, state.undos))
    .map(({ id }) => ({ kind: 'undo', undoes: id }));
}
