import fc from 'fast-check';
import type {
  LabCall,
  LabEvent,
  Limits,
  Network,
  EventBody,
  SocketRecord,
} from '#lib/lab/protocol/messages.ts';
import { tcpStates } from '#lib/lab/protocol/tcp-state.ts';

export const network: Network = {
  kind: 'private',
  reason: null,
  asRoot: false,
  sockets: { possible: true },
  capture: { possible: true },
  loss: { possible: true },
  settings: {
    maxBacklog: 4096,
    firstUnprivilegedPort: 1024,
    ephemeralPorts: [32_768, 60_999],
    synRetries: 6,
    synLinearTimeouts: 4,
  },
};

export const limits: Limits = {
  programs: 16,
  threads: 16,
  sockets: 64,
  callsPerSecond: 500,
  recvBytes: 65_536,
  sendBytes: 4_194_304,
  bufferedBytes: 8_388_608,
  unacknowledgedBytes: 262_144,
  idleMs: 900_000,
  resumeMs: 60_000,
};

/** A record of a fresh socket, with what is said of it. */
export function socketRecord(fields: Partial<SocketRecord> & Pick<SocketRecord, 'id'>): SocketRecord {
  return {
    program: null,
    fd: null,
    family: 'AF_INET',
    type: 'SOCK_STREAM',
    state: 'CLOSED',
    local: null,
    peer: null,
    acceptQueue: null,
    unreadBytes: 0,
    unacknowledgedBytes: 0,
    tcpInfo: null,
    timer: null,
    ...fields,
  };
}

/** One thing that happens; `program`, `thread` and `pick` choose to whom. */
interface Action {
  readonly what: (typeof kinds)[number];
  readonly program: number;
  readonly thread: number;
  readonly pick: number;
  readonly pause: number;
}

const kinds = [
  'socket',
  'accept',
  'recv',
  'ask',
  'close',
  'sockets',
  'sockets',
  'segment',
  'lose',
  'wake',
  'wake',
  'refuse',
  'notice',
  'exit',
  'reset',
  'resume',
] as const;

interface Life {
  readonly open: Map<number, string>;
  readonly calls: Map<number, number>;
}

/** Writes a log in which everything that happens is possible, though the kernel would seldom do it in this order. */
class Author {
  readonly events: LabEvent[] = [];
  readonly #lives = new Map<string, Life>();
  readonly #sockets = new Map<string, SocketRecord>();
  readonly #session: string;
  #id: number;
  #socket = 0;
  #at = 0;

  constructor(session: string, firstId: number) {
    this.#session = session;
    this.#id = firstId;
    this.#report({ type: 'opened', session, token: 't', resumed: false, network, limits });
  }

  #report(event: EventBody): void {
    this.events.push({ ...event, seq: this.events.length + 1, at: this.#at });
  }

  #life(program: string): Life {
    const life = this.#lives.get(program) ?? { open: new Map(), calls: new Map() };
    this.#lives.set(program, life);
    return life;
  }

