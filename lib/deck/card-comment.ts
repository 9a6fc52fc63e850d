import { hiddenSigns } from '#lib/deck/odd-signs.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';
import { nearest } from '#lib/diagnostics/nearest.ts';

/** What the hidden comment of a heading says. */
export interface CardComment {
  /** As written, well formed or not. */
  readonly id: { readonly value: string; readonly range: Range } | null;
  readonly both: Range | null;
  readonly order: Range | null;
  readonly match: Range | null;
  /** At least 1. */
  readonly rev: number;
  /** `null`: those of the deck. */
  readonly topics: readonly number[] | null;
}

const words = ['id', 'both', 'order', 'match', 'rev', 'topics'] as const;
type Word = (typeof words)[number];

export const idPattern = /^(?=.{1,64}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

function isWord(text: string): text is Word {
  return words.some((word) => word === text);
}

/** `3, 8` → `[3, 8]`, ascending and without repetition; `null` when one of them is not a whole number above 0. */
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

/** The id of an entry whose word is not quite `id`. */
function meantId({ word, value, range }: Entry): CardComment['id'] {
  const [, after] = idWithoutColon.exec(word) ?? [];
  const written = after ?? (/^(?:id|di|ids)$/i.test(word) ? value : null);
  if (written === null || !idPattern.test(written)) return null;
  return { value: written, range: { start: range.end - written.length, end: range.end } };
}

/** What is wrong with an id. An id with words of the comment behind it lacks a `;`. */
function idFinding(id: NonNullable<CardComment['id']>): Finding {
  if (id.value === '') return finding('ID_MALFORMED', id.range, 'the id is empty');
  const message = `\`${id.value}\` is not a well-formed id`;
  // Of an id that looks right, what nobody sees has to be said.
  const [odd] = hiddenSigns(id.value, id.range.start, true);
  if (odd !== undefined) return finding('ID_MALFORMED', odd, odd.message, odd.help);
  const joined = idWithWords(id.value);
  if (joined === null) return finding('ID_MALFORMED', id.range, message);
  const help = `put \`;\` between: \`id: ${joined.join('; ')}\``;
  return {
    ...finding('ID_MALFORMED', id.range, message, help),
    fix: { ...id.range, text: joined.join('; ') },
  };
}

/** `q, order` → `['q', 'order']`; `null` where it is no id with words behind it. */
export function idWithWords(value: string): readonly [string, ...string[]] | null {
  const [, first = '', valued] = /^([^\s,]+)[\s,]+((?:rev|topics)\s*:.*)$/.exec(value) ?? [];
  if (valued !== undefined && idPattern.test(first)) return [first, valued];
  const [id = '', ...rest] = value.split(/[\s,]+/);
  return rest.length > 0 && idPattern.test(id) && rest.every(isWord) ? [id, ...rest] : null;
}

function unknownWord(entry: Entry): Finding {
  // A number is no word, but most likely one of several topics.
  const isNumber = /^\d+$/.test(entry.word);
  const near = isNumber ? null : nearest(entry.word, words);
  const [, id] = idWithoutColon.exec(entry.word) ?? [];
  const meant = id === undefined ? near : `id: ${id}`;
  const known = meant === null ? undefined : `write \`${meant}\``;
  const isJoined = /^(?:id|both|order|match|rev|topics)[ \t]*,/.test(entry.word);
  const help = isNumber
    ? 'write several topics with commas, as in `topics: 3, 8`'
    : isJoined
      ? 'put `;` between the words, and no comma'
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

/** Applies one entry to the draft; what is wrong with it comes back. */
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
      return draft.topics === null
        ? badValue(entry, 'whole numbers with commas, as in `topics: 3, 8`')
        : null;
    default:
      return word satisfies never;
  }
}

/** @param contents what stands between `<!--` and `-->`, as ranges of `source`; usually one */
export function parseCardComment(
  source: string,
  contents: readonly Range[],
): { comment: CardComment; findings: readonly Finding[] } {
  const draft: Draft = { id: null, both: null, order: null, match: null, rev: 1, topics: null };
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
