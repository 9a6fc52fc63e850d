import type { TargetNode } from '#lib/lab/script/ast.ts';
import type { CallCursor } from '#lib/lab/script/call-cursor.ts';
import { statements } from '#lib/lab/script/foreign-python.ts';
import { functionNames } from '#lib/lab/call-names.ts';
import { constantNamed } from '#lib/lab/script/parse-name.ts';

/** Names that cannot be given to a value. */
const taken = new Set([
  ...statements.keys(),
  'None',
  'True',
  'False',
  'socket',
  'select',
  'is',
  'in',
  'or',
  'and',
  'not',
  'else',
  'lambda',
  'yield',
]);

const targetPattern = /[\p{L}_][\p{L}\p{N}_]*/uy;

/** Names before a `=`. `null`: what is wrong has been reported. */
export function parseTargets(cursor: CallCursor): TargetNode[] | null {
  const [before] = /^[^'"(\[#=]*(?==)/.exec(cursor.rest) ?? [];
  if (before === undefined || cursor.rest.startsWith('==', before.length)) {
    const bracket = /^[([][^'"#()=]*[)\]][ \t]*=(?!=)/.exec(cursor.rest)?.[0];
    if (bracket === undefined) return [];
    return cursor.report(
      'LAB_TARGET',
      { start: cursor.at, end: cursor.at + bracket.length - 1 },
      'names stand without brackets here',
      'write `conn, addr = …`',
    );
  }
  const end = cursor.at + before.trimEnd().length;
  const targets: TargetNode[] = [];
  do {
    cursor.skipSpace();
    const start = cursor.at;
    const name = cursor.take(targetPattern);
    const range = name === null ? { start, end: Math.max(end, start + 1) } : cursor.from(start);
    if (name === null) return cursor.report('LAB_TARGET', range);
    if (taken.has(name) || constantNamed(name) !== null || functionNames.some((known) => known === name))
      return cursor.report(
        'LAB_TARGET',
        range,
        `\`${name}\` is a word of Python's, not a variable`,
        'choose another name',
      );
    targets.push({ name, ...range });
  } while (cursor.accept(','));
  if (cursor.accept('=')) return targets;
  return cursor.report('LAB_TARGET', { start: cursor.at, end: Math.max(end, cursor.at + 1) });
}

/** Names that a line binds although the rest of it cannot be read, so that one mistake is told once. */
export function targetsMeant(cursor: CallCursor): TargetNode[] {
  const [before = ''] = /^[^'"#=]*(?==)/.exec(cursor.rest) ?? [];
  return [...before.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)].map(({ 0: name, index }) => ({
    name,
    start: cursor.at + index,
    end: cursor.at + index + name.length,
  }));
}
