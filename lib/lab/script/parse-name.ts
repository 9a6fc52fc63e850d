import { constantNames } from '#lib/lab/constant-names.ts';
import type { ConstantName } from '#lib/lab/python-value.ts';
import type { NameNode } from '#lib/lab/script/ast.ts';
import type { CallCursor } from '#lib/lab/script/call-cursor.ts';

const namePattern = /[\p{L}_][\p{L}\p{N}_]*/uy;
const programPattern = /[a-z][a-z0-9_-]*(?=\.[\p{L}_])/uy;

export function constantNamed(name: string): ConstantName | null {
  return constantNames.find((known) => known === name) ?? null;
}

/** `s`, or `server.s`. `null`: no name stands here. */
export function parseName(cursor: CallCursor): NameNode | null {
  cursor.skipSpace();
  const start = cursor.at;
  const program = cursor.take(programPattern);
  if (program !== null) cursor.accept('.');
  const name = cursor.take(namePattern);
  return name === null ? null : { kind: 'name', program, name, ...cursor.from(start) };
}
