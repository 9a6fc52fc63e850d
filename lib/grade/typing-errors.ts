import { editDistance } from '#lib/text/edit-distance.ts';

/** Characters. What is typed and longer than this is no answer to any card, and nothing longer is compared. */
export const longestCompared = 600;

/** The edit distance of two texts whose numbers are the same: no edit touches or crosses a digit. `null`: more than `most`. */
export function editsOutsideDigits(a: string, b: string, most: number): number | null {
  if (a === b) return 0;
  if (Math.max(a.length, b.length) > 2 * longestCompared) return null;
  const [ofA, ofB] = [a.split(/(\d+)/), b.split(/(\d+)/)];
  if (ofA.length !== ofB.length) return null;
  let sum = 0;
  for (const [index, part] of ofA.entries()) {
    const other = ofB[index] ?? '';
    // Every second part is a number.
    const cost = editDistance(part, other, index % 2 === 1 ? 0 : most - sum);
    if (cost === null) return null;
    sum += cost;
  }
  return sum;
}
