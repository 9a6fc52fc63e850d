import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';
import { type CompanionProgram, type OrderCall, orderProgram } from '#lib/lab/order/order-script.ts';
import { checkScript } from '#lib/lab/script/check/check-script.ts';
import type { CallNode, Expression, NameNode, ThreadNode } from '#lib/lab/script/syntax/ast.ts';
import { parseCall } from '#lib/lab/script/syntax/call.ts';
import { Cursor } from '#lib/lab/script/syntax/cursor.ts';
import type { LabFence } from '#lib/lab/script/syntax/fences.ts';
import { type Line, readLine } from '#lib/lab/script/syntax/line.ts';
import { withNames } from '#lib/lab/script/syntax/names-in.ts';

function ownName(node: NameNode, program: string): NameNode {
  return node.program === null ? { ...node, program } : node;
}

/** The call with each name bound to its own program: a process does not see the variables of another. */
function withOwnNames(call: CallNode, program: string): CallNode {
  const { receiver, args } = call;
  const own = (expression: Expression) => withNames(expression, (node) => ownName(node, program));
  return { ...call, receiver: receiver === null ? null : own(receiver), args: args.map(own) };
}

/** A step of an order as the call that it makes; `null`: it is none that the lab knows. */
export function readOrderCall(text: string): OrderCall | null {
  let isSound = true;
  const cursor = new Cursor(text, 0, () => {
    isSound = false;
  });
  const { targets, call } = parseCall(cursor);
  if (!isSound || call === null) return null;
  const place = { start: 0, end: text.length };
  const who: ThreadNode = { program: orderProgram, thread: 1, ...place };
  const step = { kind: 'call', who, targets, call: withOwnNames(call, orderProgram), ...place } as const;
  return { text, step: { ...step, expectation: null } };
}

type CallLine = Extract<Line, { kind: 'call' }>;

function movedCall(call: CallNode, by: number): CallNode {
  const { receiver } = call;
  const moved = { start: call.start - by, end: call.end - by };
  if (receiver === null) return { ...call, ...moved };
  const back = <Node extends Range>(node: Node): Node => ({
    ...node,
    start: node.start - by,
    end: node.end - by,
  });
  const inPlace = receiver.kind === 'name' ? receiver : back(receiver);
  return { ...call, ...moved, receiver: withNames(inPlace, back) };
}

/** A line as a call that is known to be sound; anything else in it is reported. */
function callOf(line: Line, place: { start: number; end: number }, found: Finding[]): CallLine | null {
  switch (line.kind) {
    case 'blank':
    case 'unreadable':
      return null;
    case 'expectation':
    case 'outcome':
    case 'directive':
      found.push(finding('LAB_COMPANION_LINE', place));
      return null;
    case 'call': {
      const { who, call } = line;
      if (who === null || call === null) return null;
      if (who.program === orderProgram || who.thread !== 1) {
        const message =
          who.program === orderProgram
            ? `\`${orderProgram}\` is the one whose calls are put in order`
            : 'a companion program has one thread';
        found.push(finding('LAB_COMPANION_LINE', who, message, 'give this program a name of its own'));
        return null;
      }
      return { ...line, call: withOwnNames(call, who.program) };
    }
    default:
      return line satisfies never;
  }
}

/** The companion programs of an order: the calls of each, in the order in which the programs first appear. */
export function readCompanions(
  text: string,
  { body, words, opening }: LabFence,
): { readonly programs: readonly CompanionProgram[]; readonly findings: readonly Finding[] } {
  const found: Finding[] = [];
  for (const { word, ...range } of words)
    if (word !== 'beside')
      found.push(finding('LAB_FENCE_WORD', range, `\`${word}\` does not go with \`beside\``, 'remove it'));
  const programs = new Map<string, OrderCall[]>();
  const calls: CallLine[] = [];
  let isBlank = true;
  for (const { start, end } of body) {
    const line = readLine(text.slice(start, end), start, found);
    isBlank &&= line.kind === 'blank';
    const written = text.slice(start, end);
    const indent = written.length - written.trimStart().length;
    const call = callOf(line, { start: start + indent, end: start + written.trimEnd().length }, found);
    if (call === null || call.who === null || call.call === null) continue;
    calls.push(call);
    const { who, targets } = call;
    const own = programs.get(who.program) ?? [];
    const shown = { start: 0, end: call.end - who.end };
    own.push({
      text: text.slice(who.end, call.end).trim(),
      step: { kind: 'call', who, targets, call: movedCall(call.call, who.end), expectation: null, ...shown },
    });
    programs.set(who.program, own);
  }
  if (isBlank) found.push(finding('LAB_FENCE_EMPTY', opening));
  // Two programs may do things in any order, so each is looked at alone.
  for (const name of programs.keys()) checkScript([calls.filter(({ who }) => who?.program === name)], found);
  return { programs: [...programs].map(([program, own]) => ({ program, calls: own })), findings: found };
}
