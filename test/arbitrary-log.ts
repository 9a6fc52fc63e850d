import fc from 'fast-check';
import type { PromptRef } from '#lib/cards/prompt.ts';
import type { LogEntry } from '#lib/review/entry-schema.ts';
import type { Calendar } from '#lib/review/study-day.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const device = '6f1c1d5e-4c55-4d5e-9d55-7f3f0a4b2c11';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An entry as a test writes it: without what the store adds. */
export type EntryDraft = DistributiveOmit<LogEntry, 'id' | 'device' | 'at'>;

/** A UUIDv7 that sorts by `serial`. */
export function entryId(serial: number): string {
  return `01890000-0000-7000-8000-${serial.toString(16).padStart(12, '0')}`;
}

export function entryAt(at: number, serial: number, draft: EntryDraft): LogEntry {
  const head = { id: entryId(serial), device, at };
  return { ...draft, ...head };
}

/** A draft of an answer that counts. */
export function review(
  card: string,
  rating: 1 | 2 | 3 | 4,
  rev = 1,
  durationMs = 8000,
): Extract<EntryDraft, { kind: 'review' }> {
  return { kind: 'review', card, rev, rating, durationMs, algorithm: 'fsrs-6' };
}

/** What scheduling knows of a prompt; `key` names its card where it has two parts. */
export function promptRef(key: string, rev = 1, topics: readonly number[] = []): PromptRef {
  return { key, card: key.split('/').slice(0, 2).join('/'), rev, kind: 'basic', topics };
}

const cards = ['sockets/bind', 'sockets/tcp/1', 'sockets/tcp/2', 'routing/arp'];
const start = Date.UTC(2026, 2, 1, 12);

const card = fc.constantFrom(...cards);
const rev = fc.integer({ min: 1, max: 2 });
const rating = fc.constantFrom<1 | 2 | 3 | 4>(1, 2, 3, 4);
const durationMs = fc.integer({ min: 0, max: 60_000 });
const answered = { card, rev, rating, durationMs };
const minutes = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 });
const patch = fc.record(
  {
    newPerDay: fc.integer({ min: 0, max: 50 }),
    desiredRetention: fc.integer({ min: 70, max: 97 }).map((percent) => percent / 100),
    learningStepsMinutes: minutes,
    relearningStepsMinutes: minutes,
    examDate: fc.constantFrom('2026-04-01', null),
  },
  { requiredKeys: [] },
);

const labAnswer = fc.record({
  answer: fc.constantFrom('ESTABLISHED', ''),
  verdict: fc.constantFrom<'right' | 'slip' | 'close' | 'wrong'>('right', 'slip', 'close', 'wrong'),
});
const labDraft = fc.record(
  {
    kind: fc.constant('lab'),
    lab: fc.constantFrom('echo', 'handshake'),
    stage: fc.constantFrom('socket', 'accept', 'end'),
    predicted: labAnswer,
    seen: labAnswer,
    outcome: fc.constantFrom<'passed' | 'failed' | 'skipped' | 'read'>('passed', 'failed', 'skipped', 'read'),
  },
  { requiredKeys: ['kind', 'lab', 'stage', 'outcome'] },
);

const hint = fc.record(
  { text: fc.constantFrom('Not “TCP”.', ''), struck: fc.constant('TCP') },
  { requiredKeys: ['text'] },
);
const quizDraft = (serials: number): fc.Arbitrary<EntryDraft> => {
  const quiz = fc.nat(serials).map(entryId);
  const response = fc.array(fc.constantFrom('bind()', '', 'TCP'), { maxLength: 2 });
  const answer = { response, quiz, credit: fc.constantFrom(0, 0.5, 1), selfMarkedCorrect: fc.boolean() };
  return fc.oneof(
    fc.record({
      kind: fc.constant('quiz'),
      deck: fc.constant('sockets'),
      mode: fc.constantFrom('quiz', 'test'),
      seed: fc.constantFrom('1', '2'),
      minutes: fc.constantFrom(null, 10),
      questions: fc.array(fc.record({ card, rev }), { minLength: 1, maxLength: 3 }),
    }),
    fc.record(
      {
        kind: fc.constant('response'),
        quiz,
        question: fc.nat(2),
        response,
        hints: fc.array(hint, { maxLength: 2 }),
      },
      { requiredKeys: ['kind', 'quiz', 'question', 'response'] },
    ),
    fc.record({ kind: fc.constant('quiz-end'), quiz }),
    fc.record({ ...answered, ...answer, kind: fc.constant('review'), algorithm: fc.constant('fsrs-6') }),
    fc.record({
      kind: fc.constant('game'),
      deck: fc.constant('sockets'),
      game: fc.constantFrom('match', 'typing'),
      items: fc.constant(6),
      durationMs,
      mistakes: fc.nat(3),
    }),
  );
};

const draft = (serials: number): fc.Arbitrary<EntryDraft> =>
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({ ...answered, kind: fc.constant('review'), algorithm: fc.constant('fsrs-6') }),
    },
    { weight: 2, arbitrary: fc.record({ ...answered, kind: fc.constant('practice') }) },
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('undo'), undoes: fc.nat(serials + 2).map(entryId) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('bury'), card, rev, until: fc.constant(start + 9 * dayMs) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('suspend', 'resume', 'reset'), card, rev }) },
    { weight: 3, arbitrary: labDraft },
    { weight: 4, arbitrary: quizDraft(serials) },
    {
      weight: 1,
      arbitrary: fc.record(
        {
          kind: fc.constant('settings'),
          deck: fc.constantFrom(null, 'sockets'),
          patch,
          after: fc.nat(serials).map(entryId),
        },
        { requiredKeys: ['kind', 'deck', 'patch'] },
      ),
    },
  );

/** Steps between entries: none, minutes, hours, days; a step back is another device's clock. */
const stepMs = fc.oneof(
  fc.constantFrom(0, 60_000, 600_000),
  fc.integer({ min: -2 * hourMs, max: 30 * hourMs }),
  fc.integer({ min: 0, max: 40 * dayMs }),
);

/** A log of all kinds of entries on four prompts and two labs, in the order they were written; undos aim anywhere. */
export const arbitraryLog: fc.Arbitrary<LogEntry[]> = fc.integer({ min: 0, max: 40 }).chain((length) =>
  fc.array(fc.tuple(draft(length), stepMs), { minLength: length, maxLength: length }).map((drafts) => {
    let at = start;
    return drafts.map(([entry, step], serial) => {
      at = Math.max(0, at + step);
      return entryAt(at, serial, entry);
    });
  }),
);

/** Study days of an IANA zone that begin at `hour` of its clock. */
export function calendarOf(timeZone: string, hour = 4): Calendar {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const localMs = (at: number): number => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, part.hour ?? 0, minute, second);
  };
  return {
    dayOf: (at) => Math.floor((localMs(at) - hour * hourMs) / dayMs),
    startOf: (day) => {
      const wanted = day * dayMs + hour * hourMs;
      const guess = wanted - (localMs(wanted) - wanted);
      return guess + (wanted - localMs(guess));
    },
  };
}
