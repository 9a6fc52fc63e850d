import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** Soft hyphen, zero-width space, word joiner, byte order mark, and marks of direction; joiners are letters' own. */
const invisible = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/;
/** Quotes, accents or two back-ticks where three back-ticks were meant. */
const likeFence = /^ {0,3}(?:'{3}|´{3}|‘{3}|’{3}|``(?!`))[ \t]*[a-z0-9+]*[ \t]*$/i;

/** Signs of a line of prose that its author hardly sees, or takes for others. */
export function oddSigns(line: string, lineStart: number): readonly Finding[] {
  const found: Finding[] = [];
  const at = line.search(invisible);
  if (at !== -1) {
    const code = `U+${line.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}`;
    const range = { start: lineStart + at, end: lineStart + at + 1 };
    const message = `an invisible character, ${code}, stands here, and is part of the text`;
    found.push({ ...finding('CHARACTER_INVISIBLE', range, message), fix: { ...range, text: '' } });
  }
  if (likeFence.test(line)) {
    const start = lineStart + line.search(/\S/);
    found.push(finding('FENCE_MISSPELT', { start, end: lineStart + line.trimEnd().length }));
  }
  return found;
}
