import { type CardKind, cardKinds, type Deck } from '#lib/cards/prompt.ts';
import { defaultPlan, type QuizPlan, readPlan } from '#lib/quiz/quiz-plan.ts';

/** What a student calls the kinds of questions. */
export const kindNames: Readonly<Record<CardKind, string>> = {
  basic: 'Recall',
  typed: 'Typed',
  choice: 'Choice',
  order: 'Order',
  match: 'Match',
  cloze: 'Gaps in a text',
  code: 'Gaps in code',
};

/** What there is to choose from in a deck, small enough to be part of a page. */
export interface SetupFacts {
  /** The kinds that the deck has, each with its number of cards. */
  readonly kinds: readonly { readonly kind: CardKind; readonly cards: number }[];
  /** Ascending. */
  readonly topics: readonly { readonly topic: number; readonly name: string }[];
}

export function setupFacts({ prompts, topicNames }: Deck): SetupFacts {
  const cardsOf = (kind: CardKind) =>
    new Set(prompts.filter((prompt) => prompt.kind === kind).map(({ card }) => card)).size;
  const topics = [...new Set(prompts.flatMap((prompt) => prompt.topics))].sort((a, b) => a - b);
  return {
    kinds: cardKinds.map((kind) => ({ kind, cards: cardsOf(kind) })).filter(({ cards }) => cards > 0),
    topics: topics.map((topic) => ({ topic, name: topicNames[topic] ?? `Topic ${String(topic)}` })),
  };
}

/** Four digits, so that it can be read out in a classroom. */
export function newSeed(): string {
  return String(1000 + Math.floor(Math.random() * 9000));
}

/** What the query of an address asks for, with a number of its own where it names none. */
export function newPlan(query: URLSearchParams): QuizPlan {
  return readPlan(query, defaultPlan(newSeed()));
}
