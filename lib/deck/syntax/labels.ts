import type { CardKind } from '#lib/cards/prompt.ts';
import { nearest } from '#lib/diagnostics/nearest.ts';

const labels = ['Answer', 'Also accept', 'Not', 'Why', 'Free', 'Extra', 'Lab'] as const;
export type Label = (typeof labels)[number];

/** The kinds a label belongs to, and whether a card may have several of it. */
export const labelRules: Record<
  Label,
  { readonly kinds: readonly CardKind[] | 'all'; readonly several: boolean }
> = {
  Answer: { kinds: ['typed'], several: false },
  'Also accept': { kinds: ['typed'], several: true },
  Not: { kinds: ['typed'], several: true },
  Why: { kinds: 'all', several: false },
  Free: { kinds: ['order'], several: true },
  Extra: { kinds: ['order'], several: true },
  Lab: { kinds: 'all', several: false },
};

const exactLabel = /^( {0,3})\*\*(Answer|Also accept|Not|Why|Free|Extra|Lab):\*\*/;

/** Words at the beginning of a line, or of a list item or quote, with marks or a colon around. */
const labelLike =
  /^([ \t]*(?:(?:[-+>]|\*(?=[ \t])|\d{1,3}[.)])[ \t]*)*)(\*{1,3}|_{1,3}|)[ \t]?([A-Za-z][A-Za-z \u00a0]{0,22}[A-Za-z])[ \t]*(?:([:：])[ \t]*(\*{1,3}|_{1,3}|)|(\*{1,3}|_{1,3})[ \t]?([:：]?))/;

/** Ordinary words that happen to lie near a label. */
const prose = new Set(['note', 'notes', 'now', 'no', 'who', 'way', 'tree', 'three', 'slab', 'knot']);

/** Words that say the same as a label. */
const synonyms: ReadonlyMap<string, Label> = new Map([
  ['also', 'Also accept'],
  ['accept', 'Also accept'],
  ['because', 'Why'],
  ['explanation', 'Why'],
  ['whi', 'Why'],
  ['ans', 'Answer'],
]);

/** Labels that are meant only right below an answer; elsewhere such words are prose. */
const belowAnswer =
  /^[ \t]*(?:[-*+][ \t]+)?(?:(?:\*\*|__)(Not|Wrong(?: answers?)?|Incorrect|Or|Accept(?:ed)?|Alternatives?):?(?:\*\*|__)|(Not|Wrong|Or):(?=[ \t]))/;
/** A label behind other words. */
const midLine = /\*\*(Answer|Also accept|Not|Why|Free|Extra|Lab):\*\*(?=[ \t]|$)/;
const asHeading = /^ {0,3}#{3,6}[ \t]+(Answer|Also accept|Not|Why):?[ \t]*#*[ \t]*$/i;

/** A label whose marks were forgotten, where the words are hardly ever prose. */
const bareLabel = /^ {0,3}(?:(Why):[ \t]+\S|(Lab):[ \t]*`?[a-z0-9-]+#[a-z0-9-]+`?[ \t]*$)/;

export type LabelLine =
  | { readonly kind: 'label'; readonly label: Label; readonly start: number; readonly end: number }
  /** Bold text that may be a label written wrongly. `isSure`: its words are right, and only its marks are not. */
  | {
      readonly kind: 'near';
      readonly near: Label;
      readonly isSure: boolean;
      readonly start: number;
      readonly end: number;
    };

function isSwapped(a: string, b: string): boolean {
  const at = Array.from(a).findIndex((char, index) => char !== b.charAt(index));
  return at !== -1 && a.slice(0, at) + a.charAt(at + 1) + a.charAt(at) + a.slice(at + 2) === b;
}

/** Whether `longer` is `shorter` with one letter more. */
function hasOneMore(longer: string, shorter: string): boolean {
  return (
    longer.length === shorter.length + 1 &&
    Array.from(longer).some((_, at) => longer.slice(0, at) + longer.slice(at + 1) === shorter)
  );
}

