import { phraseHtml, plainHtml } from '#lib/cards/html.ts';
import type { Prompt, PromptKey, PromptRef } from '#lib/cards/prompt.ts';
import { randomFrom, shuffled } from '#lib/cards/shuffle.ts';
import { answerSort, type AnswerSort } from '#lib/grade/answer-sort.ts';
import type { QuizPlan } from '#lib/quiz/quiz-plan.ts';
import type { QuizQuestion } from '#lib/quiz/quiz-record.ts';
import { isLeech } from '#lib/review/schedule.ts';
import { memoryFor } from '#lib/review/fold-prompt.ts';
import { retrievability } from '#lib/review/schedule.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';

/** Recall below which a card is likely to be missed within days. */
const weakRecall = 0.8;

/**
 * Whether a student who has met the prompt is likely to miss it: the last answer was again or hard, it is a leech, or its
 * predicted recall at `now` (epoch milliseconds) is below 80 %. What was never asked is new, not weak.
 */
function isWeak(state: ReviewState, prompt: PromptRef, now: number): boolean {
  const known = promptState(state, prompt.key);
  const last = known?.answers.at(-1);
  if (known === null || last === undefined) return false;
  if (last.rating <= 2 || isLeech(known)) return true;
  const memory = memoryFor(known, prompt.rev);
  return memory !== null && retrievability(memory, now) < weakRecall;
}

/** How many wrong answers are offered with the right one. */
const wantedOthers = 3;
/** With fewer there is little to choose. */
const fewestOthers = 2;
/** How much longer one answer may be than another before its length gives it away: so many times, and some letters. */
const lengthRatio = 1.6;
const lengthSlack = 12;
/** Of a long list only so many are looked at, from a place on that the seed decides. */
const mostLookedAt = 100;

interface Candidate {
  readonly prompt: Prompt;
  /** Its place in the deck. */
  readonly at: number;
  readonly asks: 'meaning' | 'name' | null;
  /** The answer without markup, in lowercase. */
  readonly answer: string;
  readonly sort: AnswerSort;
}

/** `null`: the answer does not fit into a line, or says yes or no, which many questions share. */
function candidate(prompt: Prompt, at: number): Candidate | null {
  const { body } = prompt;
  if (body.kind !== 'basic') return null;
  const phrase = phraseHtml(body.answer);
  const text = plainHtml(body.answer);
  if (phrase === null || /^(?:yes|no)\b/i.test(text)) return null;
  const sort = answerSort({ text, isCode: oneCodeSpan.test(phrase) });
  return { prompt, at, asks: body.asks, answer: text.toLowerCase(), sort };
}

const oneCodeSpan = /^<code\b[^>]*>(?:(?!<\/?code\b)[^])*<\/code>[.]?$/;

/** One answer that holds the other may be right, too. */
function isSameAnswer(a: string, b: string): boolean {
  return a.includes(b) || b.includes(a);
}

function isAlike(a: Candidate, b: Candidate): boolean {
  const [shorter, longer] = [a.answer.length, b.answer.length].sort((x, y) => x - y);
  return (
    a.asks === b.asks &&
    a.sort === b.sort &&
    (longer ?? 0) <= lengthRatio * (shorter ?? 0) + lengthSlack &&
    !isSameAnswer(a.answer, b.answer) &&
    a.prompt.text !== b.prompt.text &&
    // Names are offered with names. The answer to any other question is plainly wrong here, unless they share a topic.
    (a.asks !== null || sharedTopics(a.prompt, b.prompt) > 0)
  );
}

function sharedTopics(a: Prompt, b: Prompt): number {
  return a.topics.filter((topic) => b.topics.includes(topic)).length;
}

/** The basic cards of a deck that can lend their answers. */
interface Lenders {
  readonly byKey: ReadonlyMap<PromptKey, Candidate>;
  /** By `listName`, in the deck's order. */
  readonly lists: ReadonlyMap<string, readonly Candidate[]>;
}

function listName(asks: Candidate['asks'], topic: number | 'any'): string {
  return `${String(asks)} ${String(topic)}`;
}

function listsOf({ asks, prompt: { topics } }: Candidate): string[] {
  const near = topics.map((topic) => listName(asks, topic));
  return asks === null ? near : [...near, listName(asks, 'any')];
}

/** Decks do not change while they are asked, so each is read once. */
const known = new WeakMap<readonly Prompt[], Lenders>();

