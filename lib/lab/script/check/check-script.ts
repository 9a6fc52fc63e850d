import { type Finding, finding } from '#lib/diagnostics/finding.ts';
import { nearest } from '#lib/text/edit-distance.ts';
import type { Loss } from '#lib/lab/protocol/messages.ts';
import { anyProgram, type Known, Scope } from '#lib/lab/script/check/scope.ts';
import {
  type CallNode,
  type Expectation,
  type Expression,
  type SocketReference,
  type Step,
  type TargetNode,
  threadName,
  type ThreadNode,
} from '#lib/lab/script/syntax/ast.ts';
import { firstOf } from '#lib/lab/script/syntax/cursor.ts';
import type { Line } from '#lib/lab/script/syntax/line.ts';
import { namesIn } from '#lib/lab/script/syntax/names-in.ts';

function checkReference(scope: Scope, { isPeer, variable }: SocketReference, mayBeProgram = false): void {
  const found = scope.find(null, variable, true, mayBeProgram);
  if (found?.known.kind === 'value')
    scope.report('LAB_SOCKET_EXPECTED', variable, `\`${variable.name}\` is not a socket`);
  else if (isPeer && found?.known.listens === true)
    scope.report(
      'LAB_SOCKET_EXPECTED',
      variable,
      `\`${variable.name}\` listens, and a listening socket has no peer`,
      'name a connected socket',
    );
}

/** Losses that only segments with data can meet. */
const carryData: readonly Loss['kind'][] = ['next', 'share'];

/** Checks what a line that is no call says of programs, threads and variables. */
function checkDirective(scope: Scope, step: Step): void {
  switch (step.kind) {
    case 'state':
      checkReference(scope, step.socket);
      return;
    case 'segments':
      for (const { sender } of step.segments) {
        if ('port' in sender) continue;
        const { program, name } = sender.variable;
        const isProgram = !sender.isPeer && program === null && scope.hasBegun(name);
        if (!isProgram) checkReference(scope, sender, !sender.isPeer);
      }
      return;
    case 'lose': {
      const found = scope.find(null, step.socket, false);
      const { name } = step.socket;
      if (found?.known.kind === 'value')
        scope.report('LAB_SOCKET_EXPECTED', step.socket, `\`${name}\` is not a socket`);
      else if (found?.known.listens === true && carryData.includes(step.loss.kind))
        scope.report(
          'LAB_LOSS_FORM',
          step,
          `\`${name}\` listens, so no data goes to it`,
          `write \`lose handshake to ${name}\` or \`lose all to ${name}\`, or name a connected socket`,
        );
      return;
    }
    case 'interrupt': {
      if (!scope.requireProgram(step.who.program, step.who)) return;
      const last = scope.lastCall(step.who);
      if (last?.state === 'blocked') scope.setLastCall(step.who, { ...last, state: 'interrupted' });
      else if (!scope.isUncertain)
        scope.report('LAB_NOT_BLOCKED', step.who, `no call of \`${threadName(step.who)}\` is blocked`);
      return;
    }
    case 'exit':
      if (scope.requireProgram(step.program, step.name)) scope.exit(step.program);
      return;
    case 'reset':
      scope.reset();
      return;
    case 'wait':
    case 'call':
    case 'outcome':
      return;
    default:
      step satisfies never;
  }
}

const maxCompared = 200;
/** Shorter names are often near each other on purpose. */
const minLength = 5;

const letters = (name: string) => [...name].sort().join('');

/** Names such as `client1` and `client2`, `client-a` and `client-b` differ on purpose. */
function isCounted(a: string, b: string): boolean {
  return a.replace(/\d+/, '') === b.replace(/\d+/, '') || a.slice(0, -1) === b.slice(0, -1);
}

/** Programs that make one call only, and are called nearly like another one that makes more. */
function misspeltPrograms(callers: readonly ThreadNode[]): Finding[] {
  const calls = new Map<string, ThreadNode[]>();
  for (const who of callers) calls.set(who.program, [...(calls.get(who.program) ?? []), who].slice(0, 2));
  const all = firstOf(calls, maxCompared);
  const known = all.filter(([, two]) => two.length > 1).map(([name]) => name);
  return all.flatMap(([name, [who, second]]) => {
    if (who === undefined || second !== undefined || name.length < minLength) return [];
    // Two letters that changed places are two edits.
    const near = known.filter((other) => !isCounted(name, other));
    const meant =
      nearest(name, near, 1) ??
      nearest(
        name,
        near.filter((other) => letters(other) === letters(name)),
      );
    if (meant === null) return [];
    const message = `\`${name}\` makes this one call only, and is nearly called \`${meant}\``;
    const help = `write \`${meant}\`, or choose a name that differs more`;
    return [finding('LAB_PROGRAM_MISSPELT', who, message, help)];
  });
}

