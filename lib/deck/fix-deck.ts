import { assignIds, partNames } from '#lib/deck/card-ids.ts';
import type { ParsedCard } from '#lib/deck/kinds/card-content.ts';
import { parseCard, unusableCard } from '#lib/deck/kinds/parse-card.ts';
import { outlineCard } from '#lib/deck/syntax/outline.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';
import type { DiagnosticCode } from '#lib/diagnostics/codes.ts';
import { type Edit, lineIndexAt } from '#lib/diagnostics/finding.ts';

/** A mistake that was mended. */
interface Fixed {
  /** 1-based. */
  readonly line: number;
  readonly code: DiagnosticCode;
  /** The line as it is now; of several, with ` / ` between. */
  readonly text: string;
}

interface Fix_ extends Edit {
  readonly code: DiagnosticCode;
}

/** @param edits ascending, none inside another */
function applied(text: string, edits: readonly Edit[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, text: written } of edits) {
    result += text.slice(from, start) + written;
    from = end;
  }
  return result + text.slice(from);
}

function parsed(source: string): ParsedCard {
  const outline = outlineCard(source);
  try {
    return parseCard(outline);
  } catch {
    // What is wrong with such a card is told by whoever reads the deck.
    return unusableCard(outline, []);
  }
}

/** Whether the card asks all that it asked, and has fewer mistakes. */
function isBetter(before: ParsedCard, after: ParsedCard): boolean {
  const names = partNames(after.outline);
  const isSame = before.content === null || partNames(before.outline).every((name) => names.includes(name));
  return (
    isSame &&
    before.outline.heading.id === after.outline.heading.id &&
    after.findings.length < before.findings.length
  );
}

/** The edits of a card that mend a mistake each and do no harm. */
function mendingsOf(source: string): readonly Fix_[] {
  const before = parsed(source);
  const found = before.findings
    .flatMap(({ fix, code }) => (fix === undefined ? [] : [{ ...fix, code }]))
    .sort((a, b) => a.start - b.start)
    .filter(({ start }, index, all) => index === 0 || start >= (all[index - 1]?.end ?? 0));
  if (found.length === 0) return [];
  if (isBetter(before, parsed(applied(source, found)))) return found;
  // One of several may be at fault.
  return found.filter((one) => isBetter(before, parsed(applied(source, [one])))).slice(0, 1);
}

/** A deck in which the mistakes are mended that can be mended in one way only; all other text stays as it is. */
export function autofixDeck(text: string): { readonly text: string; readonly fixed: readonly Fixed[] } {
  const fixed: Fixed[] = [];
  let result = '';
  let from = 0;
  for (const { source, start, line } of splitDeck(text).cards) {
    const mendings = mendingsOf(source);
    if (mendings.length === 0) continue;
    const card = applied(source, mendings);
    const { lines } = outlineCard(card);
    // No edit makes or takes a line.
    const before = outlineCard(source).lines;
    for (const { start: at, end, code } of mendings) {
      const index = lineIndexAt(before, at);
      const place = lines[index] ?? { start: 0, end: 0 };
      const last = lines[lineIndexAt(before, Math.max(at, end - 1))] ?? place;
      const now = card
        .slice(place.start, last.end)
        .split(/[\r\n]/)
        .map((one) => one.trim())
        .filter((one) => one !== '')
        .join(' / ');
      fixed.push({ line: line + index, code, text: now });
    }
    result += text.slice(from, start) + card;
    from = start + source.length;
  }
  return { text: result + text.slice(from), fixed };
}

/** Text to be put into a file, and where: an offset in the text before any insertion. */
interface Insertion {
  readonly at: number;
  readonly text: string;
  /** 1-based line of the card. */
  readonly line: number;
  readonly id: string;
}

/** What gives every card without an id the id under which it is served already. Ascending; empty when nothing is missing. */
export function missingIds(text: string): Insertion[] {
  const { cards } = splitDeck(text);
  const outlines = cards.map(({ source }) => outlineCard(source));
  return assignIds(outlines).flatMap(({ id, isMissing }, index): Insertion[] => {
    const segment = cards[index];
    const outline = outlines[index];
    if (!isMissing || id === null || segment === undefined || outline === undefined) return [];
    const { source } = outline;
    const [comment] = outline.heading.comments;
    const place = { line: segment.line, id };
    if (comment === undefined) {
      const headingEnd = source.slice(0, outline.lines[0]?.end ?? source.length).trimEnd().length;
      return [{ ...place, at: segment.start + headingEnd, text: ` <!-- id: ${id} -->` }];
    }
    const content = source.slice(comment.start + 4, comment.end - 3);
    const separator = content.trim() === '' ? ' ' : '; ';
    return [
      {
        ...place,
        at: segment.start + comment.start + 4,
        text: ` id: ${id}${separator.trimEnd()}${content.startsWith(' ') ? '' : ' '}`,
      },
    ];
  });
}

export function applyInsertions(text: string, insertions: readonly Insertion[]): string {
  let result = '';
  let from = 0;
  for (const { at, text: inserted } of insertions) {
    result += text.slice(from, at) + inserted;
    from = at;
  }
  return result + text.slice(from);
}
