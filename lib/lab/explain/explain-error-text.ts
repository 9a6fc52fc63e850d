import { type ExplainedError, explainError } from '#lib/lab/explain/explain-error.ts';
import { readErrorText } from '#lib/lab/explain/read-error-text.ts';
import { emptySnapshot } from '#lib/lab/timeline/fold-event.ts';

/** What is known of an error by its text alone. */
export interface ExplainedText extends ExplainedError {
  /** `ECONNREFUSED (ConnectionRefusedError)`; on Windows with its number. */
  readonly title: string;
  /** What is otherwise on Windows, if the error is of Windows; `null`: nothing that matters here. */
  readonly difference: string | null;
}

/** Why a call of some program failed, by the error that somebody copied; `null`: the text is no error. */
export function explainErrorText(text: string): ExplainedText | null {
  const read = readErrorText(text);
  if (read === null) return null;
  const { error, call, windows } = read;
  const { exception, code } = error;
  const name = code === null ? exception : `${code} (${exception})`;
  return {
    ...explainError(call, error, emptySnapshot),
    title: windows === null ? name : `WinError ${String(windows.number)}: ${name}`,
    difference: windows?.difference ?? null,
  };
}

/** What begins or ends an error that was copied; nothing that a call has. */
const copiedError = /Traceback|\[(?:Errno|WinError) |^\s*[\w.]*(?:Error|timeout|KeyboardInterrupt)\b/;

/** Why a program of the student's own failed, in one text, if its error was pasted where a call belongs; `null`: it was not. */
export function explainCopied(line: string): string | null {
  const explained = copiedError.test(line) ? explainErrorText(line) : null;
  if (explained === null) return null;
  const { title, why, help, difference } = explained;
  return [
    `This is an error, not a call. \`${title}\`: ${why} ${help}`,
    ...(difference === null ? [] : [`On Windows: ${difference}`]),
  ].join(' ');
}
