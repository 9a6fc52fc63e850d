import { z } from 'zod';

/**
 * The review log: every entry says what a student did, and is never changed or removed. All a student sees of their
 * progress is a fold of these entries sorted by `(at, id)` (`fold.ts`). Import the types of this file with `import type` in
 * what a page loads: the schemas are for entries that come from outside (`log-file.ts`).
 */

const rating = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
/** 1 again, 2 hard, 3 good, 4 easy. */
export type Rating = z.infer<typeof rating>;

const promptKey = z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+){1,2}$/);

const head = {
  /** UUIDv7. */
  id: z.uuidv7(),
  /** Where the entry was written: a UUID made once per browser profile. */
  device: z.uuid(),
  /** Epoch milliseconds. */
  at: z.int().nonnegative(),
};
const onCard = { ...head, card: promptKey, rev: z.int().positive() };

const verdict = z.enum(['right', 'slip', 'close', 'wrong']);

const answered = {
  rating,
  /** From the question's appearance to the grade; capped by the page that measures it. */
  durationMs: z.int().nonnegative(),
  /** What the student typed or picked, where they did. */
  answer: z.string().optional(),
  /** What grading said of `answer`. */
  verdict: verdict.optional(),
  /** The same as `answer` part by part: options chosen, steps in order, the right side of each row, what was in each blank. */
  response: z.array(z.string()).optional(),
  /** How much of it was right, 0 to 1. */
  credit: z.number().min(0).max(1).optional(),
  hinted: z.boolean().optional(),
  /** The student says that `answer` is right, whatever grading said. */
  selfMarkedCorrect: z.boolean().optional(),
  /** Id of the entry that began the quiz in which it was asked. */
  quiz: z.uuidv7().optional(),
};

/** One question of a quiz. */
const quizQuestion = z.object({
  card: promptKey,
  rev: z.int().positive(),
  /** A card without options is asked as a choice between its answer and those of these cards. */
  others: z.array(promptKey).optional(),
});

/** What a hint said, and the option that it ruled out, by its text as in `response`. */
const hint = z.object({ text: z.string(), struck: z.string().optional() });

/** What the student said to the question of a lab's stage, and what grading said of it. */
const labAnswer = z.object({ answer: z.string(), verdict });

/** What a settings entry may change; every key optional, the defaults in `settings.ts`. */
const settingsPatch = z.strictObject({
  newPerDay: z.int().min(0).max(9999).optional(),
  reviewsPerDay: z.int().min(0).max(9999).optional(),
  desiredRetention: z.number().min(0.7).max(0.97).optional(),
  /** Minutes. */
  learningStepsMinutes: z.array(z.number().positive().max(1440)).max(10).optional(),
  relearningStepsMinutes: z.array(z.number().positive().max(1440)).max(10).optional(),
  /** Hour of the local clock at which a study day begins. */
  dayStartsAtHour: z.int().min(0).max(23).optional(),
  /** Cards are answered by typing, placing and matching, where their kind allows it, instead of in the mind. */
  typesAnswers: z.boolean().optional(),
  /** `YYYY-MM-DD`; null takes the date back. Only with a deck. */
  examDate: z.iso.date().nullable().optional(),
  /** So many new cards more than `newPerDay` on one study day. Only with a deck. */
  moreNew: z.strictObject({ day: z.iso.date(), cards: z.int().min(1).max(9999) }).optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatch>;

export const logEntry = z.discriminatedUnion('kind', [
  /** An answer that counts. */
  z.object({ ...onCard, kind: z.literal('review'), ...answered, algorithm: z.literal('fsrs-6') }),
  /** An answer that does not count for the schedule. */
  z.object({ ...onCard, kind: z.literal('practice'), ...answered }),
  /** Takes back the entry `undoes`, which may itself be an undo. */
  z.object({ ...head, kind: z.literal('undo'), undoes: z.uuidv7() }),
  /** Not asked before `until` (epoch milliseconds). */
  z.object({ ...onCard, kind: z.literal('bury'), until: z.int().nonnegative() }),
  /** Not asked until resumed. */
  z.object({ ...onCard, kind: z.literal('suspend') }),
  z.object({ ...onCard, kind: z.literal('resume') }),
  /** Forget the schedule, keep the history. */
  z.object({ ...onCard, kind: z.literal('reset') }),
  /** A stage of a guided lab: what was expected of it, what was seen, and what became of its steps. */
  z.object({
    ...head,
    kind: z.literal('lab'),
    /** The last part of the lab's address. */
    lab: z.string().regex(/^[a-z0-9-]+$/),
    stage: z.string().min(1),
    /** Before the steps were run. */
    predicted: labAnswer.optional(),
    /** Afterwards. */
    seen: labAnswer.optional(),
    /** `skipped`: this host cannot show it. `read`: the stage runs nothing. */
    outcome: z.enum(['passed', 'failed', 'skipped', 'read']),
  }),
  /** A quiz begins. */
  z.object({
    ...head,
    kind: z.literal('quiz'),
    deck: z.string(),
    /** `quiz`: each answer is graded at once. `test`: all of them at the end. */
    mode: z.enum(['quiz', 'test']),
    /** Decides in which order options, steps and pairs are shown. */
    seed: z.string(),
    /** Of a test: time allowed; null: as long as it takes. */
    minutes: z.number().positive().nullable(),
    questions: z.array(quizQuestion).min(1),
  }),
  /** The answer so far to a question of a quiz that is not graded yet; the newest one counts. */
  z.object({
    ...head,
    kind: z.literal('response'),
    quiz: z.uuidv7(),
    /** Its place in the quiz, from 0. */
    question: z.int().nonnegative(),
    /** As in an answer; empty: the student cleared it. */
    response: z.array(z.string()),
    hinted: z.boolean().optional(),
    /** What the hints said, in their order. */
    hints: z.array(hint).optional(),
  }),
  /** A quiz was left or its result asked for, or a test handed in. */
  z.object({ ...head, kind: z.literal('quiz-end'), quiz: z.uuidv7() }),
  /** A game came to its end. */
  z.object({
    ...head,
    kind: z.literal('game'),
    deck: z.string(),
    game: z.enum(['match', 'typing']),
    /** How many pairs or blanks it had. */
    items: z.int().positive(),
    /** Penalties included. */
    durationMs: z.int().nonnegative(),
    mistakes: z.int().nonnegative(),
  }),
  /** For one deck, or for all where `deck` is null; a deck's own settings win. */
  z.object({ ...head, kind: z.literal('settings'), deck: z.string().nullable(), patch: settingsPatch }),
]);

export type LogEntry = z.infer<typeof logEntry>;
export type LogEntryOf<K extends LogEntry['kind']> = Extract<LogEntry, { kind: K }>;
