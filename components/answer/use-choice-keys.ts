'use client';

import { useKeys } from '#components/study/use-keys.ts';
import { choiceKey } from './choice-key.ts';

/** Each choice is chosen by the key that stands beside it. */
export function useChoiceKeys<C extends { readonly place: number }>(
  choices: readonly C[],
  choose: (choice: C) => void,
): void {
  useKeys(
    Object.fromEntries(
      choices.flatMap((choice) => {
        const key = choiceKey(choice.place);
        return key === null ? [] : [[key, () => choose(choice)]];
      }),
    ),
    'first',
  );
}
