import type { CardKind } from '#lib/cards/prompt.ts';
import { answerHeading, otherAnswerLabel } from '#lib/deck/syntax/answer-words.ts';
import { nearest } from '#lib/text/edit-distance.ts';

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

/** Words at the beginning of a line, a list item or a quote, with emphasis marks or a colon. */
const labelLike =
  /^([ \t]*(?:(?:[-+>]|\*(?=[ \t])|\d{1,3}[.)])[ \t]*)*)(\*{1,3}|_{1,3}|)[ \t]?([A-Za-z][A-Za-z \u00a0]{0,22}[A-Za-z])[ \t]*(?:([:：])[ \t]*(\*{1,3}|_{1,3}|)|(\*{1,3}|_{1,3})[ \t]?([:：]?))/;

/** Ordinary words that are spelt much like a label. */
const ordinary = new Set(['note', 'notes', 'now', 'no', 'who', 'way', 'tree', 'three', 'slab', 'knot']);

/** Half a label, and spellings with more than two edits. */
const abbreviations: ReadonlyMap<string, Label> = new Map([
  ['also', 'Also accept'],
  ['accept', 'Also accept'],
  ['whi', 'Why'],
  ['ans', 'Answer'],
]);

/** The label `Not` without its marks or at the wrong place; only right below an answer, because elsewhere it may be prose. */
const notBelowAnswer = /^[ \t]*(?:[-*+][ \t]+)?(?:(?:\*\*|__)Not:?(?:\*\*|__)|Not:(?=[ \t]))/;
/** A label after other words. */
const midLine = /\*\*(Answer|Also accept|Not|Why|Free|Extra|Lab):\*\*(?=[ \t]|$)/;
const asHeading = /^ {0,3}#{3,6}[ \t]+(Answer|Also accept|Not|Why):?[ \t]*#*[ \t]*$/i;

/** A label without its marks, where the words are hardly ever prose. */
const bareLabel = /^ {0,3}(?:(Why):[ \t]+\S|(Lab):[ \t]*`?[a-z0-9-]+#[a-z0-9-]+`?[ \t]*$)/;

export type LabelLine =
  | { readonly kind: 'label'; readonly label: Label; readonly start: number; readonly end: number }
  /** Text that looks like a label. `isSure`: only its marks are wrong, not its words. */
  | {
      readonly kind: 'near';
      readonly near: Label;
      readonly isSure: boolean;
      /** Other words than those of the label, such as `**Solution:**`. */
      readonly isOtherWord: boolean;
      readonly start: number;
      readonly end: number;
    };

function isSwapped(a: string, b: string): boolean {
  const at = Array.from(a).findIndex((char, index) => char !== b.charAt(index));
  return at !== -1 && a.slice(0, at) + a.charAt(at + 1) + a.charAt(at) + a.slice(at + 2) === b;
}

/** Whether `longer` is `shorter` with one more letter. */
function hasOneMore(longer: string, shorter: string): boolean {
  return (
    longer.length === shorter.length + 1 &&
    Array.from(longer).some((_, at) => longer.slice(0, at) + longer.slice(at + 1) === shorter)
  );
}

/** Whether a letter is missing, extra or swapped. A replaced letter does not count: too many words of three letters would match. */
function isNearShort(written: string, label: string): boolean {
  return hasOneMore(written, label) || hasOneMore(label, written) || isSwapped(written, label);
}

/** The label that a misspelt name stands for; `null`: it is like none. */
function misspelt(name: string): Label | null {
  const written = name.toLowerCase().replace(/\s+/g, ' ');
  if (ordinary.has(written)) return null;
  const abbreviated = abbreviations.get(written);
  if (abbreviated !== undefined) return abbreviated;
  const near = nearest(name, labels, name.length <= 4 ? 1 : 2);
  if (near !== null && near.length > 3) return near;
  return labels.find((label) => label.length === 3 && isNearShort(written, label.toLowerCase())) ?? null;
}

function nearLabel(line: string): LabelLine | null {
  const bare = bareLabel.exec(line);
  if (bare !== null) {
    const near = bare[1] === undefined ? 'Lab' : 'Why';
    const start = line.indexOf(near);
    return { kind: 'near', near, isSure: true, isOtherWord: false, start, end: start + near.length + 1 };
  }
  return misspeltLabel(line) ?? answerInOtherWords(line);
}

function answerInOtherWords(line: string): LabelLine | null {
  const other = otherAnswerLabel(line) ?? answerHeading(line);
  if (other === null) return null;
  const { start, end } = other;
  return { kind: 'near', near: 'Answer', isSure: false, isOtherWord: true, start, end };
}

function misspeltLabel(line: string): LabelLine | null {
  const match = labelLike.exec(line);
  if (match === null) return null;
  const [whole, prefix = '', mark = '', name = '', colon = '', closing = '', early = '', late = ''] = match;
  const range = { start: prefix.length, end: whole.trimEnd().length };
  const exact = labels.find((label) => label.toLowerCase() === name.toLowerCase());
  const isClosed = mark === '' ? !line.slice(range.end).includes('**') : closing + early + late !== '';
  const isSure = exact !== undefined && isClosed && /^ {0,3}$/.test(prefix);
  // Without its answer the whole card is wrong, so anything that looks like one is reported.
  if (exact === 'Answer' || exact === 'Also accept') {
    const isMarked = mark !== '' && (colon !== '' || early !== '');
    return isMarked || colon !== ''
      ? { kind: 'near', near: exact, isSure, isOtherWord: false, ...range }
      : null;
  }
  // In a quote, or indented, the explanation would be shown with the question.
  const isWhy = exact === 'Why' && /^[ \t>]*$/.test(prefix);
  if ((!isWhy && !/^ {0,3}$/.test(prefix)) || mark === '' || colon + late === '') return null;
  if (exact !== undefined) return { kind: 'near', near: exact, isSure, isOtherWord: false, ...range };
  if (mark !== '**' && mark !== '__') return null;
  const near = closing + early === mark ? misspelt(name) : null;
  return near === null ? null : { kind: 'near', near, isSure, isOtherWord: false, ...range };
}

function near(label: Label, start: number, length: number): LabelLine {
  return { kind: 'near', near: label, isSure: false, isOtherWord: false, start, end: start + length };
}

/** A label that does not begin its line as a label must. */
export function strayLabel(line: string, isBelowAnswer: boolean): LabelLine | null {
  const below = isBelowAnswer ? notBelowAnswer.exec(line) : null;
  if (below !== null) {
    const start = below[0].search(/[*_]{2}|N/);
    return near('Not', start, below[0].length - start);
  }
  const heading = asHeading.exec(line);
  const named = labels.find((label) => label.toLowerCase() === heading?.[1]?.toLowerCase());
  if (named !== undefined) return near(named, line.indexOf('#'), line.trim().length);
  // Inline code may show how a label is written.
  const shown = line.replace(/`[^`]*`/g, (code) => '\u0001'.repeat(code.length));
  // After the first letter of the line, which may belong to a label.
  const from = shown.search(/\w/) + 1;
  const inside = midLine.exec(shown.slice(from));
  const label = labels.find((known) => known === inside?.[1]);
  return inside === null || label === undefined ? null : near(label, from + inside.index, inside[0].length);
}

/** The label at the beginning of a line; offsets count in the line, from the first mark to after the last. */
export function labelOf(line: string): LabelLine | null {
  const match = exactLabel.exec(line);
  if (match === null) return nearLabel(line);
  const [whole, indent = '', name] = match;
  const label = labels.find((known) => known === name);
  return label === undefined ? null : { kind: 'label', label, start: indent.length, end: whole.length };
}
