import type { AnswerText } from '#lib/deck/prompt.ts';
import { numberValue } from './number-value.ts';
import { proseWords } from './prose-words.ts';
import { sumValue } from './sum-value.ts';
import { withoutNeedless } from './needless-parentheses.ts';
import { pythonTokens, type Token } from './python-tokens.ts';

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
  // What ends a sentence, or stands behind the place in its line, is none of the answer.
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

/** What may read as a number, without quotation marks and the point behind it. */
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
  const value = numberValue(bareNumber(text));
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
