import { type CardKind, cardKinds } from '#lib/cards/prompt.ts';

type QuizMode = 'quiz' | 'test';

/** What a student, or the link of an instructor, asks for. */
export interface QuizPlan {
  /** `quiz`: each answer is graded at once. `test`: all of them at the end. */
  readonly mode: QuizMode;
  /** Questions at most; null: as many as there are. */
  readonly length: number | null;
  readonly kinds: readonly CardKind[];
  /** Numbers of topics of the course; null: all, and cards that have none. */
  readonly topics: readonly number[] | null;
  readonly onlyWeak: boolean;
  /** Otherwise the questions come in the deck's order. */
  readonly isShuffled: boolean;
  /** Of a test; null: as long as it takes. */
  readonly minutes: number | null;
  /** The same seed, deck and wishes give the same questions. */
  readonly seed: string;
}

const longestTestMinutes = 600;
const longestSeed = 40;

export function defaultPlan(seed: string): QuizPlan {
  return {
    mode: 'quiz',
    length: 20,
    kinds: cardKinds,
    topics: null,
    onlyWeak: false,
    isShuffled: true,
    minutes: null,
    seed,
  };
}

function positive(text: string | null, atMost: number): number | null {
  return text !== null && /^\d{1,4}$/.test(text) && Number(text) > 0 ? Math.min(Number(text), atMost) : null;
}

/** What the query of an address asks for; what it does not say, or says in a way that cannot be read, is as in `plan`. */
export function readPlan(query: URLSearchParams, plan: QuizPlan): QuizPlan {
  const kinds = cardKinds.filter((kind) => query.get('kinds')?.split(',').includes(kind));
  const topics = query
    .get('topics')
    ?.split(',')
    .flatMap((text) => positive(text, 9999) ?? []);
  const mode = query.get('mode');
  return {
    mode: mode === 'quiz' || mode === 'test' ? mode : plan.mode,
    length: query.get('length') === 'all' ? null : (positive(query.get('length'), 9999) ?? plan.length),
    kinds: kinds.length > 0 ? kinds : plan.kinds,
    topics: topics === undefined || topics.length === 0 ? plan.topics : topics,
    onlyWeak: query.has('weak') || plan.onlyWeak,
    isShuffled: query.get('shuffle') === 'no' ? false : plan.isShuffled,
    minutes: positive(query.get('minutes'), longestTestMinutes) ?? plan.minutes,
    seed: query.get('seed')?.trim().slice(0, longestSeed) || plan.seed,
  };
}

/** The query that `readPlan` reads as `plan`. */
export function writePlan(plan: QuizPlan): URLSearchParams {
  const query = new URLSearchParams({ mode: plan.mode, length: String(plan.length ?? 'all') });
  if (plan.kinds.length < cardKinds.length) query.set('kinds', plan.kinds.join(','));
  if (plan.topics !== null) query.set('topics', plan.topics.join(','));
  if (plan.onlyWeak) query.set('weak', '');
  if (!plan.isShuffled) query.set('shuffle', 'no');
  if (plan.minutes !== null) query.set('minutes', String(plan.minutes));
  query.set('seed', plan.seed);
  return query;
}
