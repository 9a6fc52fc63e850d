import type { AnswerForm, TypedForms } from './answer-form.ts';
import { codeLikeness } from './code-likeness.ts';
import { numberValue } from './number-value.ts';
import { proseLikeness } from './prose-likeness.ts';
import { addedWords } from './added-words.ts';
import type { TextNote } from './verdict.ts';

/** How what was typed is like an answer. */
export interface Likeness {
  readonly verdict: 'right' | 'slip' | 'close';
  /** How many letters differ; 0 for what differs otherwise. */
  readonly edits: number;
  readonly note: TextNote | null;
}

function numberLikeness(value: string, typed: TypedForms): Likeness | null {
  if (typed.value === value) return { verdict: 'right', edits: 0, note: null };
  const word = typed.words.find((one) => numberValue(one) === value);
  if (typed.value !== null || word === undefined) return null;
  const added = addedWords([word], typed.words);
  const isOnly = added !== null && !added.some((one) => /\d/.test(one) || numberValue(one) !== null);
  return isOnly ? { verdict: 'close', edits: 0, note: { kind: 'near' } } : null;
}

/**
 * How a typed text is like an answer; `null`: it is not.
 *
 * @param isStrict no letter of prose may differ: it stands beside an answer that is code or a number
 */
export function likeness(form: AnswerForm, typed: TypedForms, isStrict: boolean): Likeness | null {
  switch (form.kind) {
    case 'code':
      return codeLikeness(form.tokens, typed.tokens, form.isCall);
    case 'number':
      return numberLikeness(form.value, typed);
    case 'prose':
      return proseLikeness(form.words, typed.words, isStrict);
    default:
      return form satisfies never;
  }
}
