import type { Range } from '#lib/diagnostics/finding.ts';
import type { Comparison, Relation, SocketReference } from '#lib/lab/script/ast.ts';
import type { Cursor } from '#lib/lab/script/cursor.ts';
import { parseName } from '#lib/lab/script/parse-name.ts';

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
