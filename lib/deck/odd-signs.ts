import { lookalikes } from '#lib/deck/lookalikes.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/**
 * Soft hyphen, zero-width space, word joiner, byte order mark, marks of direction, separators that only word processors
 * know, and control characters; joiners are letters' own, but not of Latin ones.
 */
const invisible =
  /[\u0000-\u0008\u000b\u000e-\u001f\u007f\u00ad\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|(?<=[a-z0-9])[\u200c\u200d]|[\u200c\u200d](?=[a-z0-9])/gi;
const unusual = /[^\t\f\x20-\x7e]/;
/** Quotes, accents or two back-ticks where three back-ticks were meant. */
const likeFence = /^ {0,3}(?:'{3}|´{3}|‘{3}|’{3}|``(?!`))[ \t]*[a-z0-9+]*[ \t]*$/i;

/** The first invisible character stands for all of the line; what mends it takes all away. */
function unseen(line: string, lineStart: number): readonly Finding[] {
  const all = [...line.matchAll(invisible)];
  const [first] = all;
  const last = all.at(-1);
  if (first === undefined || last === undefined) return [];
  const code = `U+${first[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  const range = { start: lineStart + first.index, end: lineStart + first.index + 1 };
  const message = `an invisible character, ${code}, stands here, and is part of the text`;
  const end = last.index + last[0].length;
  const text = line.slice(first.index, end).replace(invisible, '');
  return [
    {
      ...finding('CHARACTER_INVISIBLE', range, message),
      fix: { start: range.start, end: lineStart + end, text },
    },
  ];
}

/** Signs that nobody sees, or that look like others. */
export function hiddenSigns(line: string, lineStart: number, isCode: boolean): readonly Finding[] {
  if (!unusual.test(line)) return [];
  const found = unseen(line, lineStart);
  return found.length > 0 ? found : lookalikes(line, lineStart, isCode);
}

/** Signs of a line of prose that its author hardly sees, or takes for others. */
export function oddSigns(line: string, lineStart: number): readonly Finding[] {
  const found = [...hiddenSigns(line, lineStart, false)];
  if (likeFence.test(line)) {
    const start = lineStart + line.search(/\S/);
    found.push(finding('FENCE_MISSPELT', { start, end: lineStart + line.trimEnd().length }));
  }
  return found;
}