/** Whether a letter is missing, doubled or out of place. Too many words differ from a label of three letters in one. */
function isNearShort(written: string, label: string): boolean {
  return hasOneMore(written, label) || hasOneMore(label, written) || isSwapped(written, label);
}

/** The label that is likely meant. */
function misspelt(name: string): Label | null {
  const written = name.toLowerCase().replace(/\s+/g, ' ');
  if (prose.has(written)) return null;
  const same = synonyms.get(written);
  if (same !== undefined) return same;
  const near = nearest(name, labels, name.length <= 4 ? 1 : 2);
  if (near !== null && near.length > 3) return near;
  return labels.find((label) => label.length === 3 && isNearShort(written, label.toLowerCase())) ?? null;
}

function nearLabel(line: string): LabelLine | null {
  const bare = bareLabel.exec(line);
  if (bare !== null) {
    const near = bare[1] === undefined ? 'Lab' : 'Why';
    const start = line.indexOf(near);
    return { kind: 'near', near, isSure: true, start, end: start + near.length + 1 };
  }
  const match = labelLike.exec(line);
  if (match === null) return null;
  const [whole, prefix = '', mark = '', name = '', colon = '', closing = '', early = '', late = ''] = match;
  const range = { start: prefix.length, end: whole.trimEnd().length };
  const exact = labels.find((label) => label.toLowerCase() === name.toLowerCase());
  const isClosed = mark === '' ? !line.slice(range.end).includes('**') : closing + early + late !== '';
  const isSure = exact !== undefined && isClosed && /^ {0,3}$/.test(prefix);
  // A card that lacks its answer is wrong altogether, so nothing that looks like one is passed over.
  if (exact === 'Answer' || exact === 'Also accept') {
    const isMarked = mark !== '' && (colon !== '' || early !== '');
    return isMarked || colon !== '' ? { kind: 'near', near: exact, isSure, ...range } : null;
  }
  // In a quote, or too far to the right, what explains the answer would be shown with the question.
  const isWhy = exact === 'Why' && /^[ \t>]*$/.test(prefix);
  if ((!isWhy && !/^ {0,3}$/.test(prefix)) || mark === '' || colon + late === '') return null;
  if (exact !== undefined) return { kind: 'near', near: exact, isSure, ...range };
  if (mark !== '**' && mark !== '__') return null;
  const near = closing + early === mark ? misspelt(name) : null;
  return near === null ? null : { kind: 'near', near, isSure, ...range };
}

function near(label: Label, start: number, length: number): LabelLine {
  return { kind: 'near', near: label, isSure: false, start, end: start + length };
}

/** A label that is likely meant, although it does not begin its line as a label does. */
export function strayLabel(line: string, isBelowAnswer: boolean): LabelLine | null {
  const below = isBelowAnswer ? belowAnswer.exec(line) : null;
  if (below !== null) {
    const [whole, bold, bare] = below;
    const start = whole.search(/[*_]{2}|[NWO]/);
    const isAlternate = /^(?:Or|A)/.test(bold ?? bare ?? '');
    return near(isAlternate ? 'Also accept' : 'Not', start, whole.length - start);
  }
  const heading = asHeading.exec(line);
  const named = labels.find((label) => label.toLowerCase() === heading?.[1]?.toLowerCase());
  if (named !== undefined) return near(named, line.indexOf('#'), line.trim().length);
  // Code may show how a label is written.
  const shown = line.replace(/`[^`]*`/g, (code) => '\u0001'.repeat(code.length));
  // Behind the first letter of the line, which may be that of a label.
  const from = shown.search(/\w/) + 1;
  const inside = midLine.exec(shown.slice(from));
  const label = labels.find((known) => known === inside?.[1]);
  return inside === null || label === undefined ? null : near(label, from + inside.index, inside[0].length);
}

/** What the beginning of a line says; offsets in the line, from the first mark to after the last. */
export function labelOf(line: string): LabelLine | null {
  const match = exactLabel.exec(line);
  if (match === null) return nearLabel(line);
  const [whole, indent = '', name] = match;
  const label = labels.find((known) => known === name);
  return label === undefined ? null : { kind: 'label', label, start: indent.length, end: whole.length };
}
