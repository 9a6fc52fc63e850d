import { lineRoles } from '#lib/deck/syntax/line-roles.ts';
import { type Finding, finding, type SourceLine } from '#lib/diagnostics/finding.ts';

/** What was likely meant as `lab beside`; with `lab` as a word of its own the reader of scripts tells it. */
const nearlyCompanion =
  /^([ \t]*(?:`{3,}|~{3,})[ \t]*)(\{?\.?lab[-_:,.]*[ \t]*\.?besides?\}?|besides?(?:[ \t,]+lab)?)[ \t]*$/i;

/** First lines of fences that should hold the programs beside an order, and are not read as such. */
export function misspeltCompanion(source: string, lines: readonly SourceLine[]): Finding[] {
  const found = lines.flatMap(({ start, end }, line) => {
    const [, before, words] = nearlyCompanion.exec(source.slice(start, end)) ?? [];
    if (before === undefined || words === undefined || /^lab[ \t]/.test(words)) return [];
    const at = start + before.length;
    const message = `\`${words}\` does not begin the programs beside an order`;
    const range = { start: at, end: at + words.length };
    const reported = finding('LAB_FENCE_MISSPELT', range, message, 'write ```lab beside');
    return [{ line, reported: { ...reported, fix: { ...range, text: 'lab beside' } } }];
  });
  if (found.length === 0) return [];
  const { roles } = lineRoles(source, lines);
  return found.flatMap(({ line, reported }) => (roles[line] === 'fence-open' ? [reported] : []));
}
