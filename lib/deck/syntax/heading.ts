import { findBlanks } from '#lib/deck/syntax/blanks.ts';
import { hideRanges, lineComments } from '#lib/deck/syntax/comments.ts';
import { invisibleIn, lookalikesIn } from '#lib/deck/syntax/signs.ts';
import { slug } from '#lib/deck/syntax/slug.ts';
import { type Finding, finding, type Range, shifted } from '#lib/diagnostics/finding.ts';
import { nearest } from '#lib/text/edit-distance.ts';

/** The contents of the comment of a heading. */
interface CardComment {
  /** As written, well formed or not. */
  readonly id: { readonly value: string; readonly range: Range } | null;
  readonly both: Range | null;
  readonly order: Range | null;
  readonly match: Range | null;
  /** At least 1. */
  readonly rev: number;
  /** `null`: those of the deck. */
  readonly topics: readonly number[] | null;
  /** The words that name the topics; `null`: there are none. */
  readonly topicsRange: Range | null;
}

const words = ['id', 'both', 'order', 'match', 'rev', 'topics'] as const;
type Word = (typeof words)[number];

export const idPattern = /^(?=.{1,64}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

function isWord(text: string): text is Word {
  return words.some((word) => word === text);
}

/** `3, 8` → `[3, 8]`, ascending, each once; `null` if one of them is not a whole number above 0. */
export function parseTopics(values: readonly string[]): number[] | null {
  const topics = values.map((value) => (/^[1-9]\d{0,5}$/.test(value.trim()) ? Number(value) : null));
  const valid = topics.filter((topic) => topic !== null);
  if (valid.length !== topics.length || valid.length === 0) return null;
  return [...new Set(valid)].sort((a, b) => a - b);
}

interface Draft {
  id: CardComment['id'];
  both: Range | null;
  order: Range | null;
  match: Range | null;
  rev: number;
  topics: readonly number[] | null;
  topicsRange: Range | null;
}

interface Entry {
  readonly word: string;
  readonly value: string | null;
  readonly range: Range;
}

function entriesOf(source: string, content: Range): Entry[] {
  const entries: Entry[] = [];
  let start = content.start;
  for (const piece of source.slice(content.start, content.end).split(';')) {
    const trimmed = piece.trim();
    const begin = start + (piece.length - piece.trimStart().length);
    const colon = trimmed.indexOf(':');
    if (trimmed !== '') {
      entries.push({
        word: colon === -1 ? trimmed : trimmed.slice(0, colon).trimEnd(),
        value: colon === -1 ? null : trimmed.slice(colon + 1).trim(),
        range: { start: begin, end: begin + trimmed.length },
      });
    }
    start += piece.length + 1;
  }
  return entries;
}

const idWithoutColon = /^id\s*[\s=]\s*([a-z0-9-]+)$/i;

/** The id of an entry whose word is nearly `id`. */
function meantId({ word, value, range }: Entry): CardComment['id'] {
  const [, after] = idWithoutColon.exec(word) ?? [];
  const written = after ?? (/^(?:id|di|ids)$/i.test(word) ? value : null);
  if (written === null || !idPattern.test(written)) return null;
  return { value: written, range: { start: range.end - written.length, end: range.end } };
}

/** The problem with a malformed id. An id that is followed by words of the comment lacks a `;`. */
function idFinding(id: NonNullable<CardComment['id']>): Finding {
  if (id.value === '') return finding('ID_MALFORMED', id.range, 'the id is empty');
  const message = `\`${id.value}\` is not a well-formed id`;
  // Without this, the author would see an id that looks right.
  const sign = invisibleIn(id.value) ?? lookalikesIn(id.value, true)[0];
  if (sign !== undefined) {
    const range = { start: id.range.start + sign.start, end: id.range.start + sign.end };
    return finding('ID_MALFORMED', range, sign.message, sign.help);
  }
  const joined = idWithWords(id.value);
  if (joined === null) return finding('ID_MALFORMED', id.range, message);
  const help = `separate them with \`;\`: \`id: ${joined.join('; ')}\``;
  return {
    ...finding('ID_MALFORMED', id.range, message, help),
    fix: { ...id.range, text: joined.join('; ') },
  };
}

/** `q, order` → `['q', 'order']`; `null` if it is not an id followed by words. */
function idWithWords(value: string): readonly [string, ...string[]] | null {
  const [, first = '', valued] = /^([^\s,]+)[\s,]+((?:rev|topics)\s*:.*)$/.exec(value) ?? [];
  if (valued !== undefined && idPattern.test(first)) return [first, valued];
  const [id = '', ...rest] = value.split(/[\s,]+/);
  return rest.length > 0 && idPattern.test(id) && rest.every(isWord) ? [id, ...rest] : null;
}

function unknownWord(entry: Entry): Finding {
  // A number is most likely one of several topics.
  const isNumber = /^\d+$/.test(entry.word);
  const near = isNumber ? null : nearest(entry.word, words);
  const [, id] = idWithoutColon.exec(entry.word) ?? [];
  const meant = id === undefined ? near : `id: ${id}`;
  const known = meant === null ? undefined : `write \`${meant}\``;
  const isJoined = /^(?:id|both|order|match|rev|topics)[ \t]*,/.test(entry.word);
  const help = isNumber
    ? 'separate topics with commas, as in `topics: 3, 8`'
    : isJoined
      ? 'separate words with `;`, not with a comma'
      : known;
  const range = { start: entry.range.start, end: entry.range.start + entry.word.length };
  const message = `the comment has an unknown word \`${entry.word}\``;
  const found = finding('COMMENT_WORD_UNKNOWN', range, message, help);
  const isSure = id !== undefined || near === entry.word.toLowerCase();
  return isSure && meant !== null ? { ...found, fix: { ...range, text: meant } } : found;
}

function badValue(entry: Entry, expected: string): Finding {
  return finding(
    'COMMENT_VALUE',
    entry.range,
    `the value of \`${entry.word}\` is not valid`,
    `write ${expected}`,
  );
}

/** Applies one entry to the draft; returns the problem with it, if any. */
function apply(entry: Entry, draft: Draft): Finding | null {
  const { word, value, range } = entry;
  if (!isWord(word)) {
    draft.id ??= meantId(entry);
    return unknownWord(entry);
  }
  switch (word) {
    case 'id':
      if (draft.id !== null) return badValue(entry, '`id` only once');
      draft.id = { value: value ?? '', range: { start: range.end - (value ?? word).length, end: range.end } };
      return null;
    case 'both':
    case 'order':
    case 'match':
      draft[word] = range;
      return value === null ? null : badValue(entry, `\`${word}\` alone`);
    case 'rev':
      if (value === null || !/^[1-9]\d{0,5}$/.test(value))
        return badValue(entry, 'a whole number, as in `rev: 2`');
      draft.rev = Number(value);
      return null;
    case 'topics':
      draft.topics = value === null ? null : parseTopics(value.split(','));
      draft.topicsRange = range;
      return draft.topics === null
        ? badValue(entry, 'whole numbers with commas, as in `topics: 3, 8`')
        : null;
    default:
      return word satisfies never;
  }
}

/** @param contents the ranges between `<!--` and `-->`; usually one */
function parseCardComment(
  source: string,
  contents: readonly Range[],
): { comment: CardComment; findings: readonly Finding[] } {
  const draft: Draft = {
    id: null,
    both: null,
    order: null,
    match: null,
    rev: 1,
    topics: null,
    topicsRange: null,
  };
  const findings: Finding[] = [];
  for (const content of contents) {
    for (const entry of entriesOf(source, content)) {
      const found = apply(entry, draft);
      if (found !== null) findings.push(found);
    }
  }
  const { id } = draft;
  if (id !== null && !idPattern.test(id.value)) {
    findings.push(idFinding(id));
  }
  return { comment: draft, findings };
}

/** The `## ` line of a card. Offsets count from the beginning of the card. */
export interface CardHeading {
  /** The Markdown of the question, without `## ` and comments. */
  readonly text: string;
  readonly range: Range;
  /** The comments, each with its `<!--` and `-->`. */
  readonly comments: readonly Range[];
  readonly comment: CardComment;
  /** The id as written or, if it is malformed, the one that was likely meant; `null`: none. */
  readonly id: string | null;
  /** `true` when `deck fix` must not write into this line. */
  readonly commentUnclosed: boolean;
}

/** Returns whether a range of the line is in inline code; call it from left to right. */
function codeAsker(line: string): (range: Range) => boolean {
  const last = line.lastIndexOf('`');
  let at = 0;
  let isOpen = false;
  return ({ start, end }) => {
    for (; at < start; at++) if (line.charAt(at) === '`') isOpen = !isOpen;
    return isOpen && last >= end;
  };
}

/** An id in the syntax of other programs. */
const foreignId = /[ \t](?:\{#([a-z0-9-]+)\}|[([{][ \t]*id[ \t]*[:=][ \t]*([a-z0-9-]+)[ \t]*[)\]}])[ \t]*$/i;
/** Text that begins or ends nearly like a comment. */
const almostComment = /(<[ \t]?!?[ \t]?[–—-]{1,3}[ \t]*)(id\b[^<>]*?)[ \t]*(?:[–—-]{1,3}>|[–—-]*$)/i;
const brokenEnd = /[ \t]*[–—-]+>?[ \t]*$/;

function usableId({ id }: CardComment): string | null {
  if (id === null) return null;
  if (idPattern.test(id.value)) return id.value;
  return idWithWords(id.value)?.[0] ?? (slug(id.value) || null);
}

/** @param line the first line of a card, without its line ending */
export function parseCardHeading(line: string): { heading: CardHeading; findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const comments: Range[] = [];
  const contents: Range[] = [];
  const found = lineComments(line);
  const insideCode = codeAsker(line);
  for (const range of found.whole) {
    if (insideCode(range)) continue;
    comments.push(range);
    contents.push({ start: range.start + 4, end: range.end - 3 });
  }
  const { opensAt } = found;
  const commentUnclosed = opensAt !== null && !insideCode({ start: opensAt, end: opensAt + 4 });
  if (commentUnclosed) {
    const content = { start: opensAt + 4, end: line.replace(brokenEnd, '').trimEnd().length };
    const found = finding('COMMENT_UNCLOSED', { start: opensAt, end: opensAt + 4 });
    // If the contents can be parsed, the comment ends with the line.
    const isSound = parseCardComment(line, [content]).findings.length === 0 && content.end > content.start;
    const fix = { start: content.end, end: line.length, text: ' -->' };
    findings.push(isSound ? { ...found, fix } : found);
    comments.push({ start: opensAt, end: line.length });
    contents.push(content);
  }
  if (!commentUnclosed) {
    const almost = almostComment.exec(hideRanges(line, comments));
    if (almost !== null && !codeAsker(line)({ start: almost.index, end: almost.index + 1 })) {
      const [whole, opening = '', content = ''] = almost;
      const start = almost.index + opening.length;
      const range = { start: almost.index, end: almost.index + whole.length };
      const fix = { ...range, text: `<!-- ${content.trim()} -->` };
      findings.push({ ...finding('COMMENT_MALFORMED', range), fix });
      comments.push(range);
      contents.push({ start, end: start + content.length });
    }
  }
  const foreign = comments.length > 0 ? null : foreignId.exec(line);
  if (foreign !== null) {
    const range = { start: foreign.index + 1, end: line.trimEnd().length };
    const id = foreign[1] ?? foreign[2] ?? '';
    const message = 'the id is not in a comment, so it is part of the question';
    findings.push(finding('COMMENT_MALFORMED', range, message, `write \`<!-- id: ${id} -->\``));
  }
  comments.sort((a, b) => a.start - b.start);
  const parsed = parseCardComment(line, contents);
  const bare = hideRanges(line, comments);
  const text = bare
    .slice(2)
    .replace(/(?:^|[ \t])#+[ \t]*$/, '')
    .trim();
  const start = text === '' ? 0 : bare.indexOf(text, 2);
  const range = { start, end: text === '' ? 2 : start + text.length };
  if (text === '') findings.push(finding('HEADING_EMPTY', range));
  for (const blank of findBlanks(text, false).blanks)
    findings.push(shifted(finding('BLANK_IN_HEADING', blank), range.start));
  return {
    heading: {
      text,
      range,
      comments,
      comment: parsed.comment,
      id: usableId(parsed.comment),
      commentUnclosed: commentUnclosed || foreign !== null,
    },
    findings: [...findings, ...parsed.findings],
  };
}
