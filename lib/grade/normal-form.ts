import type { AnswerText } from '#lib/cards/prompt.ts';
import { numberValue, spokenValue, sumValue } from '#lib/grade/number-value.ts';
import { pythonTokens, type Token, withoutNeedless } from '#lib/grade/python-tokens.ts';

const articles = new Set(['a', 'an', 'the']);

/** Groups of three digits that are not part of an address or of a longer number. */
const grouped = /(?<![\p{L}\d.,_:])\d{1,3}([,_ ])\d{3}(?:\1\d{3})*(?![.,_:]?\d)/gu;
/** What is not part of a word: backticks and punctuation, except a few signs that have a meaning. */
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

/** A sign, a point or a colon belongs to the adjacent digit: `-1`, `127.0.0.1`, `::1`, `10.0.0.0/8`. */
function wordsOf(chunk: string): string[] {
  // A number with its unit, as in `32bits`.
  const measure = /^(\d+(?:\.\d+)?)(\p{L}{2,}|[%‰]|\p{Sc}|°\p{L}?)[.,;:!?]*$/u.exec(chunk);
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

/** A unit in words as its sign. */
function unitOf(word: string, at: number, words: readonly string[]): string {
  const isUnit = /^\d/.test(words[at - 1] ?? '');
  return isUnit && /^(?:percent|pct)$/.test(word) ? '%' : word;
}

/**
 * Prose as the words that count: without letter case, articles and punctuation; dashes, underscores and slashes part
 * words as spaces do. Numbers are in digits. A text of nothing but articles or signs keeps them.
 */
export function proseWords(text: string): string[] {
  const plain = folded(text).replace(grouped, (digits) => digits.replace(/[,_ ]/g, ''));
  const chunks = plain.split(/\s+/).filter((chunk) => chunk !== '');
  const words = inDigits(chunks.flatMap(wordsOf).filter((word) => word !== '')).map(unitOf);
  const reporting = words.filter((word) => !articles.has(word));
  if (reporting.length > 0) return reporting;
  return words.length > 0 ? words : chunks.map((chunk) => chunk.replace(/^(["'])(.+)\1$/u, '$2'));
}

/** An answer as it is compared. What kind of answer the author wrote says how much may differ. */
export type AnswerForm =
  | { readonly kind: 'code'; readonly tokens: readonly Token[]; readonly isCall: boolean }
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'prose'; readonly words: readonly string[] };

/** What was typed, read in each of the ways in which an answer may be. */
export interface TypedForms {
  readonly tokens: readonly Token[];
  /** It ended in empty parentheses, which the tokens leave out. */
  readonly isCall: boolean;
  readonly value: string | null;
  readonly words: readonly string[];
}

/** Phones and word processors put in signs of their own. */
const typographic: readonly (readonly [RegExp, string])[] = [
  [/\p{Cf}/gu, ''],
  [/[“”„‟]/g, '"'],
  [/[‘’‚‛]/g, "'"],
  [/[−‐‑‒–]/g, '-'],
];

/** What Python prints of an exception: its class, a colon, its message. */
const exceptionLine = /^((?:\w+\.)*\w*(?:error|exception|timeout|warning)):\s.*$/is;

function plainCode(text: string): string {
  const plain = typographic.reduce((before, [from, to]) => before.replace(from, to), text.normalize('NFKC'));
  // What ends a sentence, or comes after the place in its line, is none of the answer.
  const sentence = plain.trim().replace(/(?<=[^.,;:\s])\s*[.,;:]$/, '');
  const code = sentence.replace(/^(`+)(.*)\1$/s, '$2').replace(/^>>>\s/, '');
  return code
    .trim()
    .replace(/^\.(?=\p{L})/u, '')
    .replace(exceptionLine, '$1');
}

/** The tokens of code, without the empty parentheses of a call. */
function codeForm(text: string): Extract<AnswerForm, { kind: 'code' }> {
  const tokens = withoutNeedless(pythonTokens(plainCode(text)));
  const [open, close] = tokens.slice(-2);
  const isCall = tokens.length > 2 && open?.key === '(' && close?.key === ')';
  return { kind: 'code', tokens: isCall ? tokens.slice(0, -2) : tokens, isCall };
}

/** What may read as a number, without quotation marks and the point after it. */
function bareNumber(text: string): string {
  return (
    text
      // Compatibility would make 216 of 2¹⁶.
      .replace(/[⁰¹²³⁴-⁹]+/g, '^$&')
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .replaceAll('−', '-')
      .replaceAll('×', '*')
      .replaceAll('’', "'")
      .replace(/^["'`“”‘’(\s]+|["'`“”‘’).,;!?\s]+$/gu, '')
  );
}

/** A number, or what gives one: `2**16 - 1`. */
function typedValue(text: string): string | null {
  const bare = bareNumber(text);
  const [, sum = bare, result] = /^([^=]+)=([^=]+)$/.exec(bare) ?? [];
  const value = numberValue(sumValue(sum.trim()) ?? sum.trim());
  // A sum with its result is that result, where it is.
  return result === undefined || numberValue(result.trim()) === value ? value : null;
}

/** Decks do not change while they are studied, so each of their answers is read once. */
const known = new WeakMap<AnswerText, AnswerForm>();

export function answerForm(answer: AnswerText): AnswerForm {
  const form = known.get(answer) ?? readAnswer(answer);
  known.set(answer, form);
  return form;
}

function readAnswer({ text, isCode }: AnswerText): AnswerForm {
  if (isCode) return codeForm(text);
  const bare = bareNumber(text);
  // `80-443` may be a range, so a sum needs another sign, or spaces.
  const sum = /[*^+]|\s-\s/.test(bare) ? sumValue(bare) : null;
  const value = numberValue(sum ?? bare);
  return value === null ? { kind: 'prose', words: proseWords(text) } : { kind: 'number', value };
}

export function typedForms(text: string): TypedForms {
  const words = proseWords(text);
  const { tokens, isCall } = codeForm(text);
  return { tokens, isCall, value: typedValue(text) ?? numberValue(words.join(' ')), words };
}

/** Equal for answers that are the same. */
export function formKey(form: AnswerForm): string {
  switch (form.kind) {
    case 'code':
      return `code ${JSON.stringify(form.tokens.map(({ key }) => key))}`;
    case 'number':
      return `number ${form.value}`;
    case 'prose':
      return `prose ${form.words.join(' ')}`;
    default:
      return form satisfies never;
  }
}

/** The keys of the answers that the typed text is, whatever their kind. */
export function typedKeys({ tokens, value, words }: TypedForms): string[] {
  const number = value === null ? [] : [formKey({ kind: 'number', value })];
  return [formKey({ kind: 'code', tokens, isCall: false }), formKey({ kind: 'prose', words }), ...number];
}
