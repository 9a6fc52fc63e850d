import { constantNames, functionNames } from '#lib/lab/protocol/names.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

/**
 * The doors through which what a log says gets into a program or a script, besides `formatValue`, which quotes values. A log may
 * come from a stranger.
 */

const longestComment = 1_000;

/** One line of a comment, whatever the text has in it. */
export function inOneLine(text: string): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length > longestComment ? `${line.slice(0, longestComment)}…` : line;
}

/** https://docs.python.org/3/reference/lexical_analysis.html#keywords */
const keywords =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  );

/** What the exported program uses itself. */
const ownNames = [
  ...[
    'all_done',
    'begin',
    'begun',
    'end',
    'error',
    'python_poll',
    'returned',
    'threading',
    'time',
    'turn',
    'waiting',
  ],
  ...['Exception', 'print', 'repr', 'set', 'select'],
];

const taken: ReadonlySet<string> = new Set([...keywords, ...ownNames, ...constantNames, ...functionNames]);

/** A variable of a lab under a name that it can have in the exported program. Two different ones stay different. */
export function pythonName(name: string): string {
  const plain = name.replace(/_+$/, '');
  return taken.has(plain) || /^thread_\d+$/.test(plain) ? `${name}_` : name;
}

/** Can it follow a dot, as the name of a method? */
export function isPythonName(name: string): boolean {
  return /^[A-Za-z_]\w{0,99}$/.test(name) && !keywords.includes(name);
}

/** A value of which the log has only the beginning cannot be written again. */
export function isWhole(value: PythonValue): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isWhole);
  if ('tuple' in value) return value.tuple.every(isWhole);
  return !('bytes' in value && 'length' in value);
}
