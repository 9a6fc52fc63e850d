import { lineRoles } from '#lib/deck/syntax/line-roles.ts';
import { type Finding, finding, type SourceLine } from '#lib/diagnostics/finding.ts';

/** What was likely meant as `lab beside`; with `lab` as a word of its own the reader of scripts tells it. */
const nearlyBeside =
  /^([ \t]*(?:`{3,}|~{3,})[ \t]*)(\{?\.?lab[-_:,.]*[ \t]*\.?besides?\}?|besides?(?:[ \t,]+lab)?)[ \t]*$/i;

/** First lines of fences that should hold the programs beside an order, and are not read as such. */
export function misspeltBeside(source: string, lines: readonly SourceLine[]): Finding[] {
  const found = lines.flatMap(({ start, end }, line) => {
    const [, before, words] = nearlyBeside.exec(source.slice(start, end)) ?? [];
    if (before === undefined || words === undefined || /^lab[ \t]/.test(words)) return [];
    const at = start + before.length;
    const message = `\`${words}\` does not begin the programs beside an order`;
    const range = { start: at, end: at + words.length };
    const told = finding('LAB_FENCE_MISSPELT', range, message, 'write ```lab beside');
    return [{ line, told: { ...told, fix: { ...range, text: 'lab beside' } } }];
  });
  if (found.length === 0) return [];
  const { roles } = lineRoles(source, lines);
  return found.flatMap(({ line, told }) => (roles[line] === 'fence-open' ? [told] : []));
}
