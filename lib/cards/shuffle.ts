/** Numbers from 0 to below 1 that depend on nothing but `seed`: mulberry32, seeded by FNV-1a. */
export function randomFrom(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1)
    state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The items in an order that depends on nothing but `seed`: the same seed gives the same order, on the server and in the
 * browser. Fisher and Yates' shuffle.
 *
 * @example
 * shuffled(['a', 'b', 'c'], '4711') // the same order each time
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
