import type { PromptKey } from '#lib/cards/prompt.ts';
import type { LogEntryOf } from '#lib/review/entry-schema.ts';
import type { QuizEntry } from '#lib/review/log-entry.ts';
import type { ReviewState, UndoIndex } from '#lib/review/state.ts';
import { isUndone } from '#lib/review/undo.ts';

const minuteMs = 60_000;

export type QuizQuestion = LogEntryOf<'quiz'>['questions'][number];
/** How a question was answered and graded. */
export type AnswerEntry = LogEntryOf<'review'>;
type ResponseEntry = LogEntryOf<'response'>;
/** What a hint said. */
export type TakenHint = NonNullable<ResponseEntry['hints']>[number];

/** How far a quiz is: a fold of its entries. Instants are epoch milliseconds. */
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
  readonly answers: readonly (AnswerEntry | null)[];
  /** For each question its last answer, before it was graded. */
  readonly response: readonly (ResponseEntry | null)[];
  /** For each question, whether its answer was shown after a graded one that was then undone. */
  readonly seen: readonly boolean[];
  /** When it was handed in or left, or its result asked for; null: it goes on, though perhaps only to be read. */
  readonly endedAt: number | null;
}

/** What was read of entries last: a page asks for every quiz each time it is drawn, and one of them has changed. */
const known = new WeakMap<readonly QuizEntry[], { undos: UndoIndex; record: QuizRecord | null }>();

/**
 * The same object for the same entries. `null`: the entries hold no beginning, as when a part of a log has not come yet, or the
 * quiz was undone.
 */
export function quizRecord(entries: readonly QuizEntry[], undos: UndoIndex): QuizRecord | null {
  const before = known.get(entries);
  if (before?.undos === undos) return before.record;
  const record = readEntries(entries, undos);
  known.set(entries, { undos, record });
  return record;
}

function readEntries(entries: readonly QuizEntry[], undos: UndoIndex): QuizRecord | null {
  const inForce = entries.filter((entry) => !isUndone(entry, undos));
  const begin = inForce.find((entry) => entry.kind === 'quiz');
  if (begin === undefined) return null;
  const places = new Map<PromptKey, number>(begin.questions.map(({ card }, place) => [card, place]));
  const answers: (AnswerEntry | null)[] = begin.questions.map(() => null);
  const response: (ResponseEntry | null)[] = begin.questions.map(() => null);
  const seen = begin.questions.map(() => false);
  for (const entry of entries) {
    // What the student grades has been seen before any grade.
    const place =
      entry.kind === 'review' && entry.response !== undefined ? places.get(entry.card) : undefined;
    if (place !== undefined && isUndone(entry, undos)) seen[place] = true;
  }
  let endedAt: number | null = null;
  for (const entry of inForce) {
    switch (entry.kind) {
      case 'quiz':
        break;
      case 'response':
        if (entry.question < response.length) response[entry.question] = entry;
        break;
      case 'quiz-end':
        endedAt ??= entry.at;
        break;
      case 'review': {
        const place = places.get(entry.card);
        if (place !== undefined) answers[place] = entry;
        break;
      }
      default:
        entry satisfies never;
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
    response,
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
    .flatMap((entries) => quizRecord(entries, state.undos) ?? [])
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

type UndoDraft = Pick<LogEntryOf<'undo'>, 'kind' | 'undoes'>;

/**
 * Lets a quiz that was left go on: takes back its end, and each of them where two devices ended it. Empty: it cannot go on,
 * as it is a test, or all its questions have answers, or another quiz of the deck goes on.
 */
export function resumeDrafts(state: ReviewState, quiz: string): UndoDraft[] {
  const record = recordOf(state, quiz);
  if (record?.mode !== 'quiz' || !isLeft(record) || openQuiz(state, record.deck) !== null) return [];
  return (state.quizzes.get(quiz) ?? [])
    .filter((entry) => entry.kind === 'quiz-end' && !isUndone(entry, state.undos))
    .map(({ id }) => ({ kind: 'undo', undoes: id }));
}
