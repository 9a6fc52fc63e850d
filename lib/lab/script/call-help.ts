import { formatShortValue } from '#lib/lab/format-value.ts';
import type { CallResult } from '#lib/lab/protocol.ts';
import type { PythonValue } from '#lib/lab/python-value.ts';
import type { Expectation, Step } from '#lib/lab/script/ast.ts';
import { isExceptionName } from '#lib/lab/script/exceptions.ts';

/** What to write about a call that went on waiting where it should have ended. */
export function helpWithWaiting({ kind }: Step, expectation: Expectation | null): string {
  const other = 'let another program do what it waits for';
  if (kind === 'outcome') return `${other} before this line, or add \`within 5s\``;
  return expectation === null
    ? `write \`blocks\` below it, or ${other} before it`
    : `add \`within 5s\` where it only takes longer, or write \`blocks\` and say later how the call ends`;
}

function hasSocket(value: PythonValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => hasSocket(item));
  return 'socket' in value || ('tuple' in value && value.tuple.some((item) => hasSocket(item)));
}

/** The line that claims a result. */
function claimOf(result: CallResult): string | null {
  if (!result.ok) {
    const { exception, code } = result.error;
    if (exception === 'OSError' && code !== null && isExceptionName(code)) return `raises ${code}`;
    return isExceptionName(exception) ? `raises ${exception}` : null;
  }
  const shown = hasSocket(result.value) ? '_' : formatShortValue(result.value);
  return shown.includes('…') ? 'returns _' : `returns ${shown}`;
}

/** What to write about a call that ended in another way than was claimed. */
export function helpWithResult(expectation: Expectation | null, result: CallResult): string | null {
  const claim = claimOf(result);
  if (claim === null) return null;
  return expectation === null
    ? `write \`${claim}\` below it where that is what must happen; otherwise correct what comes before`
    : `write \`${claim}\` where that is what must happen; otherwise correct what comes before`;
}
