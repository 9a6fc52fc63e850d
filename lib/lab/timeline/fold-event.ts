import type { LabEvent, SocketRecord } from '#lib/lab/protocol.ts';
import { notices } from '#lib/lab/protocol-codes.ts';
import type { CallLine, Moment, ProgramMoment } from '#lib/lab/timeline/moment.ts';
import {
  block,
  closeDescriptor,
  conclude,
  end,
  enter,
  isOnItsWay,
  newProgram,
  observe,
  receive,
} from '#lib/lab/timeline/program-fold.ts';

type EventOf<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;

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
