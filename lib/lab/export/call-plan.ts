import { formatValue } from '#lib/lab/protocol/format-value.ts';
import type { CallResult, LabCall, LabEvent } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { ProgramNames, type Variable } from '#lib/lab/export/program-names.ts';
import { isPythonName, isWhole } from '#lib/lab/export/quote.ts';
import { heldSockets, itemsOf } from '#lib/lab/protocol/encode-value.ts';

type EventOf<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;

/** Text with variables in it, whose names are written where it is written. */
export type Text = readonly (string | Variable)[];

/** A call of a log, ready to be written again. */
export interface PlannedCall {
  readonly kind: 'call';
  readonly id: number;
  readonly program: string;
  readonly thread: number;
  readonly call: LabCall;
  /** Names that its value goes to; `null` in the place of one that is thrown away. */
  targets: readonly (Variable | null)[];
  /** `s.bind(('127.0.0.1', 65000))`; `null`: the log does not have its socket, or not all of its bytes. */
  readonly text: Text | null;
  readonly enteredAt: number;
  blocked: boolean;
  /** `null`: it never returned. */
  end: {
    readonly at: number;
    readonly result: CallResult;
    /** The result, with what varies from run to run as `_`; `null`: all of it does. */
    readonly shown: Text | null;
  } | null;
  /** Why the lab did not make it; `null`: it did. */
  refused: string | null;
}

export type PlanEntry =
  | PlannedCall
  /** A call returns after others were made, or after it was interrupted. */
  | { readonly kind: 'return'; readonly of: PlannedCall }
  | { readonly kind: 'interrupt'; readonly of: PlannedCall }
  /** The program lets go of a socket that another variable holds here, so that it is closed. */
  | { readonly kind: 'forget'; readonly thread: number; readonly variable: Variable }
  | { readonly kind: 'exit'; readonly program: string; readonly open: readonly Variable[] }
  | { readonly kind: 'lose'; readonly dropping: EventOf<'dropping'>; readonly socket: Variable | null }
  /** Something happened by itself while nobody called anything. */
  | { readonly kind: 'wait'; readonly ms: number };

export interface CallPlan {
  readonly asRoot: boolean;
  readonly entries: readonly PlanEntry[];
}

/** What happens by itself so long after the last call is worth waiting for. */
const worthWaitingMicros = 150_000;
/** A line rarely makes Python close more sockets than one; a session has no more. */
const mostClosedAtOnce = 64;
/** Longer results are not compared: how much arrives at once varies. */
const maxShownLength = 256;

function sinceLastBeginning(events: readonly LabEvent[]): readonly LabEvent[] {
  const index = events.findLastIndex(
    (event) => event.type === 'reset' || (event.type === 'opened' && !event.resumed),
  );
  return events.slice(Math.max(0, index));
}

function addressOf(value: PythonValue): { readonly host: string; readonly port: number } | null {
  if (typeof value !== 'object' || value === null || !('tuple' in value)) return null;
  const [host, port]: readonly PythonValue[] = value.tuple;
  return typeof host === 'string' && typeof port === 'number' ? { host, port } : null;
}

/** Was it Ctrl-C that ended the call? */
function isInterrupted({ interruptedBy }: EventOf<'returned'>): boolean {
  return interruptedBy !== undefined;
}

/** The sockets that Python closed by itself because of an event: what follows it directly. */
function closedBy(following: readonly LabEvent[]): readonly EventOf<'unreferenced'>[] {
  const end = following.findIndex(({ type }) => type !== 'unreferenced');
  const directly = end === -1 ? following : following.slice(0, end);
  return directly.filter((event) => event.type === 'unreferenced');
}

/** Does a dot after it look for an attribute of it, and not of its last part? */
function takesDot(value: PythonValue): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'number';
  if ('int' in value || 'float' in value || 'flags' in value) return false;
  return !('times' in value);
}

/** Reads a log from its last beginning on. */
class Planner {
  readonly entries: PlanEntry[] = [];
  readonly #names = new Map<string, ProgramNames>();
  readonly #calls = new Map<number, PlannedCall>();
  /** Ports that a program asked for by number; all others vary from run to run. */
  readonly #fixedPorts: ReadonlySet<number>;
  /** Calls that returned a port that varies, so that it can be given a name. */
  readonly #tellers = new Map<number, PlannedCall>();
  #lastAt = 0;
  #movedAt: number | null = null;

