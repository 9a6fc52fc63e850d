/** For each typed item how much it is worth in each place of the list: 0, not at all, to 3, right. */
type Worths = readonly (readonly number[])[];

/**
 * The place of each typed item, no two in the same, so that as many as can be are placed and right ones are placed
 * first; `null`: none. (Augmenting paths: what has a place keeps one.)
 */
export function assigned(worths: Worths, count: number): (number | null)[] {
  const ownerOf = new Array<number | null>(count).fill(null);
  for (const least of [3, 2, 1]) {
    for (const at of worths.keys()) {
      if (!ownerOf.includes(at)) place(worths, ownerOf, at, least, new Set());
    }
  }
  return Array.from(worths, (_, at) => {
    const place = ownerOf.indexOf(at);
    return place === -1 ? null : place;
  });
}

function place(
  worths: Worths,
  ownerOf: (number | null)[],
  at: number,
  least: number,
  seen: Set<number>,
): boolean {
  for (const [index, value] of (worths[at] ?? []).entries()) {
    if (value < least || seen.has(index)) continue;
    seen.add(index);
    const owner = ownerOf[index] ?? null;
    if (owner !== null && !place(worths, ownerOf, owner, least, seen)) continue;
    ownerOf[index] = at;
    return true;
  }
  return false;
}

/** The place of each typed item that stands in the longest part of them which is in order; `null`: it does not. */
export function inOrder(worths: Worths, count: number): (number | null)[] {
  // That one more is placed counts for more than how right each of them is.
  const value = (at: number, index: number) => {
    const worth = worths[at]?.[index] ?? 0;
    return worth === 0 ? 0 : 1000 * (worth > 1 ? 2 : 1) + worth;
  };
  const best = Array.from({ length: worths.length + 1 }, () => new Array<number>(count + 1).fill(0));
  const from = (at: number, index: number) => best[at]?.[index] ?? 0;
  for (let at = worths.length - 1; at >= 0; at -= 1) {
    const row = best[at] ?? [];
    for (let index = count - 1; index >= 0; index -= 1) {
      const gain = value(at, index);
      const taken = gain === 0 ? 0 : gain + from(at + 1, index + 1);
      row[index] = Math.max(taken, from(at + 1, index), from(at, index + 1));
    }
  }
  const places: (number | null)[] = [];
  let index = 0;
  for (const at of worths.keys()) {
    while (index < count && from(at, index) === from(at, index + 1)) index += 1;
    const isTaken = index < count && from(at, index) !== from(at + 1, index);
    places.push(isTaken ? index : null);
    if (isTaken) index += 1;
  }
  return places;
}
