import type { Finding } from '#lib/diagnostics/finding.ts';

interface Sign {
  readonly pattern: RegExp;
  readonly plain: (char: string) => string;
  readonly message: (char: string) => string;
  readonly help: (plain: string) => string;
}

const codePoint = (char: string) => `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

/** What word processors, web pages and other keyboards make of plain signs. */
const signs: readonly Sign[] = [
  {
    pattern: /[\u00a0\u2007\u202f\u3000]/,
    plain: () => ' ',
    message: (char) => `this is not a plain space, but ${codePoint(char)}`,
    help: () => 'write a plain space',
  },
  {
    pattern: /[\u00ad\u200b-\u200f\u2060\ufeff]/,
    plain: () => '',
    message: (char) => `an invisible character stands here, ${codePoint(char)}`,
    help: () => 'remove it',
  },
  {
    pattern: /[‘’“”„«»`´]/,
    plain: (char) => ('“”„«»'.includes(char) ? '"' : "'"),
    message: () => 'Python does not know this kind of quote',
    help: () => 'write `\'` or `"`',
  },
  {
    pattern: /[‐-―−]/,
    plain: () => '-',
    message: (char) => `this is not a plain hyphen, but ${codePoint(char)}`,
    help: (plain) => `write \`${plain}\``,
  },
  {
    pattern: /[！-～]/,
    plain: (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0),
    message: (char) => `\`${char}\` is a full-width sign, ${codePoint(char)}`,
    help: (plain) => `write \`${plain}\``,
  },
];

/** A string, a comment, or one character. */
const piece = /'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?|#.*|./gsu;

/**
 * The line with plain signs in place of those that only look like them, outside strings and comments, and what to say of
 * the first; `null`: it has none.
 *
 * @param offset where the line begins in its file
 */
export function withPlainSigns(
  line: string,
  offset: number,
): { readonly line: string; readonly found: Finding } | null {
  let found: Finding | null = null;
  const plainLine = line.replaceAll(piece, (char, at: number) => {
    const sign = char.length > 1 ? undefined : signs.find(({ pattern }) => pattern.test(char));
    if (sign === undefined) return char;
    const plain = sign.plain(char);
    found ??= {
      code: 'LAB_FOREIGN_SIGN',
      severity: 'error',
      start: offset + at,
      end: offset + at + 1,
      message: sign.message(char),
      help: sign.help(plain),
    };
    return plain;
  });
  return found === null ? null : { line: plainLine, found };
}
