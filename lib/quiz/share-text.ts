/**
 * A share in whole percent, such as `87 %`, rounded down everywhere: nothing reads as `100 %` that is not all of it.
 *
 * @param part of `whole`; a whole of 0 is 0 %
 */
export function percentText(part: number, whole: number): string {
  // A credit of 0.1 + 0.2 is not quite what it reads as.
  const percent = whole === 0 ? 0 : Math.floor((100 * part) / whole + 1e-9);
  return `${String(percent)} %`;
}
