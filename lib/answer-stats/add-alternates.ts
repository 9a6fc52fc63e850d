import { assignIds } from '#lib/deck/card-ids.ts';
import { nodeRange } from '#lib/deck/markdown/parse.ts';
import { parseSections } from '#lib/deck/markdown/sections.ts';
import { type Blank, blankParts } from '#lib/deck/syntax/blanks.ts';
import { hideRanges } from '#lib/deck/syntax/comments.ts';
import { type CardOutline, outlineCard } from '#lib/deck/syntax/outline.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';

/** An answer to be accepted as well. */
export interface NewAlternate {
  /** Id of its card. */
  readonly card: string;
  /** The last part of the prompt's key; null: the card asks one thing. */
  readonly part: string | null;
  /** Position in the blanks of the part; null: the typed answer. */
  readonly blank: number | null;
  /** Position in the items of a list; null: the answer is no list. */
  readonly item: number | null;
  readonly text: string;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * A deck's Markdown in which the answers are accepted: after `**Also accept:**`, which is added where it lacks, or in the
 * blank, or after the item of a list. The rest of the text stays as it is, line ends included. What has no place is given
 * back: of a card that is gone, text with a line break, in a blank a backslash before a sign that means something there, and
 * in an item a dash that would look like an explanation.
 */
export function addAlternates(
  text: string,
  alternates: readonly NewAlternate[],
): { readonly text: string; readonly left: readonly NewAlternate[] } {
  const { cards } = splitDeck(text);
  const outlines = cards.map(({ source }) => outlineCard(source));
  const ids = assignIds(outlines).map(({ id }) => id);
  const left: NewAlternate[] = [];
  const insertions: Insertion[] = [];
  for (const [index, outline] of outlines.entries()) {
    const own = alternates.filter(({ card }) => card === ids[index]);
    const start = cards[index]?.start ?? 0;
    for (const { at, text: inserted } of insertionsFor(outline, own, left))
      insertions.push({ at: start + at, text: inserted });
  }
  left.push(...alternates.filter(({ card }) => !ids.includes(card)));
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  let result = '';
  let from = 0;
  for (const { at, text: inserted } of insertions.sort((a, b) => a.at - b.at)) {
    result += text.slice(from, at) + inserted.replaceAll('\n', newline);
    from = at;
  }
  return { text: result + text.slice(from), left };
}

function insertionsFor(
  outline: CardOutline,
  alternates: readonly NewAlternate[],
  left: NewAlternate[],
): Insertion[] {
  const typed: string[] = [];
  const blanks = new Map<Blank, string[]>();
  const items = new Map<number, string[]>();
  const itemEnds = alternates.some(({ item }) => item !== null) ? listEnds(outline) : [];
  for (const alternate of alternates) {
    const blank = blankOf(outline, alternate);
    if (/[\r\n]/.test(alternate.text)) left.push(alternate);
    else if (alternate.item !== null) {
      const at = itemEnds[alternate.item];
      if (at === undefined || /\s(?:—|–|--)(?:\s|$)/.test(alternate.text)) left.push(alternate);
      else items.set(at, [...(items.get(at) ?? []), alternate.text]);
    } else if (outline.kind === 'typed' && alternate.blank === null && listEnds(outline).length === 0)
      typed.push(alternate.text);
    else if (blank !== null && !/\\(?:[|:{}]|$)/.test(alternate.text))
      blanks.set(blank, [...(blanks.get(blank) ?? []), alternate.text]);
    else left.push(alternate);
  }
  return [
    ...(typed.length === 0 ? [] : typedInsertion(outline, typed)),
    ...Array.from(items, ([at, texts]) => ({
      at,
      text: texts.map((text) => ` | ${written(text, /`\s*$/.test(outline.source.slice(0, at)))}`).join(''),
    })),
    ...Array.from(blanks, ([blank, texts]) => ({
      at: answersEnd(outline.source, blank),
      text: texts.map((text) => `|${text.replace(/[|:{}]/g, '\\$&')}`).join(''),
    })),
  ];
}

function blankOf(outline: CardOutline, { part, blank }: NewAlternate): Blank | null {
  if (blank === null) return null;
  const number = blankParts(outline.blanks).find(({ name }) => name === part)?.blanks[blank];
  return number === undefined ? null : (outline.blanks[number] ?? null);
}

/** Where the answers of a blank end: at its hint, or at its closing braces. */
function answersEnd(source: string, { start, end }: Blank): number {
  const inner = source.slice(start + 2, end - 2);
  const group = /^\d{1,4}::/.exec(inner)?.[0].length ?? 0;
  for (let at = group; at < inner.length; at += 1) {
    if (inner.charAt(at) === '\\') at += 1;
    else if (inner.startsWith('::', at)) return start + 2 + at;
  }
  return end - 2;
}

function typedInsertion({ source, sections }: CardOutline, texts: readonly string[]): Insertion[] {
  const answer = sections.find(({ label }) => label === 'Answer');
  if (answer === undefined) return [];
  const isCode = /`\s*$/.test(source.slice(answer.labelRange.end, answer.end));
  const alternates = texts.map((text) => written(text, isCode)).join(' | ');
  const accept = sections.find(({ label }) => label === 'Also accept');
  const section = accept ?? answer;
  const at = section.start + source.slice(section.start, section.end).trimEnd().length;
  return [{ at, text: accept === undefined ? `\n\n**Also accept:** ${alternates}` : ` | ${alternates}` }];
}

/** Where the items of a list that is the answer end; empty where it is no list. */
function listEnds({ source, heading, comments, body, sections }: CardOutline): number[] {
  const at = sections.findIndex(({ label }) => label === 'Answer');
  const shown = hideRanges(source, [...heading.comments, ...comments]);
  const answer = at === -1 ? undefined : parseSections(shown, body.end, sections).sections[at];
  const list = answer?.nodes.find((node) => node.type === 'list');
  if (answer === undefined || list === undefined) return [];
  return list.children.map((item) => nodeRange(item.children[0] ?? item).end);
}

/** An alternate as code where the answer is, or where a bar would part it. */
function written(text: string, isCode: boolean): string {
  return isCode || text.includes('|') ? codeSpan(text) : literal(text);
}

/** Text that Markdown shows as it is. */
function literal(text: string): string {
  return text.replace(/[\\`*_<>[\]{}&~#!]/g, '\\$&');
}

function codeSpan(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
