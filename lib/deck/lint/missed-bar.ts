import type { Paragraph } from 'mdast';
import { nodeRange } from '#lib/deck/markdown/parse.ts';
import type { ParsedSection } from '#lib/deck/markdown/sections.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

/** Bars that another keyboard has, or that only look like one. */
const foreignBar = /[¦｜│∣❘]/g;
const dash = /[ \t](?:—|–|--?)[ \t]/;
/** What stands between two pieces of code that are no one answer. */
const betweenCode = /^[,;/]?\s*(?:or)?$/i;
/** Signs between two ways to say something, from those that are hardly ever part of one to a comma. */
const separators = [/;[ \t]+/, /(?<=[ \t])(?:\/|or)[ \t]+/i, /,[ \t]+/] as const;
/** A piece that begins so goes on with the one before it. */
const goesOn =
  /^(?:and|as|because|but|by|for|from|if|in|not|of|on|so|since|that|then|to|which|while|who|when|where|with)\b|^(?:yes|no)$/i;
/** A way to say something has few words. */
const mostWords = 2;

const byBar = 'write `|` between two answers';

/** What may hold several answers in one paragraph. */
type Written = Pick<ParsedSection, 'nodes' | 'base' | 'labelRange'>;

/** What follows a label: its first paragraph, and where the text of that begins. */
interface Lead extends Range {
  readonly children: Paragraph['children'];
  readonly at: (child: Paragraph['children'][number]) => Range;
}

function leadOf({ nodes: [first], base, labelRange }: Written): Lead | null {
  if (first?.type !== 'paragraph') return null;
  // With a letter right behind it, the label is text, too.
  const within = ({ start, end }: Range): Range => ({ start: Math.max(start, labelRange.end), end });
  return {
    children: first.children,
    ...within(nodeRange(first, base)),
    at: (child) => within(nodeRange(child, base)),
  };
}

/** The range without the white space at its ends; of nothing else, the character behind it. */
function trimmedRange({ start, end }: Range, source: string): Range {
  const text = source.slice(start, end);
  const sign = text.trim();
  if (sign === '') return { start: end, end: end + 1 };
  const from = start + text.indexOf(sign);
  return { start: from, end: from + sign.length };
}

/** What stands between pieces of code, each of which was likely meant by itself; `null`: there is other text, or one alone. */
function gapsOfCode({ children, at, start, end }: Lead, source: string): readonly Range[] | null {
  const texts = children.filter(({ type }) => type === 'text').map(at);
  const cut = texts.find((text) => dash.test(source.slice(text.start, text.end)));
  const stop = cut === undefined ? end : cut.start + source.slice(cut.start, cut.end).search(dash);
  const code = children
    .filter(({ type }) => type === 'inlineCode')
    .map(at)
    .filter((one) => one.start < stop);
  const [first] = code;
  const last = code.at(-1);
  if (first === undefined || last === undefined || code.length < 2) return null;
  const around = source.slice(start, first.start) + source.slice(last.end, stop);
  const gaps = code
    .slice(1)
    .map((next, index) => ({ start: code[index]?.end ?? next.start, end: next.start }));
  const arePlain = gaps.every((gap) => betweenCode.test(source.slice(gap.start, gap.end).trim()));
  return arePlain && /^[\s.]*$/.test(around) ? gaps : null;
}

function oneAnswer(sign: string): string {
  return sign === ''
    ? 'no `|` stands between these, so all of this is one answer'
    : `\`${sign}\` parts no answers, so all of this is one`;
}

/** Two or more short ways to say something, with a sign between that parts them only for a reader. */
function gapOfProse(text: string, answer: string): { readonly at: number; readonly sign: string } | null {
  for (const separator of separators) {
    const match = separator.exec(text);
    // What the answer itself has, each alternate may have, too.
    if (match === null || separator.test(answer) || answer.includes(match[0].trim())) continue;
    const pieces = text.split(separator).map((piece) => piece.trim());
    const areShort = pieces.every((piece) => piece !== '' && piece.split(/\s+/).length <= mostWords);
    if (!areShort || pieces.some((piece) => goesOn.test(piece))) return null;
    return { at: match.index, sign: match[0].trim() };
  }
  return null;
}

