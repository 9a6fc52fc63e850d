import type { Deck, Prompt } from '#lib/cards/prompt.ts';
import { deckAnswers } from '#lib/grade/deck-answers.ts';

/** A deck as a quiz needs it. */
export interface QuizDeck {
  readonly deck: Deck;
  readonly find: (key: string) => Prompt | undefined;
  /** What typed answers are compared with. */
  readonly answers: ReturnType<typeof deckAnswers>;
}

export function quizDeckOf(deck: Deck): QuizDeck {
  const byKey = new Map(deck.prompts.map((prompt) => [prompt.key, prompt]));
  let answers: QuizDeck['answers'] | null = null;
  return {
    deck,
    find: (key) => byKey.get(key),
    // Nothing is typed before a quiz has begun, and to read all answers takes as long as to paint the page.
    get answers() {
      return (answers ??= deckAnswers(deck.prompts));
    },
  };
}
