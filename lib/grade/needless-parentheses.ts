import type { Token } from './python-tokens.ts';

/** Words of Python after which parentheses only group, where after a name they call. */
const keywords = new Set([
  'not',
  'and',
  'or',
  'if',
  'elif',
  'while',
  'in',
  'is',
  'return',
  'await',
  'yield',
  'assert',
]);

/** Whether the parenthesis at a place begins a call. */
function isCall(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (before === undefined) return false;
  if (before.kind === 'name') return !keywords.has(before.key);
  return before.kind === 'string' || before.key === ')' || before.key === ']';
}

/** The tokens without parentheses around one of them that group nothing: `not(data)`, `(conn)`. */
export function withoutNeedless(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  for (let at = result.length - 3; at >= 0; at -= 1) {
    const [open, inner, close] = result.slice(at, at + 3);
    if (open?.key !== '(' || close?.key !== ')' || inner === undefined || isCall(result, at)) continue;
    if (inner.kind !== 'sign') result.splice(at, 3, inner);
  }
  return result;
}
