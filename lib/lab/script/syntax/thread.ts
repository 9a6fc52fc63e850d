import type { Range } from '#lib/diagnostics/finding.ts';
import type { ThreadNode } from '#lib/lab/script/syntax/ast.ts';
import type { Cursor } from '#lib/lab/script/syntax/cursor.ts';

const programPattern = /^[a-z][a-z0-9_-]{0,23}$/;
const reserved = new Set([
  'returns',
  'raises',
  'blocks',
  'state',
  'segments',
  'interrupt',
  'exit',
  'lose',
  'wait',
  'reset',
  'peer',
  'none',
]);

/** Whether a program may be called so; otherwise that has been reported. */
export function isProgramName(cursor: Cursor, name: string, range: Range): boolean {
  if (reserved.has(name)) {
    cursor.report(
      'LAB_PROGRAM_NAME',
      range,
      `\`${name}\` is a word of lab scripts`,
      'choose another name for the program',
    );
    return false;
  }
  if (programPattern.test(name)) return true;
  const small = name.toLowerCase();
  cursor.report(
    'LAB_PROGRAM_NAME',
    range,
    undefined,
    small !== name && programPattern.test(small) ? `write \`${small}\`` : undefined,
  );
  return false;
}

/** Whether `number` is that of a thread; otherwise that has been reported. */
export function isThreadNumber(cursor: Cursor, number: string, range: Range): boolean {
  if (/^[1-9]\d?$/.test(number)) return true;
  cursor.report('LAB_THREAD_NUMBER', range);
  return false;
}

/** `server`, or `server/2`. `null`: what is wrong has been reported. */
export function parseThread(cursor: Cursor): ThreadNode | null {
  cursor.skipSpace();
  const start = cursor.at;
  const program = cursor.take(/[^\s/#,>]+/y);
  if (program === null)
    return cursor.report(
      'LAB_PROGRAM_MISSING',
      { start, end: start + 1 },
      'the name of the program is missing',
      'write it here, as in `exit server`',
    );
  if (!isProgramName(cursor, program, cursor.from(start))) return null;
  if (!cursor.accept('/')) return { program, thread: 1, start, end: start + program.length };
  cursor.skipSpace();
  const numberStart = cursor.at;
  const number = cursor.take(/[^\s#,>]+/y) ?? '';
  const range = { start: numberStart, end: Math.max(cursor.at, numberStart + 1) };
  if (!isThreadNumber(cursor, number, range)) return null;
  return { program, thread: Number(number), ...cursor.from(start) };
}
