import { formatCall } from '#lib/lab/format-call.ts';
import type { LabEvent, SocketRecord } from '#lib/lab/protocol.ts';
import type { PythonValue } from '#lib/lab/python-value.ts';
import { heldSockets, withClosed } from '#lib/lab/timeline/held-sockets.ts';
import type { CallLine, CallOutcome, Descriptor, ProgramMoment } from '#lib/lab/timeline/moment.ts';
import { socketOf, variableOf } from '#lib/lab/timeline/variable-of.ts';

type EventOf<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;

/** A program of which nothing has been heard. */
export function newProgram(name: string): ProgramMoment {
  return { name, isRunning: false, lines: [], threads: [], variables: new Map(), descriptors: [] };
}

/** The lines with another one at a place. `slice` copies far faster than `with` and `concat` do. */
function withLine({ lines }: ProgramMoment, index: number, line: CallLine): ProgramMoment['lines'] {
  const after = lines.slice();
  after[index] = line;
  return after;
}

/** The program's line of a call that has no outcome yet, by its place; `null`: there is none. */
function openLine({ lines }: ProgramMoment, id: number): readonly [index: number, line: CallLine] | null {
  const index = lines.findLastIndex((line) => line.kind === 'call' && line.id === id);
  const line = lines[index];
  return line?.kind === 'call' && line.outcome === null ? [index, line] : null;
}

/** Whether a call of the program is on its way under this id. */
export function isOnItsWay(program: ProgramMoment, id: number): boolean {
  return openLine(program, id) !== null;
}

export function enter(program: ProgramMoment, event: EventOf<'entered'>): ProgramMoment {
  const { id, thread, call, targets = [], seq, at } = event;
  const called = formatCall(call, (fd) => variableOf(program.variables, fd));
  const line: CallLine = {
    kind: 'call',
    id,
    program: program.name,
    thread,
    call,
    targets,
    text: targets.length === 0 ? called : `${targets.join(', ')} = ${called}`,
    enteredSeq: seq,
    enteredAt: at,
    blocked: null,
    outcome: null,
  };
  return {
    ...program,
    isRunning: true,
    lines: withLine(program, program.lines.length, line),
    threads: program.threads.includes(thread)
      ? program.threads
      : [...program.threads, thread].sort((a, b) => a - b),
  };
}

/** A call begins to wait; one that waits again has waited since the first time. */
export function block(program: ProgramMoment, event: EventOf<'blocked'>): ProgramMoment {
  const open = openLine(program, event.id);
  if (open === null || open[1].blocked !== null) return program;
  const { seq, at, waitsFor, fd } = event;
  const [index, line] = open;
  return { ...program, lines: withLine(program, index, { ...line, blocked: { seq, at, waitsFor, fd } }) };
}

/** The line of a call gets its outcome. `line`: what it was before; `null`: no such call is on its way. */
export function conclude(
  program: ProgramMoment,
  id: number,
  outcome: CallOutcome,
): { readonly program: ProgramMoment; readonly line: CallLine | null } {
  const open = openLine(program, id);
  if (open === null) return { program, line: null };
  const [index, line] = open;
  return { program: { ...program, lines: withLine(program, index, { ...line, outcome }) }, line };
}

/** Names for a value, as `a, b = value` gives them. Where Python could not take it apart, nothing gets a name. */
function bind(
  variables: ReadonlyMap<string, PythonValue>,
  targets: readonly string[],
  value: PythonValue,
): ReadonlyMap<string, PythonValue> {
  const several = typeof value === 'object' && value !== null && 'tuple' in value ? value.tuple : value;
  const values: readonly PythonValue[] =
    targets.length === 1 ? [value] : Array.isArray(several) ? several : [];
  if (targets.length === 0 || values.length !== targets.length) return variables;
  const after = new Map(variables);
  targets.forEach((name, index) => {
    if (name !== '_') after.set(name, values[index] ?? null);
  });
  return after;
}

function renamed(
  descriptors: readonly Descriptor[],
  variables: ReadonlyMap<string, PythonValue>,
): readonly Descriptor[] {
  const names = new Map<number, string>();
  for (const [name, value] of variables) {
    const fd = socketOf(value);
    if (fd !== null && !names.has(fd)) names.set(fd, name);
  }
  const isRight = ({ fd, name }: Descriptor): boolean => name === (names.get(fd) ?? null);
  if (descriptors.every(isRight)) return descriptors;
  return descriptors.map((one) => (isRight(one) ? one : { ...one, name: names.get(one.fd) ?? null }));
}

/** A call gave a value: its targets hold it now, and the sockets in it are open. */
export function receive(
  program: ProgramMoment,
  targets: readonly string[],
  value: PythonValue,
  recordOf: (fd: number) => SocketRecord | null,
): ProgramMoment {
  const opened = heldSockets(value)
    .map(({ socket }) => socket)
    .filter((fd) => fd >= 0 && !program.descriptors.some((descriptor) => descriptor.fd === fd));
  const variables = bind(program.variables, targets, value);
  if (opened.length === 0 && variables === program.variables) return program;
  const descriptors =
    opened.length === 0
      ? program.descriptors
      : [
          ...program.descriptors,
          ...opened.map((fd): Descriptor => ({ fd, name: null, record: recordOf(fd) })),
        ].sort((a, b) => a.fd - b.fd);
  return { ...program, variables, descriptors: renamed(descriptors, variables) };
}

export function closeDescriptor(program: ProgramMoment, fd: number): ProgramMoment {
  const variables = new Map<string, PythonValue>();
  for (const [name, value] of program.variables)
    variables.set(
      name,
      withClosed(value, (held) => held === fd),
    );
  return {
    ...program,
    variables,
    descriptors: program.descriptors.filter((descriptor) => descriptor.fd !== fd),
  };
}

/** The end of a life: what is on its way stays unfinished, and nothing is open any more. */
export function end(program: ProgramMoment, seq: number, at: number): ProgramMoment {
  const outcome: CallOutcome = { kind: 'unfinished', seq, at };
  const lines = program.lines.map((line) =>
    line.kind === 'call' && line.outcome === null ? { ...line, outcome } : line,
  );
  return { ...newProgram(program.name), lines: [...lines, { kind: 'exit', seq, at }] };
}

/** What the kernel says of the program's descriptors, after it said something new. */
export function observe(
  program: ProgramMoment,
  changed: readonly SocketRecord[],
  gone: readonly string[],
): ProgramMoment {
  let isSame = true;
  const descriptors = program.descriptors.map((descriptor) => {
    const { fd, record: before } = descriptor;
    const isLost =
      before !== null && (gone.includes(before.id) || changed.some(({ id }) => id === before.id));
    const record =
      changed.find((one) => one.program === program.name && one.fd === fd) ?? (isLost ? null : before);
    if (record === before) return descriptor;
    isSame = false;
    return { ...descriptor, record };
  });
  return isSame ? program : { ...program, descriptors };
}
