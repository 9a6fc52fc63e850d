/** Characters. What is typed and longer than this is no answer to any card, and nothing longer is compared. */
export const longestCompared = 600;

/**
 * How many letters have to be put in, left out, changed or swapped with their neighbour to make one text of the other
 * (optimal string alignment); `null`: more than `most`. Only as many cells are looked at as `most` allows in each row.
 */
export function edits(a: string, b: string, most: number): number | null {
  if (a === b) return 0;
  if (most <= 0 || Math.abs(a.length - b.length) > most) return null;
  const far = most + 1;
  let older: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => Math.min(j, far));
  for (let i = 1; i <= a.length; i += 1) {
    const row = new Array<number>(b.length + 1).fill(far);
    if (i <= most) row[0] = i;
    let least = row[0] ?? far;
    for (let j = Math.max(1, i - most); j <= Math.min(b.length, i + most); j += 1) {
      const isSame = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min(
        (above[j] ?? far) + 1,
        (row[j - 1] ?? far) + 1,
        (above[j - 1] ?? far) + (isSame ? 0 : 1),
      );
      const isSwap =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (isSwap) cost = Math.min(cost, (older[j - 2] ?? far) + 1);
      row[j] = Math.min(cost, far);
      least = Math.min(least, cost);
    }
    if (least > most) return null;
    [older, above] = [above, row];
  }
  const result = above[b.length] ?? far;
  return result > most ? null : result;
}

/** The same, where no edit touches or crosses a digit: the numbers of both texts must be the same. */
export function editsBesideDigits(a: string, b: string, most: number): number | null {
  if (a === b) return 0;
  if (Math.max(a.length, b.length) > 2 * longestCompared) return null;
  const [ofA, ofB] = [a.split(/(\d+)/), b.split(/(\d+)/)];
  if (ofA.length !== ofB.length) return null;
  let sum = 0;
  for (const [index, part] of ofA.entries()) {
    const other = ofB[index] ?? '';
    // Every second part is a number.
    const cost = edits(part, other, index % 2 === 1 ? 0 : most - sum);
    if (cost === null) return null;
    sum += cost;
  }
  return sum;
}
