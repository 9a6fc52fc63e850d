import type { AnswerText } from '#lib/deck/prompt.ts';
import { numberValue } from './number-value.ts';
import { proseWords } from './prose-words.ts';
import { pythonTokens, type Token } from './python-tokens.ts';

/** An answer as it is compared. What kind of answer the author wrote says how much may differ. */
export type AnswerForm =
  | { readonly kind: 'code'; readonly tokens: readonly Token[]; readonly isCall: boolean }
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'prose'; readonly words: readonly string[] };

/** What was typed, read in each of the ways in which an answer may be. */
export interface TypedForms {
  readonly tokens: readonly Token[];
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

function plainCode(text: string): string {
  const plain = typographic.reduce((before, [from, to]) => before.replace(from, to), text.normalize('NFKC'));
  // The point that ends a sentence is no code: nothing of Python ends in one.
  const sentence = plain.trim().replace(/(?<=[^.\s])\.$/, '');
  return sentence.replace(/^(`+)(.*)\1$/s, '$2').trim();
}

/** The tokens of code, without the empty parentheses of a call. */
function codeForm(text: string): Extract<AnswerForm, { kind: 'code' }> {
  const tokens = pythonTokens(plainCode(text));
  const [open, close] = tokens.slice(-2);
  const isCall = tokens.length > 2 && open?.key === '(' && close?.key === ')';
  return { kind: 'code', tokens: isCall ? tokens.slice(0, -2) : tokens, isCall };
}

function valueOf(text: string): string | null {
  const bare = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/^["'`“”‘’(\s]+|["'`“”‘’).,;!?\s]+$/gu, '');
  return numberValue(bare);
}

export function answerForm({ text, isCode }: AnswerText): AnswerForm {
  if (isCode) return codeForm(text);
  const value = valueOf(text);
  return value === null ? { kind: 'prose', words: proseWords(text) } : { kind: 'number', value };
}

export function typedForms(text: string): TypedForms {
  return { tokens: codeForm(text).tokens, value: valueOf(text), words: proseWords(text) };
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
  return [
    formKey({ kind: 'code', tokens, isCall: false }),
    formKey({ kind: 'prose', words }),
    ...(value === null ? [] : [formKey({ kind: 'number', value })]),
  ];
}
