/**
 * A share in whole percent, rounded down everywhere: nothing reads as `100 %` that is not all of it.
 *
 * @param part of `whole`; a whole of 0 is 0 %
 */
export function wholePercent(part: number, whole: number): number {
  // 29 of 100 are 28.999999999999996 %.
  return whole === 0 ? 0 : Math.floor((100 * part) / whole + 1e-9);
}

/** The same as it is read: `87 %`. */
export function percentText(part: number, whole: number): string {
  return `${String(wholePercent(part, whole))} %`;
}