type CallLine = Extract<Line, { kind: 'call' }>;
type OutcomeLine = Extract<Line, { kind: 'outcome' }>;

/**
 * Goes through the lines of a script in their order, fence by fence, and gives the steps of each fence that can be run.
 * What cannot be so, whatever the kernel does, is reported.
 */
export function checkScript(fences: readonly (readonly Line[])[], findings: Finding[]): Step[][] {
  const scope = new Scope(findings);
  const steps = fences.map((lines) => checkFence(lines, scope));
  findings.push(
    ...misspeltPrograms(
      fences.flatMap((lines) =>
        lines.flatMap((line) => (line.kind === 'call' && line.who !== null ? [line.who] : [])),
      ),
    ),
  );
  return steps;
}

/** An expectation stands in the fence of its call. */
function checkFence(lines: readonly Line[], scope: Scope): Step[] {
  const steps: Step[] = [];
  /** The last line that was not blank, while an expectation may follow it. */
  let above: 'call' | 'call with expectation' | 'other' = 'other';
  lines.forEach((line, index) => {
    switch (line.kind) {
      case 'blank':
        return;
      case 'unreadable':
        // Perhaps a call, so an expectation may follow.
        above = 'call';
        return;
      case 'call': {
        const step = checkCall(scope, line, expectationBelow(lines, index));
        if (step !== null) steps.push(step);
        above = 'call';
        return;
      }
      case 'expectation':
        if (above === 'other') scope.report('LAB_EXPECTATION_MISPLACED', line);
        else if (above === 'call with expectation') scope.report('LAB_EXPECTATION_REPEATED', line);
        above = 'call with expectation';
        return;
      case 'outcome': {
        const step = checkOutcome(scope, line);
        if (step !== null) steps.push(step);
        above = 'other';
        return;
      }
      case 'directive':
        checkDirective(scope, line.step);
        steps.push(line.step);
        above = 'other';
        return;
      default:
        line satisfies never;
    }
  });
  return steps;
}

/** `undefined`: there is one, and it cannot be read. */
function expectationBelow(lines: readonly Line[], index: number): Expectation | null | undefined {
  for (let i = index + 1; i < lines.length; i++) {
    const line = lines[i];
    if (line?.kind === 'blank') continue;
    if (line?.kind === 'unreadable') return undefined;
    return line?.kind === 'expectation' ? (line.expectation ?? undefined) : null;
  }
  return null;
}

function checkCall(scope: Scope, line: CallLine, expectation: Expectation | null | undefined): Step | null {
  const { who, call, targets } = line;
  if (who === null) {
    scope.isUncertain = true;
    bindTargets(scope, anyProgram, null, targets);
    return null;
  }
  const { program } = who;
  scope.begin(program);
  if (scope.lastCall(who)?.state === 'blocked')
    scope.report(
      'LAB_THREAD_BUSY',
      who,
      `\`${threadName(who)}\` is still blocked in an earlier call`,
      `say first how that call ends, as in \`${threadName(who)} returns _\`, or let another thread make this one, as in \`${program}/${String(who.thread + 1)}>\``,
    );
  if (call !== null) {
    checkReceiver(scope, program, call, expectation?.kind === 'raises');
    for (const value of call.args) checkArgument(scope, program, value);
    checkTargets(scope, call, targets);
  }
  if (expectation?.kind === 'returns') scope.checkNames(program, expectation.value);
  const state =
    expectation?.kind === 'blocks' ? 'blocked' : expectation === undefined ? 'interrupted' : 'done';
  scope.setLastCall(who, { call, targets, state });
  if (expectation === undefined || expectation === null || expectation.kind === 'returns')
    bindTargets(scope, program, call, targets);
  const receiver = call?.receiver?.kind === 'name' ? call.receiver.name : null;
  if (receiver !== null && expectation?.kind !== 'raises') {
    if (call?.name === 'listen' && state === 'done') scope.listen(program, receiver);
    if (call?.name === 'close') scope.close(program, receiver);
  }
  if (call === null || expectation === undefined) return null;
  const isKept = targets.length > 0 || call.name !== 'accept';
  if (!isKept && (expectation === null || expectation.kind === 'returns'))
    scope.report(
      'LAB_SOCKET_DROPPED',
      call,
      'nothing keeps the socket that `accept()` gives, so Python closes it now',
      'write `conn, addr = s.accept()`',
    );
  return { kind: 'call', who, targets, call, expectation, start: line.start, end: call.end };
}

