import type { Range } from '#lib/diagnostics/finding.ts';
import type { Comparison, Relation, SocketReference } from '#lib/lab/script/syntax/ast.ts';
import type { Cursor } from '#lib/lab/script/syntax/cursor.ts';
import { parseName } from '#lib/lab/script/syntax/expression.ts';

const maxMs = 300_000;

/** `300ms`, `1.5s`, in milliseconds. `null`: what is wrong has been reported. */
export function parseDuration(cursor: Cursor): number | null {
  cursor.skipSpace();
  const start = cursor.at;
  const number = cursor.take(/\d{1,12}(?:\.\d{1,12})?/y);
  if (number === null) return cursor.report('LAB_DURATION', cursor.nextPiece);
  cursor.skipSpace();
  const unit = cursor.take(/[A-Za-zµ]+/y);
  const range = cursor.from(start);
  if (unit === null)
    return cursor.report(
      'LAB_DURATION',
      { start, end: start + number.length },
      'this time has no unit',
      `write \`${number}ms\` or \`${number}s\``,
    );
  if (unit !== 'ms' && unit !== 's')
    return cursor.report(
      'LAB_DURATION',
      range,
      `\`${unit}\` is not a unit of time here`,
      'write `ms` or `s`',
    );
  const ms = Number(number) * (unit === 's' ? 1000 : 1);
  return ms > maxMs ? cursor.report('LAB_DURATION', range, 'this is longer than a lab waits') : ms;
}

/** `within 20s`, or nothing. `undefined`: what is wrong has been reported. */
export function parseWithin(cursor: Cursor): number | null | undefined {
  cursor.skipSpace();
  if (cursor.take(/within\b/y) === null) return null;
  return parseDuration(cursor) ?? undefined;
}

/** `c`, `server.s`, or `peer of c`. `null`: what is wrong has been reported. */
export function parseSocketReference(cursor: Cursor): SocketReference | null {
  cursor.skipSpace();
  const start = cursor.at;
  const isPeer = cursor.take(/peer[ \t]+of\b/y) !== null;
  const variable = parseName(cursor);
  if (variable === null) return cursor.report('LAB_SOCKET_EXPECTED', pieceOrPlace(cursor));
  return { isPeer, variable, ...cursor.from(start) };
}

const relations: readonly (readonly [written: string, relation: Relation])[] = [
  ['>=', '>='],
  ['<=', '<='],
  ['>', '>'],
  ['<', '<'],
];

/** `5`, `>0`, `>=2`. `null`: what is wrong has been reported. */
export function parseComparison(cursor: Cursor): Comparison | null {
  cursor.skipSpace();
  const start = cursor.at;
  if (cursor.next === '=')
    return cursor.report(
      'LAB_COMPARISON',
      cursor.nextPiece,
      'numbers stand here without `=`',
      'leave the `=` out',
    );
  const relation = relations.find(([written]) => cursor.accept(written))?.[1] ?? '=';
  cursor.skipSpace();
  const number = cursor.take(/\d{1,12}(?![\w.])/y);
  if (number === null) return cursor.report('LAB_COMPARISON', pieceOrPlace(cursor));
  return { relation, number: Number(number), ...cursor.from(start) };
}

/** What comes next, or the end of the line. */
export function pieceOrPlace(cursor: Cursor): Range {
  const { start, end } = cursor.nextPiece;
  return { start, end: Math.max(end, start + 1) };
}
