import type { Body, Prompt } from '#lib/deck/prompt.ts';
import { shuffled } from '#lib/deck/shuffle.ts';

type Code = Extract<Body, { kind: 'cloze' | 'code' }>;

export interface TypingPrompt {
  readonly prompt: Prompt;
  readonly body: Code;
}

/** Code with blanks to be typed, up to `most` prompts of different cards; the same seed gives the same. */
export function typingPrompts(prompts: readonly Prompt[], most: number, seed: string): TypingPrompt[] {
  const cards = new Set<string>();
  return shuffled(prompts, seed)
    .flatMap((prompt): TypingPrompt[] => {
      if (prompt.body.kind !== 'code' || cards.has(prompt.card)) return [];
      cards.add(prompt.card);
      return [{ prompt, body: prompt.body }];
    })
    .slice(0, most);
}
