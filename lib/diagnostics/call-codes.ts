/** The defaults of a code: a finding may have a more exact message and help. */
export interface CodeInfo {
  readonly severity: 'error' | 'warning';
  /** The problem: one clause, no full stop. */
  readonly message: string;
  /** The correction: one clause, no full stop. */
  readonly help: string;
}

export function error(message: string, help: string): CodeInfo {
  return { severity: 'error', message, help };
}

export function warning(message: string, help: string): CodeInfo {
  return { severity: 'warning', message, help };
}

/** The codes of problems in a call. They are separate because the page of the lab reads calls, too. */
export const callCodes = {
  LAB_CALL_EXPECTED: error(
    'a call is expected here',
    'write a function of `socket`, or a method of a socket, as in `s.listen(1)`',
  ),
  LAB_CALL_CHAINED: error('a line makes only one call', 'name the result, and continue on the next line'),
  LAB_STATEMENT: error('a program of a lab only makes calls', 'write the call alone'),
  LAB_FUNCTION_UNKNOWN: error(
    'there is no such function',
    'use `socket`, `gethostname`, `gethostbyname`, `getaddrinfo`, `setdefaulttimeout`, `getdefaulttimeout` or `poll`',
  ),
  LAB_METHOD_UNKNOWN: error('a socket has no such method here', 'correct its name'),
  LAB_TARGET: error(
    'a value cannot be assigned to this',
    'write a name, or names with commas between: `conn, addr = s.accept()`',
  ),
  LAB_KEYWORD_ARGUMENT: error(
    'keyword arguments are not supported',
    'write only the values, in their order: `socket(AF_INET, SOCK_STREAM)`',
  ),
  LAB_LINE_REST: error('the line should end here', 'remove the rest, or put `#` before a comment'),
  LAB_VALUE_EXPECTED: error(
    'a value is expected here',
    "write a number, a string, bytes as in `b'Hello'`, a tuple or a name",
  ),
  LAB_COMMA_MISSING: error('a comma is missing', 'write `,` between the two'),
  LAB_BRACKET_UNCLOSED: error('a bracket is not closed', 'close it on the same line'),
  LAB_STRING_UNCLOSED: error(
    'a string has no end',
    'close it on the same line, with the quote it began with',
  ),
  LAB_STRING_FORM: error('this string cannot be read', 'write it as Python does'),
  LAB_NUMBER_FORM: error('this is not a number', 'write it as Python does, as in `1024`, `0x400` or `0.5`'),
  LAB_OPERATOR: error('this expression is not supported', 'write the value that Python would calculate'),
  LAB_VALUE_LIMIT: error('this value is larger than a call can take', 'write a smaller one'),
};

export type CallCode = keyof typeof callCodes;