/** @param mayFail the script says that the call raises something */
function checkReceiver(scope: Scope, program: string, { receiver }: CallNode, mayFail: boolean): void {
  const [root] = receiver === null ? [] : namesIn(receiver);
  if (receiver === null || root === undefined) return;
  const found = scope.find(program, root, false);
  if (found === null) return;
  const isPart = receiver.kind === 'index';
  if (found.known.kind === 'pair' && !isPart && !mayFail)
    scope.report(
      'LAB_SOCKET_EXPECTED',
      receiver,
      `\`${root.name}\` is the pair that \`accept()\` returned`,
      `write \`${root.name}[0]\`, or unpack the pair before, as in \`conn, addr = s.accept()\``,
    );
  else if (found.known.kind === 'value' && !mayFail)
    scope.report('LAB_SOCKET_EXPECTED', receiver, `\`${root.name}\` is not a socket`);
  else if (found.program !== program && (found.known.kind === 'socket' || found.known.kind === 'pair'))
    scope.report('LAB_SOCKET_FOREIGN', root, `\`${root.name}\` is a socket of \`${found.program}\``);
}

function checkArgument(scope: Scope, program: string, value: Expression): void {
  for (const node of namesIn(value)) {
    const found = scope.find(program, node, false);
    if (found !== null && found.known.kind === 'socket' && found.program !== program)
      scope.report('LAB_SOCKET_FOREIGN', node, `\`${node.name}\` is a socket of \`${found.program}\``);
  }
}

/** How many values a call returns, where several names stand before the `=`. */
function checkTargets(scope: Scope, { name }: CallNode, targets: readonly TargetNode[]): void {
  const [first] = targets;
  const last = targets.at(-1);
  if (first === undefined || last === undefined || targets.length === 1) return;
  const range = { start: first.start, end: last.end };
  switch (name) {
    case 'accept':
      if (targets.length !== 2)
        scope.report('LAB_TARGET', range, '`accept()` returns two values', 'write `conn, addr = s.accept()`');
      return;
    case 'recvfrom':
      if (targets.length !== 2)
        scope.report(
          'LAB_TARGET',
          range,
          '`recvfrom()` returns two values',
          'write `data, addr = s.recvfrom(1024)`',
        );
      return;
    case 'getsockname':
    case 'getpeername':
      if (targets.length !== 2 && targets.length !== 4)
        scope.report(
          'LAB_TARGET',
          range,
          'an address has two parts in IPv4, and four in IPv6',
          `write \`address, port = s.${name}()\``,
        );
      return;
    case 'poll':
    case 'getsockopt':
    case 'getaddrinfo':
    case 'value':
    case 'recv':
    case 'gethostname':
    case 'gethostbyname':
      return;
    default:
      scope.report(
        'LAB_TARGET',
        range,
        `\`${name}()\` does not return several values`,
        'write one name before `=`',
      );
  }
}

function kindOf(
  method: string | null,
  args: readonly Expression[],
  count: number,
  index: number,
): Known['kind'] {
  if (method === 'socket') return 'socket';
  if (method === 'accept') return count === 1 ? 'pair' : index === 0 ? 'socket' : 'value';
  const isPlain = args.every((arg) => namesIn(arg).length === 0);
  return method === null || (method === 'value' && !isPlain) ? 'unknown' : 'value';
}

function bindTargets(
  scope: Scope,
  program: string,
  call: Pick<CallNode, 'name' | 'args'> | null,
  targets: readonly TargetNode[],
): void {
  if (call?.name === 'value') for (const { name } of call.args.flatMap(namesIn)) scope.share(program, name);
  targets.forEach((target, index) => {
    scope.bind(program, target, kindOf(call?.name ?? null, call?.args ?? [], targets.length, index));
  });
}

function checkOutcome(scope: Scope, { who, expectation, ...range }: OutcomeLine): Step | null {
  if (!scope.requireProgram(who.program, who)) return null;
  const last = scope.lastCall(who);
  if ((last === undefined || last.state === 'done') && !scope.isUncertain) {
    scope.report(
      'LAB_NOT_BLOCKED',
      { start: range.start, end: range.end },
      `no call of \`${threadName(who)}\` is blocked`,
    );
    return null;
  }
  if (expectation?.kind === 'returns') scope.checkNames(who.program, expectation.value);
  if (expectation?.kind !== 'blocks' && last !== undefined) {
    scope.setLastCall(who, { ...last, state: 'done' });
    if (expectation?.kind !== 'raises') bindTargets(scope, who.program, last.call, last.targets);
  }
  return expectation === null
    ? null
    : { kind: 'outcome', who, expectation, start: range.start, end: range.end };
}
