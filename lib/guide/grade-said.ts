import { deckAnswers } from '#lib/grade/deck-answers.ts';
import { grade } from '#lib/grade/grade.ts';
import type { Stage } from '#lib/guide/guide.ts';
import { fromBase64 } from '#lib/lab/protocol/encode-value.ts';
import { formatError, formatErrorShort } from '#lib/lab/protocol/format-event.ts';
import { formatShortValue } from '#lib/lab/protocol/format-value.ts';
import type { CallError, CallResult } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

type Typed = Extract<NonNullable<Stage['question']>, { kind: 'typed' }>;

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
  if (typeof value !== 'object' || value === null || !('bytes' in value)) return [shown];
  // What is shown of long ones is not all of them.
  if ('length' in value || value.times !== undefined) return [shown];
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

export interface TypedGrade {
  readonly isRight: boolean;
  /** Position in the question's `not` of the wrong answer that it names; `null`: it names none of them. */
  readonly named: number | null;
}

/**
 * Whether what a student typed is so.
 *
 * @param results how the calls of the session ended: what names the same result as a right answer is right, too
 */
export function gradeTyped(question: Typed, text: string, results: readonly CallResult[]): TypedGrade {
  const graded = grade(question, { kind: 'text', text }, noOthers);
  const note = graded.kind === 'text' ? graded.text.note : null;
  const named = note?.kind === 'not' ? note.index : null;
  const isRight = isAccepted(question, text) || (named === null && namesSameResult(question, text, results));
  return { isRight, named };
}
