import type { CallResult, LabEvent, Segment, SocketRecord } from '#lib/lab/protocol/messages.ts';
import type { TcpState } from '#lib/lab/protocol/tcp-state.ts';
import type {
  Diagram,
  DiagramMark,
  DiagramRow,
  DiagramSpan,
  LaneId,
} from '#lib/lab/sequence-diagram/layout.ts';
import { emptySnapshot, foldEvent } from '#lib/lab/timeline/fold-event.ts';
import type { CallLine, Snapshot } from '#lib/lab/timeline/snapshot.ts';
import { variableOf } from '#lib/lab/timeline/sockets.ts';

type End = Segment['from'];

function connectionKey(own: End, other: End): string {
  return `${own.address} ${String(own.port)} ${other.address} ${String(other.port)}`;
}

/** Finds the lanes of a segment's ends, also where no program has the socket. */
class SegmentLanes {
  /** Listening sockets, by id. */
  readonly #listeners = new Map<string, SocketRecord>();
  /** Of connections whose listener may be gone by now. */
  readonly #known = new Map<string, LaneId>();

  observe({ changed, gone }: Extract<LabEvent, { type: 'sockets' }>): void {
    for (const record of changed) {
      if (record.state === 'LISTEN') this.#listeners.set(record.id, record);
      else this.#listeners.delete(record.id);
    }
    for (const id of gone) this.#listeners.delete(id);
  }

  reset(): void {
    this.#listeners.clear();
    this.#known.clear();
  }

  /** The program that listens on a port, else the port itself. */
  laneOfPort(port: number): LaneId {
    for (const { local, program } of this.#listeners.values())
      if (local?.port === port && program !== null) return program;
    return `:${String(port)}`;
  }

  lanesOf({ from, to, flags }: Segment): { readonly from: LaneId; readonly to: LaneId } {
    const isNew = flags.includes('SYN') && !flags.includes('ACK');
    return { from: this.#laneOf(from, to, isNew), to: this.#laneOf(to, from, isNew) };
  }

  #laneOf(own: End, other: End, isNew: boolean): LaneId {
    const key = connectionKey(own, other);
    if (isNew) this.#known.delete(key);
    const lane = own.program ?? this.#known.get(key) ?? this.laneOfPort(own.port);
    this.#known.set(key, lane);
    return lane;
  }
}

interface StateChange {
  /** The last that the kernel said of the socket. */
  readonly record: SocketRecord;
  /** `null`: the kernel has forgotten it. */
  readonly state: TcpState | null;
  /** `null`: nothing was known of it. */
  readonly before: TcpState | null;
}

/** Follows the states of sockets and keeps the changes worth a row: that a fresh one is CLOSED is not. */
class SocketStates {
  readonly #records = new Map<string, SocketRecord>();

  apply(changed: readonly SocketRecord[], gone: readonly string[]): StateChange[] {
    const changes: StateChange[] = [];
    for (const record of changed) {
      const before = this.#records.get(record.id)?.state ?? null;
      this.#records.set(record.id, record);
      const { state } = record;
      if (state === null || state === before || (before === null && state === 'CLOSED')) continue;
      changes.push({ record, state, before });
    }
    for (const id of gone) {
      const record = this.#records.get(id);
      this.#records.delete(id);
      if (record === undefined || record.state === null || record.state === 'CLOSED') continue;
      changes.push({ record, state: null, before: record.state });
    }
    return changes;
  }

