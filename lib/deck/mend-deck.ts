import { outlineCard } from '#lib/deck/outline-card.ts';
import { parseCard, unusableCard } from '#lib/deck/parse-card.ts';
import type { ParsedCard } from '#lib/deck/card-content.ts';
import { partNames } from '#lib/deck/prompt-key.ts';
import { splitDeck } from '#lib/deck/split-deck.ts';
import type { DiagnosticCode } from '#lib/diagnostics/codes.ts';
import type { Edit } from '#lib/diagnostics/finding.ts';
import { lineIndexAt } from '#lib/diagnostics/source-lines.ts';

/** A mistake that was mended. */
interface Mended {
  /** 1-based. */
  readonly line: number;
  readonly code: DiagnosticCode;
  /** The line as it is now; of several, with ` / ` between. */
  readonly text: string;
}

interface Mending extends Edit {
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
function mendingsOf(source: string): readonly Mending[] {
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
export function mendDeck(text: string): { readonly text: string; readonly mended: readonly Mended[] } {
  const mended: Mended[] = [];
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
      mended.push({ line: line + index, code, text: now });
    }
    result += text.slice(from, start) + card;
    from = start + source.length;
  }
  return { text: result + text.slice(from), mended };
}
