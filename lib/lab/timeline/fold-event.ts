import { notices } from '#lib/lab/protocol/notices.ts';
import { heldSockets } from '#lib/lab/protocol/encode-value.ts';
import { formatCall } from '#lib/lab/protocol/format-event.ts';
import type { LabEvent, SocketRecord } from '#lib/lab/protocol/messages.ts';
import { unpack } from '#lib/lab/protocol/unpack.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type {
  CallLine,
  CallOutcome,
  Descriptor,
  Snapshot,
  ProgramSnapshot,
} from '#lib/lab/timeline/snapshot.ts';
import { nameOfValue, socketOf, variableOf, withClosed } from '#lib/lab/timeline/sockets.ts';

type EventOf<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;

/** A program of which nothing has been heard. */
function newProgram(name: string): ProgramSnapshot {
  return {
    name,
    isRunning: false,
    lines: [],
    threads: [],
    variables: new Map(),
    descriptors: [],
    socketIds: new Map(),
  };
}

/** The lines with another one at a place. `slice` copies far faster than `with` and `concat` do. */
function withLine({ lines }: ProgramSnapshot, index: number, line: CallLine): ProgramSnapshot['lines'] {
  const after = lines.slice();
  after[index] = line;
  return after;
}

/** The program's line of a call that has no outcome yet, by its place; `null`: there is none. */
function openLine({ lines }: ProgramSnapshot, id: number): readonly [index: number, line: CallLine] | null {
  const index = lines.findLastIndex((line) => line.kind === 'call' && line.id === id);
  const line = lines[index];
  return line?.kind === 'call' && line.outcome === null ? [index, line] : null;
}

/** Whether a call of the program is on its way under this id. */
function isOnItsWay(program: ProgramSnapshot, id: number): boolean {
  return openLine(program, id) !== null;
}