  reset(): void {
    this.#records.clear();
  }
}

type EventOf<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;
/** A span that still grows. */
interface Growing {
  readonly name: string;
  readonly span: DiagramSpan;
  blocked: number | null;
  ended: number | null;
}

/** Builds the sequence diagram of a growing log. */
interface DiagramBuilder {
  append(event: LabEvent): void;
  /** What the events up to `seq` alone would give, from the beginning of the network that there was then. */
  diagram(seq: number): Diagram;
}

/** A port has a colon before it, which no program has in its name. */
function isPortLane(lane: LaneId): boolean {
  return lane.startsWith(':');
}

export function createDiagramBuilder(): DiagramBuilder {
  const rows: DiagramRow[] = [];
  const spans: Growing[] = [];
  /** Calls on their way, by id. */
  const open = new Map<number, Growing>();
  /** Of each network: the event with which it began, and its lanes with the event that first mentioned them. */
  const networks: { readonly from: number; readonly lanes: Map<LaneId, number> }[] = [
    { from: 0, lanes: new Map() },
  ];
  const segments = new SegmentLanes();
  const states = new SocketStates();
  /** What each socket was called last. */
  const names = new Map<string, string>();
  let snapshot: Snapshot = emptySnapshot;

  function add(event: LabEvent, mark: DiagramMark, at = event.at): void {
    const row = { seq: event.seq, at, mark };
    let index = rows.length;
    // Segments are reported a little later than they came.
    while (index > 0 && (rows[index - 1]?.at ?? 0) > at) index--;
    rows.splice(index, 0, row);
  }

  function see(lane: LaneId, seq: number): LaneId {
    const lanes = networks.at(-1)?.lanes;
    if (lanes?.has(lane) === false) lanes.set(lane, seq);
    return lane;
  }

  function nameOf(program: string, fd: number): string {
    const variables = snapshot.programs.find(({ name }) => name === program)?.variables;
    return (variables === undefined ? null : variableOf(variables, fd)) ?? `fd ${String(fd)}`;
  }

  function lineOf({ program, id }: EventOf<'entered'>): CallLine | null {
    const lines = snapshot.programs.find(({ name }) => name === program)?.lines ?? [];
    const line = lines.findLast((one) => one.kind === 'call' && one.id === id);
    return line?.kind === 'call' ? line : null;
  }

  function enter(event: EventOf<'entered'>): void {
    const { program, thread, id: callId, call, seq } = event;
    // The kernel has no part in these.
    if (call.name === 'value' || call.name === 'attribute') return;
    const lane = see(program, seq);
    const text = lineOf(event)?.text ?? call.name;
    const span = { callId, lane, thread, text, entered: seq, blocked: null, ended: null };
    const growing: Growing = { name: call.name, span, blocked: null, ended: null };
    spans.push(growing);
    open.set(callId, growing);
    add(event, { kind: 'call', lane, thread, callId, text, name: call.name });
  }

  /** A call has an end; `null`: it is not on its way. */
  function close(callId: number, seq: number): Growing | null {
    const growing = open.get(callId);
    if (growing === undefined) return null;
    growing.ended = seq;
    open.delete(callId);
    return growing;
  }

  function reportReturn(event: LabEvent, callId: number, result: CallResult | null): void {
    const growing = close(callId, event.seq);
    if (growing === null) return;
    const { name, span } = growing;
    add(event, { kind: 'return', lane: span.lane, thread: span.thread, callId, name, result });
  }

  function breakOff(event: LabEvent, callIds: Iterable<number>): void {
    for (const callId of [...callIds]) reportReturn(event, callId, null);
  }

  /** What a program calls its sockets now, which is what they are called after they are closed, too. */
  function rememberNames(program: string): void {
    const descriptors = snapshot.programs.find(({ name }) => name === program)?.descriptors ?? [];
    for (const { fd, name, record } of descriptors)
      if (record !== null) names.set(record.id, name ?? `fd ${String(fd)}`);
  }

  function observe(event: EventOf<'sockets'>): void {
    segments.observe(event);
    for (const record of event.changed)
      if (record.program !== null && record.fd !== null)
        names.set(record.id, nameOf(record.program, record.fd));
    for (const change of states.apply(event.changed, event.gone)) reportState(event, change);
  }

  function reportState(event: EventOf<'sockets'>, { record, state, before }: StateChange): void {
    const lane = see(record.program ?? segments.laneOfPort(record.local?.port ?? 0), event.seq);
    const name = names.get(record.id) ?? 'not accepted';
    add(event, { kind: 'state', lane, socket: record.id, name, state, before });
  }

  function beginAnew(seq: number): void {
    networks.push({ from: seq, lanes: new Map() });
    segments.reset();
    states.reset();
    names.clear();
  }

  return {
    append(event) {
      snapshot = foldEvent(snapshot, event);
      switch (event.type) {
        case 'opened':
          if (event.resumed) {
            add(event, { kind: 'break', reason: 'resumed' });
            return;
          }
          breakOff(event, open.keys());
          beginAnew(event.seq);
          if (rows.length > 0) add(event, { kind: 'break', reason: 'opened' });
          return;
        case 'entered':
          enter(event);
          return;
        case 'blocked': {
          const growing = open.get(event.id);
          if (growing !== undefined) growing.blocked ??= event.seq;
          return;
        }
        case 'returned':
          rememberNames(event.program);
          reportReturn(event, event.id, event.result);
          return;
        case 'refused':
          if (event.id !== null) close(event.id, event.seq);
          return;
        case 'unreferenced': {
          const { program, fd, name, seq } = event;
          add(event, { kind: 'unreferenced', lane: see(program, seq), fd, name });
          return;
        }
        case 'exited':
          breakOff(event, event.unfinished);
          add(event, { kind: 'exit', lane: see(event.program, event.seq) });
          return;
        case 'sockets':
          observe(event);
          return;
        case 'segment': {
          const { segment, seq } = event;
          const { from, to } = segments.lanesOf(segment);
          add(event, { kind: 'segment', from: see(from, seq), to: see(to, seq), segment }, segment.sentAt);
          return;
        }
        case 'dropping': {
          const lane = see(event.program, event.seq);
          add(event, { kind: 'loss', lane, name: nameOf(event.program, event.fd), dropping: event });
          return;
        }
        case 'reset':
        case 'closed':
          breakOff(event, open.keys());
          if (event.type === 'reset') beginAnew(event.seq);
          add(event, { kind: 'break', reason: event.type });
          return;
        case 'notice':
          return;
        default:
          event satisfies never;
      }
    },

    diagram(seq) {
      const { from = 0, lanes } = networks.findLast((one) => one.from <= seq) ?? {};
      const seen = [...(lanes ?? [])].filter(([, since]) => since <= seq).map(([lane]) => lane);
      const isWithin = (other: number | null): other is number => other !== null && other <= seq;
      return {
        lanes: [...seen.filter((lane) => !isPortLane(lane)), ...seen.filter((lane) => isPortLane(lane))],
        // Calls that the end of the former network broke off are not of this one.
        rows: rows.filter(
          (row) => (row.seq > from || (row.seq === from && row.mark.kind === 'break')) && row.seq <= seq,
        ),
        spans: spans
          .filter(({ span }) => span.entered >= from && span.entered <= seq)
          .map(({ span, blocked, ended }) => ({
            ...span,
            blocked: isWithin(blocked) ? blocked : null,
            ended: isWithin(ended) ? ended : null,
          })),
      };
    },
  };
}
