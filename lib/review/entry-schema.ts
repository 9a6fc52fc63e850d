import { z } from 'zod';

/**
 * The review log: every entry says what a student did, and is never changed or removed. All a student sees of their
 * progress is a fold of these entries sorted by `(at, id)` (`fold.ts`). Import the types of this file with `import type` in
 * what a page loads: the schemas are for entries that come from outside (`log-file.ts`).
 */

/** No instant and no date of a log is later: 2200 begins. Dates of JavaScript, and loops over days, end somewhere. */
const lastInstant = Date.UTC(2200, 0);
const lastDate = '2200-01-01';

/** Epoch milliseconds. */
const instant = z.int().min(0).max(lastInstant);
/** `YYYY-MM-DD` */
const day = z.iso.date().refine((date) => date >= '1970-01-01' && date <= lastDate, 'is out of range');
/** Longer than any answer that a page lets somebody type. */
const text = z.string().max(20_000);
const name = z.string().max(200);
const responses = z.array(text).max(1_000);
/** Milliseconds that something took; the pages cap it far below a day. */
const duration = z
  .int()
  .min(0)
  .max(10 * 86_400_000);

const rating = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
/** 1 again, 2 hard, 3 good, 4 easy. */
export type Rating = z.infer<typeof rating>;

const promptKey = name.regex(/^[a-z0-9-]+(\/[a-z0-9-]+){1,2}$/);

const head = {
  /** UUIDv7. */
  id: z.uuidv7(),
  /** Where the entry was written: a UUID made once per browser profile. */
  device: z.uuid(),
  at: instant,
};
const revision = z.int().min(1).max(1_000_000);
const onCard = { ...head, card: promptKey, rev: revision };

const verdict = z.enum(['right', 'slip', 'close', 'wrong']);

const answered = {
  rating,
  /** From the question's appearance to the grade; capped by the page that measures it. */
  durationMs: duration,
  /** What the student typed or picked, where they did. */
  answer: z.string().max(200_000).optional(),
  /** What grading said of `answer`. */
  verdict: verdict.optional(),
  /** The same as `answer` part by part: options chosen, steps in order, the right side of each row, what was in each blank. */
  response: responses.optional(),
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
  rev: revision,
  /** A card without options is asked as a choice between its answer and those of these cards. */
  others: z.array(promptKey).max(100).optional(),
});

/** What a hint said, and the option that it ruled out, by its text as in `response`. */
const hint = z.object({ text, struck: text.optional() });

/** What the student said to the question of a lab's stage, and what grading said of it. */
const labAnswer = z.object({ answer: text, verdict });

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
  /** Null takes the date back. Only with a deck. */
  examDate: day.nullable().optional(),
  /** So many new cards more than `newPerDay` on one study day. Only with a deck. */
  moreNew: z.strictObject({ day, cards: z.int().min(1).max(9999) }).optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatch>;

export const logEntry = z.discriminatedUnion('kind', [
  /** An answer that counts. */
  z.object({ ...onCard, kind: z.literal('review'), ...answered, algorithm: z.literal('fsrs-6') }),
  /** An answer that does not count for the schedule. */
  z.object({ ...onCard, kind: z.literal('practice'), ...answered }),
  /** Takes back the entry `undoes`, which may itself be an undo. */
  z.object({ ...head, kind: z.literal('undo'), undoes: z.uuidv7() }),
  /** Not asked before `until`. */
  z.object({ ...onCard, kind: z.literal('bury'), until: instant }),
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
    lab: name.regex(/^[a-z0-9-]+$/),
    stage: text.min(1),
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
    deck: name,
    /** `quiz`: each answer is graded at once. `test`: all of them at the end. */
    mode: z.enum(['quiz', 'test']),
    /** Decides in which order options, steps and pairs are shown. */
    seed: name,
    /** Of a test: time allowed; null: as long as it takes. */
    minutes: z.number().positive().max(100_000).nullable(),
    questions: z.array(quizQuestion).min(1).max(10_000),
  }),
  /** The answer so far to a question of a quiz that is not graded yet; the newest one counts. */
  z.object({
    ...head,
    kind: z.literal('response'),
    quiz: z.uuidv7(),
    /** Its place in the quiz, from 0. */
    question: z.int().min(0).max(10_000),
    /** As in an answer; empty: the student cleared it. */
    response: responses,
    hinted: z.boolean().optional(),
    /** What the hints said, in their order. */
    hints: z.array(hint).max(100).optional(),
  }),
  /** A quiz was left or its result asked for, or a test handed in. */
  z.object({ ...head, kind: z.literal('quiz-end'), quiz: z.uuidv7() }),
  /** A game came to its end. */
  z.object({
    ...head,
    kind: z.literal('game'),
    deck: name,
    game: z.enum(['match', 'typing']),
    /** How many pairs or blanks it had. */
    items: z.int().min(1).max(10_000),
    /** Penalties included. */
    durationMs: duration,
    mistakes: z.int().min(0).max(1_000_000),
  }),
  /** For one deck, or for all where `deck` is null; a deck's own settings win. */
  z.object({
    ...head,
    kind: z.literal('settings'),
    deck: name.nullable(),
    patch: settingsPatch,
    /** The newest settings entry that was known when this one was written: this one wins over it, whatever the clocks say. */
    after: z.uuidv7().optional(),
  }),
]);

export type LogEntry = z.infer<typeof logEntry>;
export type LogEntryOf<K extends LogEntry['kind']> = Extract<LogEntry, { kind: K }>;
