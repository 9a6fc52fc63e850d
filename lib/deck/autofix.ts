import { assignIds, partNames } from '#lib/deck/card-ids.ts';
import { type ParsedCard, parseCard, unusableCard } from '#lib/deck/kinds/card.ts';
import { lintCard } from '#lib/deck/lint/lint.ts';
import { type CardOutline, outlineCard } from '#lib/deck/syntax/outline.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';
import { isCardHeading, lineRoles } from '#lib/deck/syntax/line-roles.ts';
import { belongsInHeading, hasMisplacedId } from '#lib/deck/syntax/misplaced-comment.ts';
import {
  type Edit,
  type Finding,
  isError,
  lineIndexAt,
  type Range,
  sourceLines,
} from '#lib/diagnostics/finding.ts';

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
  const { id } = before.outline.heading;
  // An id below the heading is found only when it is in the heading.
  const keepsId = id === after.outline.heading.id || (id === null && hasMisplacedId(before.outline));
  return asksAll && keepsId && isLess(after.findings, before.findings);
}

/** Fewer problems, or as many with fewer errors. */
function isLess(after: readonly Finding[], before: readonly Finding[]): boolean {
  if (after.length !== before.length) return after.length < before.length;
  return after.filter(isError).length < before.filter(isError).length;
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

function lineNumber(text: string, offset: number): number {
  return lineIndexAt(sourceLines(text), offset) + 1;
}

/** The lines of a text that hold a range, joined. */
function linesAt(text: string, { start, end }: Range): string {
  const lines = sourceLines(text);
  const first = lines[lineIndexAt(lines, start)];
  const last = lines[lineIndexAt(lines, Math.max(start, end - 1))];
  return text
    .slice(first?.start ?? start, last?.end ?? end)
    .split(/[\r\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .join(' / ');
}

/** The edits that move a comment on the line above a heading into the heading, if it can belong to no card above. */
function commentsAbove(text: string): readonly Edit[] {
  if (!/-->\s+##[ \t]/.test(text)) return [];
  const lines = sourceLines(text);
  const { roles } = lineRoles(text, lines);
  const lineAt = (index: number) => text.slice(lines[index]?.start ?? 0, lines[index]?.end ?? 0);
  const filledAbove = (index: number): number => {
    let above = index - 1;
    while (above >= 0 && lineAt(above).trim() === '') above--;
    return above;
  };
  return lines.flatMap(({ end }, index): Edit[] => {
    const heading = lineAt(index);
    if (roles[index] !== 'text' || !isCardHeading(heading) || heading.includes('<!--')) return [];
    const at = filledAbove(index);
    const comment = at < 0 ? '' : lineAt(at).trim();
    const hasId = /\bid[ \t]*:/.test(comment) && belongsInHeading(comment);
    const above = filledAbove(at);
    if (!hasId || roles[at] === 'fence' || (above >= 0 && isCardHeading(lineAt(above)))) return [];
    return [{ start: lines[at]?.start ?? 0, end, text: `${heading.trimEnd()} ${comment}` }];
  });
}

/** One pass over all cards. */
function fixCards(written: string): FixedText {
  const moved = commentsAbove(written);
  const text = applied(written, moved);
  const fixed: Fixed[] = moved.map(({ text: heading }) => ({
    line: lineNumber(text, text.indexOf(heading)),
    code: 'COMMENT_MISPLACED',
    text: heading,
  }));
  let result = '';
  let from = 0;
  for (const { source, start } of splitDeck(text).cards) {
    const fixes = fixesOf(source);
    if (fixes.length === 0) continue;
    const card = applied(source, fixes);
    result += text.slice(from, start);
    const before = lineNumber(result, result.length) - 1;
    let grown = 0;
    for (const { start: at, end, text: written, code } of fixes) {
      const place = { start: at + grown, end: at + grown + written.length };
      fixed.push({ line: before + lineNumber(card, place.start), code, text: linesAt(card, place) });
      grown += written.length - (end - at);
    }
    result += card;
    from = start + source.length;
  }
  return { text: result + text.slice(from), fixed };
}

interface FixedText {
  readonly text: string;
  readonly fixed: readonly Fixed[];
}

/** A fix may make another one possible. */
const mostPasses = 10;

/** Fixes the problems for which only one correction is possible; all other text stays as it is. */
export function autofixDeck(text: string): FixedText {
  let now = text;
  const fixed: Fixed[] = [];
  for (let pass = 0; pass < mostPasses; pass++) {
    const next = fixCards(now);
    if (next.fixed.length === 0) break;
    now = next.text;
    fixed.push(...next.fixed);
  }
  return { text: now, fixed };
}

/** The deck or lab with every fix and every missing id. */
export function fixedText(text: string): FixedText & { readonly ids: readonly Insertion[] } {
  const { text: corrected, fixed } = autofixDeck(text);
  const ids = missingIds(corrected);
  return { text: applyInsertions(corrected, ids), fixed, ids };
}

type Problem = Pick<Finding, 'code' | 'message'>;

/** How many of the problems are gone after the fix. */
export function goneAfter(before: readonly Problem[], after: readonly Problem[]): number {
  const left = after.map(({ code, message }) => `${code} ${message}`);
  return before.filter(({ code, message }) => {
    const at = left.indexOf(`${code} ${message}`);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  }).length;
}

/** Text to be inserted into a file, at an offset of the text before any insertion. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
  /** 1-based line of the card. */
  readonly line: number;
  readonly id: string;
}

/** The insertions that give each card without an id the id under which it is already served, ascending. */
export function missingIds(written: string): Insertion[] {
  // As the reader does: a byte order mark is not a part of the first line.
  const mark = written.startsWith('\ufeff') ? 1 : 0;
  const { cards } = splitDeck(written.slice(mark));
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
      return [{ ...place, at: mark + segment.start + headingEnd, text: ` <!-- id: ${id} -->` }];
    }
    const content = source.slice(comment.start + 4, comment.end - 3);
    const separator = content.trim() === '' ? ' ' : '; ';
    return [
      {
        ...place,
        at: mark + segment.start + comment.start + 4,
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
