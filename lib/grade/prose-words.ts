import { numberValue, spokenValue } from './number-value.ts';

const articles = new Set(['a', 'an', 'the']);

/** Groups of three digits that are not part of an address or of a longer number. */
const grouped = /(?<![\p{L}\d.,_:])\d{1,3}([,_ ])\d{3}(?:\1\d{3})*(?![.,_:]?\d)/gu;
/** What is no part of a word: punctuation but for a few signs that have a meaning, and back-ticks. */
const ignored = /[`´^¨]|(?![#%&*@])\p{P}/gu;
const dashes = /[\p{Pd}_/\s]+/u;

/** Letters that look the same or are the same word become the same; white space of any kind is one space. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[`´]|\p{Cf}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC');
}

/** A sign, a point or a colon belongs to the digit beside it: `-1`, `127.0.0.1`, `::1`, `10.0.0.0/8`. */
function wordsOf(chunk: string): string[] {
  // A number with its unit, as in `32bits`.
  const measure = /^(\d+)(\p{L}{2,})$/u.exec(chunk);
  if (measure !== null) return measure.slice(1);
  if (!/\d/.test(chunk)) return chunk.split(dashes).map((word) => word.replace(ignored, ''));
  const bare = chunk.replace(/^[^\p{L}\p{N}\p{S}\-.:−]+|[^\p{L}\p{N}\p{S}%]+$/gu, '');
  const whole = numberValue(bare);
  if (whole !== null && !bare.includes('.')) return [bare.replace(/[,_']/g, '').replace('−', '-')];
  return bare.split(/(?<=\p{L})[\p{Pd}_]|(?<=\d)[\p{Pd}_](?=\p{L})/u);
}

/** How many words a number is said in at most. */
const longestNumber = 12;

/** Numbers that are said in words, in digits: `thirty two bits` as `32 bits`. */
function inDigits(words: readonly string[]): string[] {
  const result: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const first = words[at] ?? '';
    let said = spokenValue(first) === null ? 0 : longestNumber;
    while (said > 1 && spokenValue(words.slice(at, at + said).join(' ')) === null) said -= 1;
    result.push(said === 0 ? first : (spokenValue(words.slice(at, at + said).join(' ')) ?? first));
    at += Math.max(0, Math.min(said, words.length - at) - 1);
  }
  return result;
}

/**
 * Prose as the words that count: without letter case, articles and punctuation; dashes, underscores and slashes part
 * words as spaces do. Numbers are in digits. A text of nothing but articles or signs keeps them.
 */
export function proseWords(text: string): string[] {
  const plain = folded(text).replace(grouped, (digits) => digits.replace(/[,_ ]/g, ''));
  const chunks = plain.split(/\s+/).filter((chunk) => chunk !== '');
  const words = inDigits(chunks.flatMap(wordsOf).filter((word) => word !== ''));
  const telling = words.filter((word) => !articles.has(word));
  if (telling.length > 0) return telling;
  return words.length > 0 ? words : chunks.map((chunk) => chunk.replace(/^(["'])(.+)\1$/u, '$2'));
}