function missedInCode(gaps: readonly Range[], source: string, end: number): Finding[] {
  const [first] = gaps;
  const last = gaps.at(-1);
  if (first === undefined || last === undefined) return [];
  const place = trimmedRange(first, source);
  const sign = source.slice(first.start, first.end).trim();
  const found = finding('BAR_MISSING', place, oneAnswer(sign), byBar);
  const parted = gaps.map((gap, index) => ` | ${source.slice(gap.end, gaps[index + 1]?.start ?? gap.end)}`);
  const fix = { start: first.start, end: last.end, text: parted.join('') };
  const isOneLine = !/[\r\n]/.test(source.slice(first.start, end));
  return [isOneLine && !/\.\s*$/.test(source.slice(last.end, end)) ? { ...found, fix } : found];
}

/** A sign that only looks like a bar; what mends it makes bars of all of them. */
function foreignBars({ children, at }: Lead, source: string): Finding[] {
  const places = children
    .filter(({ type }) => type === 'text')
    .map(at)
    .flatMap(({ start, end }) =>
      Array.from(source.slice(start, end).matchAll(foreignBar), ({ index }) => start + index),
    );
  const [first] = places;
  if (first === undefined) return [];
  const message = `\`${source.charAt(first)}\` is no bar, so all of this is one answer`;
  const parted = places.map((place, index) => `|${source.slice(place + 1, places[index + 1] ?? place + 1)}`);
  const fix = { start: first, end: (places.at(-1) ?? first) + 1, text: parted.join('') };
  return [{ ...finding('BAR_MISSING', { start: first, end: first + 1 }, message, byBar), fix }];
}

function missedInProse({ children, at }: Lead, source: string, answer: string): Finding[] {
  const [only, ...others] = children.filter((child) => child.type !== 'text' || child.value.trim() !== '');
  if (only?.type !== 'text' || others.length > 0) return [];
  const { start, end } = at(only);
  const text = source.slice(start, end).trimEnd();
  const newline = /(?:\r\n?|\n)[ \t]*(?=\S)/.exec(text);
  if (newline !== null) {
    const from = start + newline.index + newline[0].length;
    const message = 'a new line parts no answers, so all of this is one';
    return [finding('BAR_MISSING', { start: from, end: from + 1 }, message, byBar)];
  }
  const gap = gapOfProse(text, answer);
  if (gap === null) return [];
  const from = start + gap.at;
  const needless = /[,;]/.test(gap.sign) ? `; \`${gap.sign}\` inside an answer need not be written` : '';
  return [
    finding(
      'BAR_MISSING',
      { start: from, end: from + gap.sign.length },
      oneAnswer(gap.sign),
      `${byBar}${needless}`,
    ),
  ];
}

/**
 * Alternates that were likely meant to be several, and are one, since no bar stands between them. For text that
 * `splitAtBars` does not split.
 *
 * @param answer the plain text of the answer itself
 */
export function missedBar(section: Written, source: string, answer: string): Finding[] {
  const lead = leadOf(section);
  if (lead === null) return [];
  const foreign = foreignBars(lead, source);
  if (foreign.length > 0) return foreign;
  const gaps = gapsOfCode(lead, source);
  if (gaps === null) return missedInProse(lead, source, answer);
  return separators.some((separator) => separator.test(answer)) ? [] : missedInCode(gaps, source, lead.end);
}

/** Several pieces of code behind a label that takes one. */
export function severalCodes(section: Written, source: string, help: string): Finding[] {
  const lead = leadOf(section);
  const [gap] = (lead === null ? null : gapsOfCode(lead, source)) ?? [];
  return gap === undefined
    ? []
    : [finding('BAR_MISSING', trimmedRange(gap, source), 'all of this is taken as one', help)];
}

/** Where each alternate of a section stands that bars part: as many as `splitAtBars` gives. */
export function barRanges(section: Written, source: string): readonly Range[] {
  const lead = leadOf(section);
  if (lead === null) return [];
  const bars = lead.children.flatMap((child) => {
    if (child.type !== 'text') return [];
    const { start, end } = lead.at(child);
    return Array.from(source.slice(start, end).matchAll(/\|/g), ({ index }) => start + index);
  });
  return [lead.start, ...bars.map((bar) => bar + 1)].map((start, index) =>
    trimmedRange({ start, end: bars[index] ?? lead.end }, source),
  );
}