  constructor(events: readonly LabEvent[]) {
    this.#fixedPorts = new Set(
      events.flatMap((event) => {
        const address =
          event.type === 'entered' && event.call.name === 'bind' ? event.call.args[0] : undefined;
        const port = address === undefined ? 0 : (addressOf(address)?.port ?? 0);
        return port === 0 ? [] : [port];
      }),
    );
  }

  read(event: LabEvent, following: readonly LabEvent[]): void {
    switch (event.type) {
      case 'entered':
        this.#enter(event);
        return;
      case 'blocked': {
        const planned = this.#calls.get(event.id);
        if (planned !== undefined) planned.blocked = true;
        if (planned?.call.name === 'close') this.#namesOf(planned.program).close(planned.call.fd);
        return;
      }
      case 'returned':
        this.#return(event, closedBy(following));
        return;
      case 'refused': {
        const planned = event.id === null ? undefined : this.#calls.get(event.id);
        if (planned !== undefined) planned.refused = event.message;
        return;
      }
      case 'unreferenced':
        return;
      case 'exited':
        this.#step(event.at);
        this.entries.push({
          kind: 'exit',
          program: event.program,
          open: this.#namesOf(event.program).open,
        });
        this.#namesOf(event.program).end();
        return;
      case 'dropping':
        this.#lose(event, following[0]);
        return;
      case 'segment':
        this.#move(event.at);
        return;
      case 'sockets':
        if (event.gone.length > 0) this.#move(event.at);
        return;
      case 'opened':
      case 'reset':
      case 'notice':
      case 'closed':
        return;
      default:
        event satisfies never;
    }
  }

  #namesOf(program: string): ProgramNames {
    const known = this.#names.get(program) ?? new ProgramNames(program);
    this.#names.set(program, known);
    return known;
  }

  #move(at: number): void {
    if (this.entries.length > 0 && at - this.#lastAt > worthWaitingMicros) this.#movedAt = at;
  }

  /** Something is done; first, what was waited for is waited for again. */
  #step(at: number): void {
    if (this.#movedAt !== null)
      this.entries.push({ kind: 'wait', ms: Math.ceil((this.#movedAt - this.#lastAt) / 100_000) * 100 });
    this.#movedAt = null;
    this.#lastAt = at;
  }

  #enter(event: EventOf<'entered'>): void {
    const { id, program, thread, call, targets = [], at } = event;
    this.#step(at);
    const names = this.#namesOf(program);
    const planned: PlannedCall = {
      kind: 'call',
      id,
      program,
      thread,
      call,
      targets: targets.map((name) => (name === '_' ? null : { program, name })),
      text: this.#textOf(call, names),
      enteredAt: at,
      blocked: false,
      end: null,
      refused: null,
    };
    this.#calls.set(id, planned);
    // A value that nothing keeps does nothing.
    if (call.name !== 'value' || targets.length > 0) this.entries.push(planned);
  }

  #textOf(call: LabCall, names: ProgramNames): Text | null {
    if (!call.args.every(isWhole) || (call.name === 'value' && call.args.length !== 1)) return null;
    const args = this.#valuesText(call.args, names);
    if (call.name === 'value') return args;
    if (call.name === 'attribute') {
      const [object = null, method = null, ...rest] = call.args;
      if (typeof method !== 'string' || !isPythonName(method)) return null;
      const whole = names.holding(object);
      const literal = this.#valueText(object, names);
      const held = takesDot(object) ? literal : ['(', ...literal, ')'];
      return [...(whole === null ? held : [whole]), `.${method}(`, ...this.#valuesText(rest, names), ')'];
    }
    if (!('fd' in call)) return [`${call.name}(`, ...args, ')'];
    const receiver = names.socket(call.fd);
    return receiver === null ? null : [receiver, `.${call.name}(`, ...args, ')'];
  }

  #valuesText(values: readonly PythonValue[], names: ProgramNames): (string | Variable)[] {
    return values.flatMap((value, index) => [
      ...(index === 0 ? [] : [', ']),
      ...this.#valueText(value, names),
    ]);
  }

  /** A value as it is written, with variables for sockets and for ports that vary. */
  #valueText(value: PythonValue, names: ProgramNames): (string | Variable)[] {
    if (typeof value !== 'object' || value === null) return [formatValue(value)];
    if ('socket' in value) return [names.socket(value.socket) ?? 'None'];
    const address = addressOf(value);
    if (address !== null && 'tuple' in value && value.tuple.length === 2) {
      const port = this.#variableOfPort(address.port, names, true);
      return ['(', formatValue(address.host), ', ', port ?? String(address.port), ')'];
    }
    const isList = Array.isArray(value);
    if (!isList && !('tuple' in value)) return [formatValue(value)];
    const items: readonly PythonValue[] = isList ? value : value.tuple;
    const inner = this.#valuesText(items, names);
    if (isList) return ['[', ...inner, ']'];
    return ['(', ...inner, items.length === 1 ? ',)' : ')'];
  }

  /** The variable that holds a port that varies. @param mayName names it at the call that returned the port */
  #variableOfPort(port: number, names: ProgramNames, mayName: boolean): Variable | null {
    if (this.#fixedPorts.has(port) || port === 0) return null;
    for (const one of [names, ...this.#names.values()]) {
      const found = one.plain(port);
      if (found !== null) return found;
    }
    const teller = mayName ? this.#tellers.get(port) : undefined;
    if (teller === undefined) return null;
    const variable = this.#namesOf(teller.program).nameValue('port', port);
    teller.targets = [null, variable];
    return variable;
  }

  #return(event: EventOf<'returned'>, closed: readonly EventOf<'unreferenced'>[]): void {
    const planned = this.#calls.get(event.id);
    if (planned === undefined) return;
    const { result, at } = event;
    const names = this.#namesOf(planned.program);
    if (isInterrupted(event)) {
      this.#step(at);
      this.entries.push({ kind: 'interrupt', of: planned });
    }
    planned.end = { at, result, shown: result.ok ? this.#shown(planned, result.value, names) : null };
    const last = this.entries.findLast(({ kind }) => kind !== 'return');
    if (last !== planned) this.entries.push({ kind: 'return', of: planned });
    this.#lastAt = at;
    this.#movedAt = null;
    if (result.ok && planned.call.name === 'close' && !planned.blocked) names.close(planned.call.fd);
    const forgotten = closed.flatMap(({ fd }) => names.forget(fd) ?? []);
    if (result.ok)
      this.#bind(
        planned,
        result.value,
        names,
        closed.map(({ fd }) => fd),
      );
    const bound = planned.targets.map((target) => target?.name);
    for (const { program, name } of forgotten) {
      const variable = { program, name: name.replace(/\[.*/, '') };
      if (!bound.includes(variable.name))
        this.entries.push({ kind: 'forget', thread: planned.thread, variable });
    }
  }

  /** @param closed sockets that Python has closed by then */
  #bind(planned: PlannedCall, value: PythonValue, names: ProgramNames, closed: readonly number[]): void {
    const wanted = planned.targets;
    const opened = heldSockets(value)
      .map(({ socket }) => socket)
      .find((fd) => fd >= 0 && !names.isOpen(fd) && !closed.includes(fd));
    const items = itemsOf(value);
    if (opened === undefined) {
      const values = wanted.length === 1 ? [value] : (items ?? []);
      if (values.length !== wanted.length) return;
      planned.targets = wanted.map((target, index) =>
        target === null ? null : names.bindPlain(target.name, values[index] ?? null),
      );
      return;
    }
    const [first] = wanted;
    if (items !== null && wanted.length === 1 && first !== undefined && first !== null) {
      planned.targets = [names.openInside(opened, first.name, 0, value)];
      return;
    }
    const isUnpacked = items === null ? wanted.length === 1 : items.length === wanted.length;
    const rest = isUnpacked ? wanted.slice(1) : (items ?? []).slice(1).map(() => null);
    const named =
      !isUnpacked || first === undefined || first === null
        ? names.openNameless(opened, items === null ? 's' : 'conn')
        : names.openNamed(opened, first.name);
    planned.targets = [
      named,
      ...rest.map((target, index) =>
        target === null ? null : names.bindPlain(target.name, items?.[index + 1] ?? null),
      ),
    ];
  }

  #shown({ call, targets }: PlannedCall, value: PythonValue, names: ProgramNames): Text | null {
    if (value === null || heldSockets(value).length > 0 || !isWhole(value)) return null;
    if (call.name === 'gethostname' || (call.name === 'getsockopt' && typeof value === 'number' && value > 1))
      return null;
    if (call.name === 'getsockname' || call.name === 'getpeername')
      return this.#addressShown(call, targets, value, names);
    // The sender's port is another one in each run.
    if (call.name === 'recvfrom') return null;
    if (
      (call.name === 'send' || call.name === 'sendto' || call.name === 'recv') &&
      formatValue(value).length > maxShownLength
    )
      return null;
    if ((call.name === 'send' || call.name === 'sendto') && typeof value === 'number' && value > 65_536)
      return null;
    return formatValue(value).length > maxShownLength ? null : [formatValue(value)];
  }

  #addressShown(
    _: LabCall,
    targets: PlannedCall['targets'],
    value: PythonValue,
    names: ProgramNames,
  ): Text | null {
    const address = addressOf(value);
    if (address === null || targets.length > 0) return null;
    const varies = address.port !== 0 && !this.#fixedPorts.has(address.port);
    const port = varies ? (this.#variableOfPort(address.port, names, false) ?? '_') : String(address.port);
    const isPair =
      typeof value === 'object' && value !== null && 'tuple' in value && value.tuple.length === 2;
    return isPair ? ['(', formatValue(address.host), ', ', port, ')'] : null;
  }

  /** Remembers which call returned a port, for a later call that needs it. */
  learn(planned: PlannedCall): void {
    const { call, end, targets } = planned;
    const isAsking = call.name === 'getsockname' || call.name === 'getpeername';
    if (!isAsking || targets.length > 0 || end === null || !end.result.ok) return;
    const address = addressOf(end.result.value);
    const { value } = end.result;
    const isPair =
      typeof value === 'object' && value !== null && 'tuple' in value && value.tuple.length === 2;
    if (address !== null && isPair) this.#tellers.set(address.port, planned);
  }

  planned(id: number): PlannedCall | undefined {
    return this.#calls.get(id);
  }

  #lose(event: EventOf<'dropping'>, next: LabEvent | undefined): void {
    const { loss, lostSegments, program, fd } = event;
    // A loss of the next n that is used up ends by itself, as does one in whose place another comes.
    if (
      loss.kind === 'nothing' &&
      (lostSegments > 0 || next?.type === 'dropping') &&
      this.#endsByItself(event, next)
    )
      return;
    this.#step(event.at);
    this.entries.push({ kind: 'lose', dropping: event, socket: this.#namesOf(program).socket(fd) });
  }

  #endsByItself(event: EventOf<'dropping'>, next: LabEvent | undefined): boolean {
    if (next?.type === 'dropping') return true;
    const before = this.entries.findLast(
      (entry) =>
        entry.kind === 'lose' &&
        entry.dropping.program === event.program &&
        entry.dropping.fd === event.fd &&
        entry.dropping.direction === event.direction,
    );
    if (before?.kind !== 'lose' || before.dropping.loss.kind !== 'next') return false;
    return event.lostSegments >= before.dropping.loss.segments;
  }
}

/** What a log's programs did since the last beginning, in the order in which it can be repeated. */
export function planCalls(events: readonly LabEvent[]): CallPlan {
  const since = sinceLastBeginning(events);
  const planner = new Planner(since);
  since.forEach((event, index) => {
    planner.read(event, since.slice(index + 1, index + 1 + mostClosedAtOnce));
    const planned = event.type === 'returned' ? planner.planned(event.id) : undefined;
    if (planned !== undefined) planner.learn(planned);
  });
  const [first] = since;
  const network = first?.type === 'opened' || first?.type === 'reset' ? first.network : null;
  return { asRoot: network?.asRoot === true, entries: planner.entries };
}
