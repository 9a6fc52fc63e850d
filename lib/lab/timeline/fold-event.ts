import { notices } from '#lib/lab/protocol/codes.ts';
import { formatCall } from '#lib/lab/protocol/format-event.ts';
import type { LabEvent, SocketRecord } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { CallLine, CallOutcome, Descriptor, Moment, ProgramMoment } from '#lib/lab/timeline/snapshot.ts';
import { heldSockets, socketOf, variableOf, withClosed } from '#lib/lab/timeline/sockets.ts';

type EventOf<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;

/** A program of which nothing has been heard. */
function newProgram(name: string): ProgramMoment {
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
function isOnItsWay(program: ProgramMoment, id: number): boolean {
  return openLine(program, id) !== null;
}

function enter(program: ProgramMoment, event: EventOf<'entered'>): ProgramMoment {
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
function block(program: ProgramMoment, event: EventOf<'blocked'>): ProgramMoment {
  const open = openLine(program, event.id);
  if (open === null || open[1].blocked !== null) return program;
  const { seq, at, waitsFor, fd } = event;
  const [index, line] = open;
  return { ...program, lines: withLine(program, index, { ...line, blocked: { seq, at, waitsFor, fd } }) };
}

/** The line of a call gets its outcome. `line`: what it was before; `null`: no such call is on its way. */
function conclude(
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
function receive(
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

function closeDescriptor(program: ProgramMoment, fd: number): ProgramMoment {
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
function end(program: ProgramMoment, seq: number, at: number): ProgramMoment {
  const outcome: CallOutcome = { kind: 'unfinished', seq, at };
  const lines = program.lines.map((line) =>
    line.kind === 'call' && line.outcome === null ? { ...line, outcome } : line,
  );
  return { ...newProgram(program.name), lines: [...lines, { kind: 'exit', seq, at }] };
}

/** What the kernel says of the program's descriptors, after it said something new. */
function observe(
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

/** Before the first event. */
export const emptyMoment: Moment = {
  seq: 0,
  at: 0,
  network: null,
  limits: null,
  programs: [],
  sockets: new Map(),
  losses: [],
  message: null,
  closed: null,
};

/** The moment with a program changed; one that is not known yet begins. */
function withProgram(
  moment: Moment,
  name: string,
  change: (program: ProgramMoment) => ProgramMoment,
): Moment {
  const { programs } = moment;
  const index = programs.findIndex((program) => program.name === name);
  const before = programs[index];
  if (before === undefined) return { ...moment, programs: [...programs, change(newProgram(name))] };
  const after = change(before);
  return after === before ? moment : { ...moment, programs: programs.with(index, after) };
}

function fromProgram(moment: Moment, name: string): ProgramMoment | null {
  return moment.programs.find((program) => program.name === name) ?? null;
}

/** Descriptors are let go of: their sockets have none, before the kernel says so, too. */
function release(moment: Moment, program: string, isReleased: (fd: number) => boolean): Moment {
  let sockets: Map<string, SocketRecord> | null = null;
  for (const [id, record] of moment.sockets) {
    if (record.program !== program || record.fd === null || !isReleased(record.fd)) continue;
    sockets ??= new Map(moment.sockets);
    sockets.set(id, { ...record, fd: null });
  }
  const losses = moment.losses.filter((loss) => loss.program !== program || !isReleased(loss.fd));
  return {
    ...moment,
    sockets: sockets ?? moment.sockets,
    losses: losses.length === moment.losses.length ? moment.losses : losses,
  };
}

/** `close` has taken effect, if this is one. */
function afterClose(moment: Moment, { program, call }: CallLine): Moment {
  if (call.name !== 'close' || call.fd < 0) return moment;
  const { fd } = call;
  const released = release(moment, program, (one) => one === fd);
  return withProgram(released, program, (before) => closeDescriptor(before, fd));
}

function afterBlocked(moment: Moment, event: EventOf<'blocked'>): Moment {
  const { program: name, id } = event;
  if (fromProgram(moment, name) === null) return moment;
  const after = withProgram(moment, name, (program) => block(program, event));
  if (after === moment) return moment;
  const line = fromProgram(after, name)?.lines.findLast((one) => one.kind === 'call' && one.id === id);
  // A `close` that lingers has given its number back already.
  return line?.kind === 'call' ? afterClose(after, line) : after;
}

function afterReturned(moment: Moment, event: EventOf<'returned'>): Moment {
  const { program: name, id, seq, at, result } = event;
  const before = fromProgram(moment, name);
  if (before === null) return moment;
  const { program, line } = conclude(before, id, { kind: 'returned', seq, at, result });
  if (line === null) return moment;
  const recordOf = (fd: number): SocketRecord | null => {
    for (const record of moment.sockets.values())
      if (record.program === name && record.fd === fd) return record;
    return null;
  };
  const after = withProgram(moment, name, () =>
    result.ok ? receive(program, line.targets, result.value, recordOf) : program,
  );
  return result.ok && line.blocked === null ? afterClose(after, line) : after;
}

function afterRefused(moment: Moment, event: EventOf<'refused'>): Moment {
  const { id, seq, at, code, message, help } = event;
  const caller = id === null ? undefined : moment.programs.find((program) => isOnItsWay(program, id));
  if (id === null || caller === undefined)
    return { ...moment, message: { seq, kind: 'refused', code, message, help } };
  return withProgram(
    moment,
    caller.name,
    (program) => conclude(program, id, { kind: 'refused', seq, at, code, message, help }).program,
  );
}

function afterEnd(moment: Moment, name: string): Moment {
  if (fromProgram(moment, name) === null) return moment;
  const released = release(moment, name, () => true);
  return withProgram(released, name, (program) => end(program, moment.seq, moment.at));
}

function afterSockets(moment: Moment, { changed, gone }: EventOf<'sockets'>): Moment {
  const sockets = new Map(moment.sockets);
  for (const record of changed) sockets.set(record.id, record);
  for (const id of gone) sockets.delete(id);
  const programs = moment.programs.map((program) => observe(program, changed, gone));
  const isSame = programs.every((program, index) => program === moment.programs[index]);
  return { ...moment, sockets, programs: isSame ? moment.programs : programs };
}

function afterLosing(moment: Moment, event: EventOf<'losing'>): Moment {
  const { program, fd, direction, loss, lostSegments } = event;
  const isOpen =
    fromProgram(moment, program)?.descriptors.some((descriptor) => descriptor.fd === fd) === true;
  const others = moment.losses.filter(
    (one) => one.program !== program || one.fd !== fd || one.direction !== direction,
  );
  // Of a socket that was closed meanwhile: the number may be another's by now.
  if (loss.kind === 'nothing' || !isOpen) return { ...moment, losses: others };
  return { ...moment, losses: [...others, { program, fd, direction, loss, lostSegments }] };
}

/** The session is over: its programs have ended, and its network is gone. */
function afterClosed(moment: Moment, { code, message }: EventOf<'closed'>): Moment {
  const ended = moment.programs
    .filter(({ isRunning }) => isRunning)
    .reduce((before, { name }) => afterEnd(before, name), moment);
  return { ...ended, sockets: new Map(), losses: [], closed: { code, message } };
}

/**
 * The moment after one more event of the log. Pure; shares with the moment before whatever did not change. An event that
 * belongs to nothing known changes `seq` and `at` alone.
 */
export function foldEvent(before: Moment, event: LabEvent): Moment {
  const { seq, at } = event;
  const moment: Moment = { ...before, seq, at };
  switch (event.type) {
    case 'opened': {
      const { network, limits, resumed } = event;
      return { ...(resumed ? moment : { ...emptyMoment, seq, at }), network, limits };
    }
    case 'reset':
      return { ...emptyMoment, seq, at, network: event.network, limits: moment.limits };
    case 'entered':
      return { ...withProgram(moment, event.program, (program) => enter(program, event)), message: null };
    case 'blocked':
      return afterBlocked(moment, event);
    case 'returned':
      return afterReturned(moment, event);
    case 'refused':
      return afterRefused(moment, event);
    case 'exited':
      return afterEnd(moment, event.program);
    case 'sockets':
      return afterSockets(moment, event);
    case 'segment':
      return moment;
    case 'losing':
      return afterLosing(moment, event);
    case 'notice': {
      const { code, message } = event;
      return { ...moment, message: { seq, kind: 'notice', code, message, help: notices[code].todo } };
    }
    case 'closed':
      return afterClosed(moment, event);
    default:
      return event satisfies never;
  }
}
