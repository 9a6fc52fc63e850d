import { randomFrom } from './random-from.ts';

/**
 * The items in an order that depends on nothing but `seed`: the same seed gives the same order, on the server and in the
 * browser. Fisher and Yates' shuffle.
 */
export function shuffled<T>(items: readonly T[], seed: string): T[] {
  const random = randomFrom(seed);
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1));
    const [a, b] = [result[last], result[chosen]];
    if (a === undefined || b === undefined) continue;
    result[last] = b;
    result[chosen] = a;
  }
  return result;
}
