import { deckAnswers } from '#lib/grade/deck-answers.ts';
import { grade } from '#lib/grade/grade.ts';
import type { Stage } from '#lib/guide/guide.ts';
import { fromBase64 } from '#lib/lab/protocol/encode-value.ts';
import { formatError, formatErrorShort } from '#lib/lab/protocol/format-event.ts';
import { formatShortValue } from '#lib/lab/protocol/format-value.ts';
import type { CallError, CallResult } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

export type Question = NonNullable<Stage['question']>;
type Typed = Extract<Question, { kind: 'typed' }>;

/** What a student says to a question: the positions of options, or a text. */
export type Saying =
  | { readonly kind: 'options'; readonly picked: readonly number[] }
  | { readonly kind: 'text'; readonly text: string };

function errorForms(error: CallError): string[] {
  const { exception, code, errno, message } = error;
  const bare = exception.replace(/^socket\./, '');
  const number = errno === null ? [] : [String(errno), `[Errno ${String(errno)}]`, `Errno ${String(errno)}`];
  return [
    // `OSError` alone is the name of many errors.
    ...(bare === 'OSError' ? [] : [exception, bare]),
    ...(code === null ? [] : [code]),
    ...number,
    ...(code === null || errno === null ? [] : [`${code} (${String(errno)})`, `${exception} ${code}`]),
    message,
    message.replace(/^\[Errno -?\d+\] /, ''),
    `${exception}: ${message}`,
    formatErrorShort(error),
    formatError(error),
  ];
}

function valueForms(value: PythonValue): string[] {
  const shown = formatShortValue(value);
  if (typeof value === 'string') return [shown, value];
  if (typeof value !== 'object' || value === null || !('bytes' in value) || value.times !== undefined)
    return [shown];
  const text = new TextDecoder().decode(fromBase64(value.bytes));
  return text === '' ? [shown] : [shown, text];
}

/** Each form in which the page shows how a call ended. They name one fact, so a student may copy any of them. */
export function shownForms(result: CallResult): readonly string[] {
  return (result.ok ? valueForms(result.value) : errorForms(result.error)).filter((form) => form !== '');
}

/** A guided lab asks about what is run, not about a deck: no other card's answer is in question. */
const noOthers = deckAnswers([]);

function isAccepted(question: Typed, text: string): boolean {
  // What is close counts: nothing depends on a prediction that one would have to decide about.
  return grade(question, { kind: 'text', text }, noOthers).verdict !== 'wrong';
}

/** The same for what differs only in spaces, capitals, backticks or a full stop. */
function normal(text: string): string {
  return text.replaceAll('`', '').replace(/\s+/g, ' ').trim().replace(/\.$/, '').toLowerCase();
}

/** Whether the text is one form of a result that a right answer names in another. */
function namesSameResult(question: Typed, text: string, results: readonly CallResult[]): boolean {
  const said = normal(text);
  return results
    .map(shownForms)
    .some(
      (forms) =>
        forms.some((form) => normal(form) === said) && forms.some((form) => isAccepted(question, form)),
    );
}

/**
 * Whether what a student said is so.
 *
 * @param results how the calls of the session ended: what names the same result as a right answer is right, too
 */
export function gradeSaying(question: Question, saying: Saying, results: readonly CallResult[]): boolean {
  if (question.kind === 'choice')
    return (
      saying.kind === 'options' &&
      question.options.every(({ right }, position) => right === saying.picked.includes(position))
    );
  if (saying.kind !== 'text') return false;
  const { text } = saying;
  if (isAccepted(question, text)) return true;
  return namedWrong(question, text) < 0 && namesSameResult(question, text, results);
}

/** Position in `not` of the wrong answer that the author named; -1: it is none of them. */
export function namedWrong(question: Typed, text: string): number {
  const graded = grade(question, { kind: 'text', text }, noOthers);
  const note = graded.kind === 'text' ? graded.text.note : null;
  return note?.kind === 'not' ? note.index : -1;
}
