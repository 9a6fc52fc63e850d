import { literalValue } from '#lib/grade/number-value.ts';

/** A word of Python, or of what is typed for it. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'sign';
  /** Equal for tokens that mean the same: numbers by value, strings by prefix and value. */
  readonly key: string;
  /** As it was written, with the space after it. */
  readonly raw: string;
}

const space = /\s*/y;
const name = /[\p{L}_][\p{L}\p{N}\p{M}_]*/uy;
/** An address or a version is no number; nothing of it may be read by value. */
const dotted = /\d+(?:\.\d+){2,}/y;
const number = /0[xXoObB][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;
const string = /([a-zA-Z]{0,2})('''|"""|'|")/y;
const sign = /\*\*=|\/\/=|>>=|<<=|\.\.\.|->|:=|[*/<>]{2}|[-+*/%&|^=!<>@]=|[^]/uy;

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['\n', ''],
]);

const escape = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([0-7]{1,3})|([^]))/gu;

function unescaped(text: string): string {
  return text.replace(escape, (whole: string, hex?: string, long?: string, octal?: string, char?: string) => {
    if (hex !== undefined || long !== undefined) return String.fromCharCode(parseInt(hex ?? long ?? '', 16));
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    if (char === undefined) return whole;
    return escapes.get(char) ?? (/['"\\]/.test(char) ? char : whole);
  });
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Offset of the quotation marks that end a string whose content begins at `from`; -1: it has no end. */
function closing(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.startsWith(quote, at)) return at;
  }
  return -1;
}

function stringAt(text: string, at: number): { key: string; end: number } | null {
  const [whole = '', prefix = '', quote = ''] = matchAt(string, text, at) ?? [];
  const kinds = prefix.toLowerCase();
  if (whole === '' || !/^(?:[rbuf]|br|rb|fr|rf)?$/.test(kinds)) return null;
  const from = at + whole.length;
  const end = closing(text, from, quote);
  if (end === -1) return null;
  const content = text.slice(from, end);
  const value = kinds.includes('r') ? content : unescaped(content);
  return { key: `${kinds.replace(/[ru]/g, '')}'${value}`, end: end + quote.length };
}

/** A text as Python's tokens. Never fails: what Python would not read becomes signs. Linear, but for strings without an end. */
export function pythonTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = matchAt(space, text, 0)?.[0].length ?? 0;
  while (at < text.length) {
    const found = tokenAt(text, at);
    const end = found.end + (matchAt(space, text, found.end)?.[0].length ?? 0);
    tokens.push({ kind: found.kind, key: found.key, raw: text.slice(at, end) });
    at = end;
  }
  return tokens;
}

function tokenAt(text: string, at: number): { kind: Token['kind']; key: string; end: number } {
  const literal = stringAt(text, at);
  if (literal !== null) return { kind: 'string', ...literal };
  const word = matchAt(name, text, at)?.[0] ?? matchAt(dotted, text, at)?.[0];
  if (word !== undefined) return { kind: 'name', key: word, end: at + word.length };
  const digits = matchAt(number, text, at)?.[0];
  const value = digits === undefined ? null : literalValue(digits);
  if (digits !== undefined && value !== null)
    return { kind: 'number', key: `#${value}`, end: at + digits.length };
  const char = matchAt(sign, text, at)?.[0] ?? text.charAt(at);
  return { kind: 'sign', key: char, end: at + char.length };
}

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
