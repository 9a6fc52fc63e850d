import { assignIds, partNames } from '#lib/deck/card-ids.ts';
import { type ParsedCard, parseCard, unusableCard } from '#lib/deck/kinds/card.ts';
import { lintCard } from '#lib/deck/lint/lint.ts';
import { type CardOutline, outlineCard } from '#lib/deck/syntax/outline.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';
import { type Edit, type Finding, lineIndexAt } from '#lib/diagnostics/finding.ts';

/** A problem that was fixed. */
interface Fixed {
  /** 1-based. */
  readonly line: number;
  readonly code: string;
  /** The line after the fix; several lines are joined by ` / `. */
  readonly text: string;
}

interface CodedEdit extends Edit {
  readonly code: string;
}

/** @param edits ascending, without overlaps */
function applied(text: string, edits: readonly Edit[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, text: written } of edits) {
    result += text.slice(from, start) + written;
    from = end;
  }
  return result + text.slice(from);
}

interface Checked {
  readonly outline: CardOutline;
  readonly isAsked: boolean;
  readonly findings: readonly Finding[];
}

function checked(source: string): Checked {
  const outline = outlineCard(source);
  let card: ParsedCard;
  try {
    card = parseCard(outline);
  } catch {
    // `check` reports a card at which our code fails.
    card = unusableCard(outline, []);
  }
  return { outline, isAsked: card.content !== null, findings: lintCard(card, 'all') };
}

/** Whether the edited card still asks everything that it asked, and has fewer problems. */
function isBetter(before: Checked, after: Checked): boolean {
  const names = partNames(after.outline);
  const asksAll = !before.isAsked || partNames(before.outline).every((name) => names.includes(name));
  return (
    asksAll &&
    before.outline.heading.id === after.outline.heading.id &&
    after.findings.length < before.findings.length
  );
}

/** The edits of a card that each correct a problem and cause none. */
function fixesOf(source: string): readonly CodedEdit[] {
  const before = checked(source);
  const found = before.findings
    .flatMap(({ fix, code }) => (fix === undefined ? [] : [{ ...fix, code }]))
    .sort((a, b) => a.start - b.start)
    .filter(({ start }, index, all) => index === 0 || start >= (all[index - 1]?.end ?? 0));
  if (found.length === 0) return [];
  if (isBetter(before, checked(applied(source, found)))) return found;
  // One of several may be the cause; the next run tries the others.
  return found.filter((one) => isBetter(before, checked(applied(source, [one])))).slice(0, 1);
}

/** Fixes the problems for which only one correction is possible; all other text stays as it is. */
export function autofixDeck(text: string): { readonly text: string; readonly fixed: readonly Fixed[] } {
  const fixed: Fixed[] = [];
  let result = '';
  let from = 0;
  for (const { source, start, line } of splitDeck(text).cards) {
    const fixes = fixesOf(source);
    if (fixes.length === 0) continue;
    const card = applied(source, fixes);
    // No edit adds or removes a line.
    const { lines: before } = outlineCard(source);
    const { lines } = outlineCard(card);
    for (const { start: at, end, code } of fixes) {
      const index = lineIndexAt(before, at);
      const place = lines[index] ?? { start: 0, end: 0 };
      const last = lines[lineIndexAt(before, Math.max(at, end - 1))] ?? place;
      const now = card
        .slice(place.start, last.end)
        .split(/[\r\n]/)
        .map((one) => one.trim())
        .filter((one) => one !== '');
      fixed.push({ line: line + index, code, text: now.join(' / ') });
    }
    result += text.slice(from, start) + card;
    from = start + source.length;
  }
  return { text: result + text.slice(from), fixed };
}

/** Text to be inserted into a file, at an offset of the text before any insertion. */
interface Insertion {
  readonly at: number;
  readonly text: string;
  /** 1-based line of the card. */
  readonly line: number;
  readonly id: string;
}

/** The insertions that give each card without an id the id under which it is already served, ascending. */
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
