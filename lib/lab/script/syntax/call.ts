import type { Range } from '#lib/diagnostics/finding.ts';
import { functionNames, methodNames } from '#lib/lab/protocol/names.ts';
import type { CallNode, Expression, NameNode, TargetNode } from '#lib/lab/script/syntax/ast.ts';
import {
  insteadOfFunction,
  insteadOfMethod,
  insteadOfStatement,
  statementWords,
} from '#lib/lab/script/syntax/advice.ts';
import { type CallCursor, meant } from '#lib/lab/script/syntax/cursor.ts';
import {
  constantNamed,
  isFollowedBy,
  parseExpression,
  parseName,
} from '#lib/lab/script/syntax/expression.ts';

/** Names that cannot be given to a value. */
const taken = new Set([
  ...statementWords,
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
function parseTargets(cursor: CallCursor): TargetNode[] | null {
  const [before] = /^[^'"(\[#=]*(?==)/.exec(cursor.rest) ?? [];
  if (before === undefined || cursor.rest.startsWith('==', before.length)) {
    const bracket = /^[([][^'"#()=]*[)\]][ \t]*=(?!=)/.exec(cursor.rest)?.[0];
    if (bracket === undefined) return [];
    return cursor.report(
      'LAB_TARGET',
      { start: cursor.at, end: cursor.at + bracket.length - 1 },
      'names stand without brackets here',
      'write `conn, addr = s.accept()`',
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

/** Names that a line binds although the rest of it cannot be read, so that one mistake is reported once. */
function targetsMeant(cursor: CallCursor): TargetNode[] {
  const [before = ''] = /^[^'"#=]*(?==)/.exec(cursor.rest) ?? [];
  return [...before.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)].map(({ 0: name, index }) => ({
    name,
    start: cursor.at + index,
    end: cursor.at + index + name.length,
  }));
}

const maxArguments = 16;

/** What stands behind the prompt; `call` is `null` where it cannot be read, which has been reported. */
export interface ParsedCall {
  readonly targets: readonly TargetNode[];
  readonly call: CallNode | null;
}

export function parseCall(cursor: CallCursor): ParsedCall {
  cursor.skipSpace();
  const start = cursor.at;
  const word = cursor.take(/[A-Za-z_]\w*(?=[ \t('":]|$)/y) ?? '';
  const help = insteadOfStatement(word, cursor.place);
  if (help !== null) {
    cursor.report('LAB_STATEMENT', cursor.from(start), `\`${word}\` is not known in a lab`, help);
    const bound = /\bas[ \t]+(\w+)/.exec(cursor.rest)?.[1];
    return { targets: bound === undefined ? [] : [{ name: bound, ...cursor.from(start) }], call: null };
  }
  cursor.moveTo(start);
  const targets = parseTargets(cursor);
  if (targets === null) {
    cursor.moveTo(start);
    return { targets: targetsMeant(cursor), call: null };
  }
  return { targets, call: isAtCall(cursor) ? parseCallee(cursor) : parseValueLine(cursor, targets) };
}

/** A call: names with dots and indices between, then a bracket; `data.decode()` is a value. */
function isAtCall(cursor: CallCursor): boolean {
  cursor.skipSpace();
  const callee =
    /^[\p{L}_][\p{L}\p{N}_-]*(?:[ \t]*\.[ \t]*[\p{L}_][\p{L}\p{N}_]*|[ \t]*\[[^\]'"(]*\])*[ \t]*(?=\()/u.exec(
      cursor.rest,
    )?.[0];
  return callee !== undefined && !/\.[ \t]*(?:encode|decode)[ \t]*$/.test(callee);
}

/** What stands behind `=`, or a text that is encoded or decoded: a value, which needs no call. */
function parseValueLine(cursor: CallCursor, targets: readonly TargetNode[]): CallNode | null {
  const start = cursor.at;
  const isRecoded = /\.[ \t]*(?:encode|decode)[ \t]*\(/.test(cursor.rest);
  const isNothing = cursor.isAtEnd() || (targets.length === 0 && !isRecoded);
  // `t = s.listen` lacks its brackets.
  if (isNothing || /^[\p{L}_][\p{L}\p{N}_]*\.(?!\w+[ \t]*\()/u.test(cursor.rest)) return parseCallee(cursor);
  const items: Expression[] = [];
  do {
    if (items.length > 0 && cursor.isAtEnd()) break;
    const item = parseExpression(cursor, { allowsAnything: false });
    if (item === null) return null;
    items.push(item);
  } while (cursor.accept(','));
  const range = cursor.from(start);
  const [only] = items;
  const isTuple = items.length > 1 || /,[ \t]*$/.test(cursor.textOf(range));
  const value: Expression | undefined = isTuple ? { kind: 'tuple', items, ...range } : only;
  if (value === undefined || !hasEnded(cursor)) return null;
  return { name: 'value', receiver: null, args: [value], ...range };
}

type Callee = Pick<CallNode, 'name' | 'receiver'>;

function parseCallee(cursor: CallCursor): CallNode | null {
  cursor.skipSpace();
  const start = cursor.at;
  const ofModule = cursor.take(
    /(?:socket|select|selectors|struct|threading|_thread|multiprocessing|time|sys|os)[ \t]*\.[ \t]*/y,
  );
  const first = parseName(cursor);
  if (first === null) return reportNoCall(cursor, start);
  cursor.skipSpace();
  const isMethod =
    ofModule === null && (first.program !== null || cursor.next === '.' || cursor.next === '[');
  const callee = isMethod ? parseMethod(cursor, first) : functionOf(cursor, first);
  if (callee === null) return null;
  cursor.skipSpace();
  if (cursor.next !== '(')
    return cursor.report(
      'LAB_CALL_EXPECTED',
      cursor.from(start),
      `\`${cursor.textOf(cursor.from(start)).trim()}\` is not called`,
      'put its arguments in brackets, or `()` when it has none',
    );
  const args = parseArguments(cursor);
  if (args === null) return null;
  const range = cursor.from(start);
  return hasEnded(cursor) ? { ...callee, args, ...range } : null;
}

function parseMethod(cursor: CallCursor, first: NameNode): Callee | null {
  // `server.s` may be a variable with its program, but before a bracket it is a method of `server`.
  const isQualified = first.program !== null && cursor.next !== '.';
  const root: NameNode = isQualified
    ? {
        kind: 'name',
        program: null,
        name: first.program ?? '',
        start: first.start,
        end: first.start + (first.program ?? '').length,
      }
    : first;
  let method: Range & { name: string };
  let receiver: Expression = root;
  if (isQualified && cursor.next !== '[') method = { name: first.name, start: root.end + 1, end: first.end };
  else {
    if (cursor.next === '[') {
      const indexed = parseIndices(cursor, first);
      if (indexed === null) return null;
      receiver = indexed;
    }
    if (!cursor.accept('.')) return reportNoCall(cursor, first.start);
    const named = parseName(cursor);
    if (named === null)
      return cursor.report('LAB_CALL_EXPECTED', cursor.nextPiece, 'the name of a method is missing');
    if (named.program !== null) return cursor.report('LAB_CALL_CHAINED', named);
    method = named;
  }
  const name = methodNames.find((known) => known === method.name);
  if (name !== undefined) return { name, receiver };
  const foreign = insteadOfMethod(method.name, cursor.place);
  const near = meant(method.name, methodNames);
  return cursor.report(
    'LAB_METHOD_UNKNOWN',
    method,
    `a socket has no method \`${method.name}\` here`,
    foreign ??
      (near === null
        ? `use one of ${methodNames.map((known) => `\`${known}\``).join(', ')}`
        : `write \`${near}\``),
  );
}

/** `[0]` behind a name, once or more. `null`: it has been reported. */
function parseIndices(cursor: CallCursor, name: NameNode): Expression | null {
  let indexed: Expression = name;
  while (cursor.next === '[') {
    const index = cursor.take(/\[[ \t]*-?\d{1,3}[ \t]*\]/y);
    if (index === null)
      return cursor.report(
        'LAB_OPERATOR',
        { start: name.start, end: cursor.at + 1 },
        'only one part of a value can be taken here, by its number',
        'write a number between the brackets, as in `conn[0]`',
      );
    indexed = {
      kind: 'index',
      of: indexed,
      index: Number(/-?\d+/.exec(index)?.[0]),
      ...cursor.from(name.start),
    };
    cursor.skipSpace();
  }
  return indexed;
}

function functionOf(cursor: CallCursor, { name, start, end }: NameNode): Callee | null {
  const range = { start, end };
  const known = functionNames.find((one) => one === name);
  if (known !== undefined) return { name: known, receiver: null };
  if (cursor.next !== '(' && cursor.next !== '')
    return cursor.report('LAB_CALL_EXPECTED', range, `\`${name}\` is not a call`);
  if (cursor.next === '') return cursor.report('LAB_CALL_EXPECTED', range, `\`${name}\` alone does nothing`);
  const help = insteadOfFunction(name, cursor.place);
  if (help !== null)
    return cursor.report('LAB_FUNCTION_UNKNOWN', range, `there is no function \`${name}\``, help);
  if (methodNames.some((one) => one === name))
    return cursor.report(
      'LAB_FUNCTION_UNKNOWN',
      range,
      `\`${name}\` is a method of a socket`,
      `write \`s.${name}\`, with its arguments behind it`,
    );
  const near = meant(name, functionNames);
  const advice = near === null ? undefined : `write \`${near}\``;
  return cursor.report('LAB_FUNCTION_UNKNOWN', range, `there is no function \`${name}\``, advice);
}

function parseArguments(cursor: CallCursor): Expression[] | null {
  const start = cursor.at;
  cursor.accept('(');
  const args: Expression[] = [];
  let isSound = true;
  while (!cursor.accept(')')) {
    if (cursor.isAtEnd())
      return cursor.report('LAB_BRACKET_UNCLOSED', { start, end: start + 1 }, '`(` is not closed');
    isSound = !takesKeyword(cursor) && isSound;
    const value = parseExpression(cursor, { allowsAnything: false });
    if (value === null) return null;
    args.push(value);
    if (args.length > maxArguments)
      return cursor.report('LAB_VALUE_LIMIT', value, 'a call has at most 16 arguments');
    if (!cursor.accept(',') && !isFollowedBy(cursor, ')', start, '(')) return null;
  }
  return isSound ? args : null;
}

/** Takes `name=` before an argument, and reports it. */
function takesKeyword(cursor: CallCursor): boolean {
  cursor.skipSpace();
  const start = cursor.at;
  const name = cursor.take(/[A-Za-z_]\w*(?=[ \t]*=(?!=))/y);
  if (name === null) return false;
  cursor.accept('=');
  cursor.report(
    'LAB_KEYWORD_ARGUMENT',
    cursor.from(start),
    `arguments have no names here, and this one is called \`${name}\``,
    `leave \`${name}=\` out, and write the values in their order`,
  );
  return true;
}

function hasEnded(cursor: CallCursor): boolean {
  if (cursor.isAtEnd()) return true;
  const before = cursor.at;
  if (cursor.accept(';') && cursor.isAtEnd()) return true;
  cursor.moveTo(before);
  const { next } = cursor;
  const range = { start: cursor.at, end: cursor.end };
  if (next === '.') cursor.report('LAB_CALL_CHAINED', range);
  else if (next === '[')
    cursor.report(
      'LAB_CALL_CHAINED',
      range,
      'a part of a result cannot be taken here',
      'name the parts instead, as in `_, port = s.getsockname()`',
    );
  else if (next === ';')
    cursor.report(
      'LAB_LINE_REST',
      range,
      'a line makes one call',
      cursor.place === 'prompt'
        ? 'make the next call when this one is made'
        : 'put the next call on the next line',
    );
  else if (/^(?:returns|raises|blocks)\b/.test(cursor.rest))
    cursor.report(
      'LAB_LINE_REST',
      range,
      'what must happen stands below its call',
      cursor.place === 'prompt' ? 'leave it out' : 'put it on the next line',
    );
  else cursor.report('LAB_LINE_REST', range);
  return false;
}

function reportNoCall(cursor: CallCursor, start: number): null {
  if (cursor.isAtEnd()) return cursor.report('LAB_CALL_EXPECTED', { start, end: start + 1 });
  return cursor.report('LAB_CALL_EXPECTED', { start, end: cursor.end });
}