  happen({ what, program: index, thread, pick, pause }: Action): void {
    this.#at += pause;
    const program = ['server', 'client', 'other'][index] ?? 'server';
    const life = this.#lives.get(program);
    const fds = [...(life?.open.keys() ?? [])];
    const fd = fds[pick % Math.max(1, fds.length)] ?? -1;
    switch (what) {
      case 'socket':
        this.#call(program, thread, { name: 'socket', args: [] }, [['s', 'c', '_'][pick % 3] ?? 's'], () => ({
          socket: this.#open(program),
        }));
        return;
      case 'accept':
        this.#call(program, thread, { name: 'accept', fd, args: [] }, ['conn', 'addr'], () => ({
          tuple: [{ socket: this.#open(program) }, 'somewhere'],
        }));
        return;
      case 'recv':
        this.#call(program, thread, { name: 'recv', fd, args: [10] }, [], null);
        return;
      case 'ask':
        this.#call(program, thread, { name: 'fileno', fd, args: [] }, pick % 2 === 0 ? ['n'] : [], () => fd);
        return;
      case 'close':
        this.#call(program, thread, { name: 'close', fd, args: [] }, [], () => {
          life?.open.delete(fd);
          return null;
        });
        return;
      case 'sockets':
        this.#observe(pick);
        return;
      case 'segment':
        this.#segment(pick);
        return;
      case 'lose':
        if (fd < 0) return;
        this.#report({
          type: 'dropping',
          id: null,
          program,
          fd,
          direction: 'in',
          loss: pick % 2 === 0 ? { kind: 'all' } : { kind: 'nothing' },
          lostSegments: pick,
        });
        return;
      case 'wake':
        this.#wake(program, thread);
        return;
      case 'refuse':
        this.#report({ type: 'refused', id: null, code: 'THREADS_LIMIT', message: 'no', help: 'yes' });
        return;
      case 'notice':
        this.#report({ type: 'notice', code: 'PAUSED', message: 'paused' });
        return;
      case 'exit':
        if (life !== undefined) this.#exit(program, life);
        return;
      case 'reset':
        for (const [name, one] of [...this.#lives]) this.#exit(name, one);
        this.#sockets.clear();
        this.#report({ type: 'reset', id: null, network });
        return;
      case 'resume':
        this.#report({ type: 'opened', session: this.#session, token: 't', resumed: true, network, limits });
        return;
      default:
        what satisfies never;
    }
  }

  #open(program: string): number {
    const { open } = this.#life(program);
    let fd = 3;
    while (open.has(fd)) fd++;
    const id = `k${String(++this.#socket)}`;
    open.set(fd, id);
    this.#sockets.set(id, socketRecord({ id, program, fd }));
    return fd;
  }

  #call(
    program: string,
    thread: number,
    call: LabCall,
    targets: string[],
    value: (() => Extract<Extract<EventBody, { type: 'returned' }>['result'], { ok: true }>['value']) | null,
  ): void {
    const life = this.#life(program);
    if (life.calls.has(thread)) return;
    const id = ++this.#id;
    const who = { id, program, thread };
    this.#report({ type: 'entered', ...who, call, ...(targets.length === 0 ? {} : { targets }) });
    if (value === null) {
      life.calls.set(thread, id);
      this.#report({ type: 'blocked', ...who, waitsFor: 'data', fd: 'fd' in call ? call.fd : null });
    } else this.#report({ type: 'returned', ...who, result: { ok: true, value: value() } });
  }

  #wake(program: string, thread: number): void {
    const life = this.#lives.get(program);
    const id = life?.calls.get(thread);
    if (life === undefined || id === undefined) return;
    life.calls.delete(thread);
    this.#report({ type: 'returned', id, program, thread, result: { ok: true, value: { bytes: '' } } });
  }

  #exit(program: string, life: Life): void {
    this.#report({ type: 'exited', id: null, program, unfinished: [...life.calls.values()] });
    this.#lives.delete(program);
  }

  #observe(pick: number): void {
    const open = new Set([...this.#lives.values()].flatMap((life) => [...life.open.values()]));
    const gone: string[] = [];
    const changed: SocketRecord[] = [];
    for (const [id, record] of [...this.#sockets]) {
      if (!open.has(id) && pick % 2 === 0) {
        gone.push(id);
        this.#sockets.delete(id);
        continue;
      }
      const state = tcpStates[(pick + id.length) % tcpStates.length] ?? 'CLOSED';
      const timer = pick % 3 === 0 ? { kind: 'time-wait' as const, endsAt: this.#at + 60_000_000 } : null;
      changed.push({ ...record, fd: open.has(id) ? record.fd : null, state, timer });
    }
    this.#report({ type: 'sockets', changed, gone });
  }

  #segment(pick: number): void {
    const end = { address: '127.0.0.1', program: null, socket: null };
    this.#report({
      type: 'segment',
      segment: {
        number: pick,
        sentAt: Math.max(0, this.#at - (pick % 5) * 700),
        from: { ...end, port: 40_000 + (pick % 3), program: pick % 2 === 0 ? 'client' : null },
        to: { ...end, port: 65_000 },
        flags: ['ACK'],
        sequence: { raw: 1, relative: 1 },
        acknowledgment: { raw: 1, relative: 1 },
        windowBytes: 100,
        payloadBytes: 0,
        payload: '',
        retransmission: false,
        lost: false,
        options: {},
      },
    });
  }
}

const action: fc.Arbitrary<Action> = fc.record({
  what: fc.constantFrom(...kinds),
  program: fc.nat(2),
  thread: fc.integer({ min: 1, max: 2 }),
  pick: fc.nat(20),
  pause: fc.nat(3000),
});

/** The log of one session, from `opened` on. */
export const sessionLog: fc.Arbitrary<readonly LabEvent[]> = fc
  .array(action, { maxLength: 150 })
  .map((happenings) => writeLog(happenings, 'session 1', 0));

/** Logs of several sessions, one after the other, each numbered from 1. */
export const sessionLogs: fc.Arbitrary<readonly (readonly LabEvent[])[]> = fc
  .array(fc.array(action, { maxLength: 40 }), { minLength: 1, maxLength: 4 })
  .map((sessions) =>
    sessions.map((happenings, index) => writeLog(happenings, `session ${String(index)}`, index * 1000)),
  );

function writeLog(happenings: readonly Action[], session: string, firstId: number): readonly LabEvent[] {
  const author = new Author(session, firstId);
  for (const one of happenings) author.happen(one);
  return author.events;
}
