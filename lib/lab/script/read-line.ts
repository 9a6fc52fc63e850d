import { type Finding, finding } from '#lib/diagnostics/finding.ts';
import { Cursor } from '#lib/lab/script/cursor.ts';
import { withPlainSigns } from '#lib/lab/script/foreign-sign.ts';
import { type Line, parseLine } from '#lib/lab/script/parse-line.ts';

/**
 * One line of a script; what is wrong in it is added to `found`. One mistake is told once: with its signs made plain, a
 * line is read only for what it gives to later ones.
 *
 * @param start where the line begins in its file
 */
export function readLine(line: string, start: number, found: Finding[]): Line {
  const plain = withPlainSigns(line, start);
  if (plain === null) return parseLine(new Cursor(line, start, (...told) => found.push(finding(...told))));
  found.push(plain.found);
  return parseLine(new Cursor(plain.line, start, () => {}));
}