function lendersOf(prompts: readonly Prompt[]): Lenders {
  const before = known.get(prompts);
  if (before !== undefined) return before;
  const all = prompts.flatMap((prompt, at) => candidate(prompt, at) ?? []);
  const lists = new Map<string, Candidate[]>();
  for (const one of all)
    for (const name of listsOf(one)) {
      const list = lists.get(name);
      if (list === undefined) lists.set(name, [one]);
      else list.push(one);
    }
  const lenders = { byKey: new Map(all.map((one) => [one.prompt.key, one])), lists };
  known.set(prompts, lenders);
  return lenders;
}

/** Those that may be alike, in the deck's order. */
function fellowsOf(own: Candidate, { lists }: Lenders, seed: string): Candidate[] {
  const random = randomFrom(`${seed}~${own.prompt.key}~fellows`);
  const fellows = new Set<Candidate>();
  for (const name of listsOf(own)) {
    const list = lists.get(name) ?? [];
    const from = list.length > mostLookedAt ? Math.floor(random() * list.length) : 0;
    const window = [...list.slice(from, from + mostLookedAt), ...list.slice(0, Math.min(from, mostLookedAt))];
    for (const one of window.slice(0, mostLookedAt)) fellows.add(one);
  }
  return [...fellows].sort((a, b) => a.at - b.at);
}

/**
 * The cards whose answers can be offered with a basic card's own as wrong ones: of the same sort and about the same length,
 * those that share most topics first (for a plain question, only those that share one). The same seed gives the same.
 * `null`: too few are alike, so the card cannot be asked as a choice.
 *
 * @param prompts the deck, whose lists are kept for as long as the array is
 */
export function similarCards(prompt: Prompt, prompts: readonly Prompt[], seed: string): PromptKey[] | null {
  const lenders = lendersOf(prompts);
  const own = lenders.byKey.get(prompt.key);
  if (own === undefined) return null;
  const alike = fellowsOf(own, lenders, seed).filter((other) => isAlike(own, other));
  const ranked = shuffled(alike, `${seed}~${prompt.key}`).sort(
    (a, b) => sharedTopics(b.prompt, prompt) - sharedTopics(a.prompt, prompt),
  );
  const chosen: Candidate[] = [];
  for (const other of ranked) {
    if (chosen.length === wantedOthers) break;
    if (!chosen.some(({ answer }) => isSameAnswer(answer, other.answer))) chosen.push(other);
  }
  return chosen.length < fewestOthers ? null : chosen.map(({ prompt: { key } }) => key);
}

/** The prompts that a plan allows, one of each card, in the deck's order. `now` in epoch milliseconds. */
export function candidatesFor(
  plan: QuizPlan,
  prompts: readonly Prompt[],
  state: ReviewState,
  now: number,
): Prompt[] {
  const fitting = prompts.filter(
    (prompt) =>
      plan.kinds.includes(prompt.kind) &&
      (plan.topics === null || prompt.topics.some((topic) => plan.topics?.includes(topic))) &&
      promptState(state, prompt.key)?.suspended !== true &&
      (!plan.onlyWeak || isWeak(state, prompt, now)) &&
      // Nobody can grade it when the test is over.
      (plan.mode === 'quiz' ||
        prompt.body.kind !== 'basic' ||
        similarCards(prompt, prompts, plan.seed) !== null),
  );
  // One prompt of a card gives away the answer of another.
  const chosen = new Map<string, Prompt>();
  for (const prompt of shuffled(fitting, plan.seed))
    if (!chosen.has(prompt.card)) chosen.set(prompt.card, prompt);
  return fitting.filter((prompt) => chosen.get(prompt.card) === prompt);
}

/** The questions of a quiz; none where nothing fits. The same plan, deck and log give the same. */
export function composeQuiz(
  plan: QuizPlan,
  prompts: readonly Prompt[],
  state: ReviewState,
  now: number,
): QuizQuestion[] {
  const candidates = candidatesFor(plan, prompts, state, now);
  const drawn = shuffled(candidates, `${plan.seed}~questions`).slice(0, plan.length ?? undefined);
  const isDrawn = new Set(drawn);
  const asked = plan.isShuffled ? drawn : candidates.filter((prompt) => isDrawn.has(prompt));
  return asked.map((prompt) => {
    const others = prompt.body.kind === 'basic' ? similarCards(prompt, prompts, plan.seed) : null;
    return { card: prompt.key, rev: prompt.rev, ...(others === null ? {} : { others }) };
  });
}