function enter(program: ProgramSnapshot, event: EventOf<'entered'>): ProgramSnapshot {
  const { id, thread, call, targets = [], seq, at } = event;
  const called = formatCall(call, (receiver) => nameOfValue(program.variables, receiver));
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
function block(program: ProgramSnapshot, event: EventOf<'blocked'>): ProgramSnapshot {
  const open = openLine(program, event.id);
  if (open === null || open[1].blocked !== null) return program;
  const { seq, at, waitsFor, fd } = event;
  const [index, line] = open;
  return { ...program, lines: withLine(program, index, { ...line, blocked: { seq, at, waitsFor, fd } }) };
}

/** The line of a call gets its outcome. `line`: what it was before; `null`: no such call is on its way. */
function conclude(
  program: ProgramSnapshot,
  id: number,
  outcome: CallOutcome,
): { readonly program: ProgramSnapshot; readonly line: CallLine | null } {
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
  const unpacked = unpack(value, targets.length);
  if (targets.length === 0 || !unpacked.ok) return variables;
  const after = new Map(variables);
  targets.forEach((name, index) => {
    if (name !== '_') after.set(name, unpacked.values[index] ?? null);
  });
  return after;
}

function renamed(
  descriptors: readonly Descriptor[],
  variables: ReadonlyMap<string, PythonValue>,
): readonly Descriptor[] {
  const isRight = ({ fd, name }: Descriptor): boolean => name === variableOf(variables, fd);
  if (descriptors.every(isRight)) return descriptors;
  return descriptors.map((one) => (isRight(one) ? one : { ...one, name: variableOf(variables, one.fd) }));
}

/** A call gave a value: its targets hold it now, and the sockets in it are open. */
function receive(
  program: ProgramSnapshot,
  targets: readonly string[],
  value: PythonValue,
  recordOf: (fd: number) => SocketRecord | null,
): ProgramSnapshot {
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
  const socketIds = new Map(program.socketIds);
  for (const name of variables === program.variables ? [] : targets) {
    const fd = socketOf(variables.get(name));
    if (fd === null) socketIds.delete(name);
    else socketIds.set(name, recordOf(fd)?.id ?? null);
  }
  return { ...program, variables, descriptors: renamed(descriptors, variables), socketIds };
}

function closeDescriptor(program: ProgramSnapshot, fd: number): ProgramSnapshot {
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
function end(program: ProgramSnapshot, seq: number, at: number): ProgramSnapshot {
  const outcome: CallOutcome = { kind: 'unfinished', seq, at };
  const lines = program.lines.map((line) =>
    line.kind === 'call' && line.outcome === null ? { ...line, outcome } : line,
  );
  const { name, socketIds } = program;
  return { ...newProgram(name), lines: [...lines, { kind: 'exit', seq, at }], socketIds };
}

/** What the kernel says of the program's descriptors, after it said something new. */
function observe(
  program: ProgramSnapshot,
  changed: readonly SocketRecord[],
  gone: readonly string[],
): ProgramSnapshot {
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
  const socketIds = shownIds(program, changed);
  return isSame && socketIds === program.socketIds ? program : { ...program, descriptors, socketIds };
}

/** The ids of sockets that the kernel shows for the first time, at the variables that hold them. */
function shownIds(
  { name: program, variables, socketIds }: ProgramSnapshot,
  changed: readonly SocketRecord[],
): ReadonlyMap<string, string | null> {
  let after: Map<string, string | null> | null = null;
  for (const [name, known] of socketIds) {
    if (known !== null) continue;
    const fd = socketOf(variables.get(name));
    const shown = changed.find((record) => record.program === program && record.fd === fd);
    if (fd === null || fd < 0 || shown === undefined) continue;
    after ??= new Map(socketIds);
    after.set(name, shown.id);
  }
  return after ?? socketIds;
}

/** Before the first event. */
export const emptySnapshot: Snapshot = {
  seq: 0,
  at: 0,
  network: null,
  limits: null,
  programs: [],
  sockets: new Map(),
  forgotten: null,
  losses: [],
  message: null,
  closed: null,
};

/** The snapshot with a program changed; an unknown one begins. */
function withProgram(
  snapshot: Snapshot,
  name: string,
  change: (program: ProgramSnapshot) => ProgramSnapshot,
): Snapshot {
  const { programs } = snapshot;
  const index = programs.findIndex((program) => program.name === name);
  const before = programs[index];
  if (before === undefined) return { ...snapshot, programs: [...programs, change(newProgram(name))] };
  const after = change(before);
  return after === before ? snapshot : { ...snapshot, programs: programs.with(index, after) };
}

function fromProgram(snapshot: Snapshot, name: string): ProgramSnapshot | null {
  return snapshot.programs.find((program) => program.name === name) ?? null;
}

/** Descriptors are let go of: their sockets have none, before the kernel says so, too. */
function release(snapshot: Snapshot, program: string, isReleased: (fd: number) => boolean): Snapshot {
  let sockets: Map<string, SocketRecord> | null = null;
  for (const [id, record] of snapshot.sockets) {
    if (record.program !== program || record.fd === null || !isReleased(record.fd)) continue;
    sockets ??= new Map(snapshot.sockets);
    sockets.set(id, { ...record, fd: null });
  }
  const losses = snapshot.losses.filter((loss) => loss.program !== program || !isReleased(loss.fd));
  return {
    ...snapshot,
    sockets: sockets ?? snapshot.sockets,
    losses: losses.length === snapshot.losses.length ? snapshot.losses : losses,
  };
}

/** `close` has taken effect, if this is one. */
function afterClose(snapshot: Snapshot, { program, call }: CallLine): Snapshot {
  if (call.name !== 'close' || call.fd < 0) return snapshot;
  const { fd } = call;
  const released = release(snapshot, program, (one) => one === fd);
  return withProgram(released, program, (before) => closeDescriptor(before, fd));
}

/** Python has closed a socket that nothing refers to. */
function afterUnreferenced(snapshot: Snapshot, { program, fd }: EventOf<'unreferenced'>): Snapshot {
  if (fromProgram(snapshot, program) === null) return snapshot;
  const released = release(snapshot, program, (one) => one === fd);
  return withProgram(released, program, (before) => closeDescriptor(before, fd));
}

function afterBlocked(snapshot: Snapshot, event: EventOf<'blocked'>): Snapshot {
  const { program: name, id } = event;
  if (fromProgram(snapshot, name) === null) return snapshot;
  const after = withProgram(snapshot, name, (program) => block(program, event));
  if (after === snapshot) return snapshot;
  const line = fromProgram(after, name)?.lines.findLast((one) => one.kind === 'call' && one.id === id);
  // A `close` that lingers has given its number back already.
  return line?.kind === 'call' ? afterClose(after, line) : after;
}

function afterReturned(snapshot: Snapshot, event: EventOf<'returned'>): Snapshot {
  const { program: name, id, seq, at, result } = event;
  const before = fromProgram(snapshot, name);
  if (before === null) return snapshot;
  const { program, line } = conclude(before, id, { kind: 'returned', seq, at, result });
  if (line === null) return snapshot;
  const recordOf = (fd: number): SocketRecord | null => {
    for (const record of snapshot.sockets.values())
      if (record.program === name && record.fd === fd) return record;
    return null;
  };
  const after = withProgram(snapshot, name, () =>
    result.ok ? receive(program, line.targets, result.value, recordOf) : program,
  );
  return result.ok && line.blocked === null ? afterClose(after, line) : after;
}

function afterRefused(snapshot: Snapshot, event: EventOf<'refused'>): Snapshot {
  const { id, seq, at, code, message, help } = event;
  const caller = id === null ? undefined : snapshot.programs.find((program) => isOnItsWay(program, id));
  if (id === null || caller === undefined)
    return { ...snapshot, message: { seq, kind: 'refused', code, message, help } };
  return withProgram(
    snapshot,
    caller.name,
    (program) => conclude(program, id, { kind: 'refused', seq, at, code, message, help }).program,
  );
}

function afterEnd(snapshot: Snapshot, name: string): Snapshot {
  if (fromProgram(snapshot, name) === null) return snapshot;
  const released = release(snapshot, name, () => true);
  return withProgram(released, name, (program) => end(program, snapshot.seq, snapshot.at));
}

function afterSockets(snapshot: Snapshot, { changed, gone }: EventOf<'sockets'>): Snapshot {
  const sockets = new Map(snapshot.sockets);
  for (const record of changed) sockets.set(record.id, record);
  let { forgotten } = snapshot;
  for (const id of gone) {
    const record = sockets.get(id);
    if (record !== undefined) forgotten = { record, before: forgotten };
    sockets.delete(id);
  }
  const programs = snapshot.programs.map((program) => observe(program, changed, gone));
  const isSame = programs.every((program, index) => program === snapshot.programs[index]);
  return { ...snapshot, sockets, forgotten, programs: isSame ? snapshot.programs : programs };
}

function afterDropping(snapshot: Snapshot, event: EventOf<'dropping'>): Snapshot {
  const { program, fd, direction, loss, lostSegments } = event;
  const isOpen =
    fromProgram(snapshot, program)?.descriptors.some((descriptor) => descriptor.fd === fd) === true;
  const others = snapshot.losses.filter(
    (one) => one.program !== program || one.fd !== fd || one.direction !== direction,
  );
  // Of a socket that was closed meanwhile: the number may be another's by now.
  if (loss.kind === 'nothing' || !isOpen) return { ...snapshot, losses: others };
  return { ...snapshot, losses: [...others, { program, fd, direction, loss, lostSegments }] };
}

/** The session is over: its programs have ended, and its network is gone. */
function afterClosed(snapshot: Snapshot, { code, message }: EventOf<'closed'>): Snapshot {
  const ended = snapshot.programs
    .filter(({ isRunning }) => isRunning)
    .reduce((before, { name }) => afterEnd(before, name), snapshot);
  return { ...ended, sockets: new Map(), losses: [], closed: { code, message } };
}

/**
 * The snapshot after one more event of the log. Pure; shares with the one before whatever did not change. An event that
 * belongs to nothing known changes `seq` and `at` alone.
 *
 * @example
 * const snapshot = events.reduce(foldEvent, emptySnapshot);
 */
export function foldEvent(before: Snapshot, event: LabEvent): Snapshot {
  const { seq, at } = event;
  const snapshot: Snapshot = { ...before, seq, at };
  switch (event.type) {
    case 'opened': {
      const { network, limits, resumed } = event;
      return { ...(resumed ? snapshot : { ...emptySnapshot, seq, at }), network, limits };
    }
    case 'reset':
      return { ...emptySnapshot, seq, at, network: event.network, limits: snapshot.limits };
    case 'entered':
      return { ...withProgram(snapshot, event.program, (program) => enter(program, event)), message: null };
    case 'blocked':
      return afterBlocked(snapshot, event);
    case 'returned':
      return afterReturned(snapshot, event);
    case 'refused':
      return afterRefused(snapshot, event);
    case 'unreferenced':
      return afterUnreferenced(snapshot, event);
    case 'exited':
      return afterEnd(snapshot, event.program);
    case 'sockets':
      return afterSockets(snapshot, event);
    case 'segment':
      return snapshot;
    case 'dropping':
      return afterDropping(snapshot, event);
    case 'notice': {
      const { code, message } = event;
      return { ...snapshot, message: { seq, kind: 'notice', code, message, help: notices[code].help } };
    }
    case 'closed':
      return afterClosed(snapshot, event);
    default:
      return event satisfies never;
  }
}
