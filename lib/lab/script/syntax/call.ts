import type { Range } from '#lib/diagnostics/finding.ts';
import type { CallName } from '#lib/lab/protocol/messages.ts';
import { functionNames, methodNames } from '#lib/lab/protocol/names.ts';
import type { CallNode, Expression, NameNode, TargetNode } from '#lib/lab/script/syntax/ast.ts';
import { type CallCursor, meant } from '#lib/lab/script/syntax/cursor.ts';
import {
  constantNamed,
  isFollowedBy,
  parseExpression,
  parseName,
} from '#lib/lab/script/syntax/expression.ts';

/** Words of Python that begin a line, and what to write instead in a lab. */
export const statements = new Map<string, string>([
  ['import', 'leave the line out: `socket` and `select` are there'],
  ['from', 'leave the line out: `socket` and `select` are there'],
  ['with', 'write `s = socket()`, and `s.close()` at the end'],
  ['del', 'write `s.close()`'],
  ['print', 'leave `print` out, and say below what the call `returns`'],
  ['assert', 'say below the call what it `returns`'],
  ['try', 'say below the call what it `raises`'],
  ['except', 'say below the call what it `raises`'],
  ['for', 'write each call on a line of its own'],
  ['while', 'write each call on a line of its own'],
  ['if', 'write the call that is made'],
  ['def', 'write the calls themselves'],
  ['class', 'write the calls themselves'],
  ['return', 'say below the call what it `returns`'],
  ['raise', 'say below the call what it `raises`'],
  ['await', 'leave `await` out'],
  ['pass', 'leave the line out'],
]);

/** Functions of Python that a lab does without. */
const otherFunctions = new Map<string, string>([
  ['sleep', 'write `wait 1s` on a line of its own'],
  ['exit', 'write `exit server` on a line of its own'],
  ['quit', 'write `exit server` on a line of its own'],
  ['print', 'leave `print` out, and say below what the call `returns`'],
  ['create_connection', 'write `s = socket()`, then `s.connect(…)`'],
  ['create_server', 'write `s = socket()`, `s.bind(…)`, then `s.listen()`'],
]);

/** Methods of Python's sockets that a lab does without, and methods of other languages. */
const otherMethods = new Map<string, string>([
  ['sendto', 'call `connect` first, then write `s.send(…)`'],
  ['sendmsg', 'write `s.send(…)`'],
  ['sendfile', 'write `s.sendall(…)`'],
  ['write', 'write `s.send(…)`'],
  ['recvfrom', 'write `s.recv(…)`'],
  ['recv_into', 'write `s.recv(…)`'],
  ['receive', 'write `s.recv(…)`'],
  ['recieve', 'write `s.recv(…)`'],
  ['read', 'write `s.recv(…)`'],
  ['disconnect', 'write `s.shutdown(SHUT_RDWR)` or `s.close()`'],
]);

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
function parseTargets(cursor: CallCursor): TargetNode[] | null {
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
  const help = statements.get(word);
  if (help !== undefined) {
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
  return { targets, call: parseCallee(cursor) };
}

interface Callee {
  readonly name: CallName;
  readonly receiver: NameNode | null;
}

function parseCallee(cursor: CallCursor): CallNode | null {
  cursor.skipSpace();
  const start = cursor.at;
  const ofModule = cursor.take(/(?:socket|select|time|sys|os)[ \t]*\.[ \t]*/y);
  const first = parseName(cursor);
  if (first === null) return reportNoCall(cursor, start);
  cursor.skipSpace();
  const isMethod = ofModule === null && (first.program !== null || cursor.next === '.');
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
  const receiver: NameNode = isQualified
    ? {
        kind: 'name',
        program: null,
        name: first.program ?? '',
        start: first.start,
        end: first.start + (first.program ?? '').length,
      }
    : first;
  let method: Range & { name: string };
  if (isQualified) method = { name: first.name, start: receiver.end + 1, end: first.end };
  else {
    cursor.accept('.');
    const named = parseName(cursor);
    if (named === null)
      return cursor.report('LAB_CALL_EXPECTED', cursor.nextPiece, 'the name of a method is missing');
    if (named.program !== null) return cursor.report('LAB_CALL_CHAINED', named);
    method = named;
  }
  const name = methodNames.find((known) => known === method.name);
  if (name !== undefined) return { name, receiver };
  const foreign = otherMethods.get(method.name);
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

function functionOf(cursor: CallCursor, { name, start, end }: NameNode): Callee | null {
  const range = { start, end };
  const known = functionNames.find((one) => one === name);
  if (known !== undefined) return { name: known, receiver: null };
  if (cursor.next !== '(' && cursor.next !== '')
    return cursor.report('LAB_CALL_EXPECTED', range, `\`${name}\` is not a call`);
  if (cursor.next === '') return cursor.report('LAB_CALL_EXPECTED', range, `\`${name}\` alone does nothing`);
  const help = otherFunctions.get(name);
  if (help !== undefined)
    return cursor.report('LAB_FUNCTION_UNKNOWN', range, `there is no function \`${name}\``, help);
  if (methodNames.some((one) => one === name))
    return cursor.report(
      'LAB_FUNCTION_UNKNOWN',
      range,
      `\`${name}\` is a method of a socket`,
      `write \`s.${name}(…)\``,
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
    cursor.report('LAB_LINE_REST', range, 'a line makes one call', 'put the next call on the next line');
  else if (/^(?:returns|raises|blocks)\b/.test(cursor.rest))
    cursor.report(
      'LAB_LINE_REST',
      range,
      'what must happen stands below its call',
      'put it on the next line',
    );
  else cursor.report('LAB_LINE_REST', range);
  return false;
}

function reportNoCall(cursor: CallCursor, start: number): null {
  if (cursor.isAtEnd()) return cursor.report('LAB_CALL_EXPECTED', { start, end: start + 1 });
  const isValue = /^(?:[-+.\d'"([]|b['"]|(?:None|True|False)\b)/.test(cursor.rest);
  return cursor.report(
    'LAB_CALL_EXPECTED',
    { start, end: cursor.end },
    isValue ? 'a name gets its value from a call only' : undefined,
    isValue ? 'leave the line out, and write the value itself where it is needed' : undefined,
  );
}
