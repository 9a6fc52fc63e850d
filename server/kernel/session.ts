import type { LabCall, Occurrence, SessionMessage } from '#lib/lab/protocol.ts';
import { refusals, type RefusalCode } from '#lib/lab/protocol-codes.ts';
import type { CallSurroundings } from '#server/kernel/calls/attempt.ts';
import { canChangeSockets, prepareCall } from '#server/kernel/calls/prepare-call.ts';
import { Refusal } from '#server/kernel/calls/raise.ts';
import type { LabSession, SessionOptions } from '#server/kernel/lab-kernel.ts';
import type { SessionNetwork } from '#server/kernel/network/session-network.ts';
import { SocketObserver } from '#server/kernel/observe/observer.ts';
import type { OwnedSocket } from '#server/kernel/observe/owned-socket.ts';
import { Wire } from '#server/kernel/observe/wire.ts';
import { stopLingering } from '#server/kernel/open-socket.ts';
import type { PoolCloser } from '#server/kernel/pool-closer.ts';
import { Program } from '#server/kernel/program.ts';
import type { Readiness } from '#server/kernel/readiness.ts';
import type { HostNames } from '#server/kernel/system/host-names.ts';
import * as libc from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import { ThreadCall } from '#server/kernel/thread-call.ts';

/** What sessions share. */
export interface KernelParts {
  readonly platform: Platform;
  readonly hosts: HostNames;
  readonly readiness: Readiness;
  /** For captures. */
  readonly captureCloser: PoolCloser;
  /** For sockets that linger. */
  readonly lingerCloser: PoolCloser;
}

type CallMessage = Extract<SessionMessage, { type: 'call' }>;

/** See `LabSession`. */
export class Session implements LabSession {
  readonly #parts: KernelParts;
  readonly #options: SessionOptions;
  readonly #openNetwork: (owned: () => Iterable<OwnedSocket>) => SessionNetwork;
  readonly #onClose: () => void;
  readonly #programs = new Map<string, Program>();
  readonly #beganAt = performance.now();
  #network: SessionNetwork;
  #observer: SocketObserver;
  #wire: Wire;
  #lastSocketId = 0;
  #isObserving = false;
  #isPaused = false;
  #isClosed = false;
  /** What the outside caused while the session stood still. */
  #postponed: (() => void)[] = [];

  /** Throws when the kernel gives no network. */
  constructor(
    parts: KernelParts,
    options: SessionOptions,
    openNetwork: (owned: () => Iterable<OwnedSocket>) => SessionNetwork,
    onClose: () => void,
  ) {
    this.#parts = parts;
    this.#options = options;
    this.#openNetwork = openNetwork;
    this.#onClose = onClose;
    this.#network = openNetwork(() => this.#owned());
    [this.#observer, this.#wire] = this.#watchNetwork();
  }

  get network() {
    return this.#network.describe(this.#options.asRoot);
  }

  get socketCount(): number {
    let count = 0;
    for (const program of this.#programs.values()) count += program.socketCount;
    return count;
  }

  now(): number {
    return Math.round((performance.now() - this.#beganAt) * 1000);
  }

  handle(message: SessionMessage): void {
    switch (message.type) {
      case 'call':
        this.#call(message);
        return;
      case 'interrupt':
        this.#interrupt(message);
        return;
      case 'exit': {
        const program = this.#programs.get(message.program);
        if (program === undefined) this.#refuse(message.id, 'PROGRAM_UNKNOWN');
        else this.#exit(program);
        return;
      }
      case 'lose':
        this.#lose(message);
        return;
      case 'reset':
        this.#reset();
        return;
      default:
        message satisfies never;
    }
  }

  pause(): void {
    this.#isPaused = true;
    this.#observer.pause();
    this.#wire.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#wire.resume();
    this.#observer.resume();
    const postponed = this.#postponed;
    this.#postponed = [];
    for (const work of postponed) this.#whenActive(work);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#end();
    this.#onClose();
  }

  #emit(occurrence: Occurrence): void {
    if (!this.#isClosed) this.#options.emit({ ...occurrence, at: this.now() });
  }

  #refuse(id: number | undefined, code: RefusalCode): void {
    const { happened, todo } = refusals[code];
    this.#emit({ type: 'refused', id: id ?? null, code, message: happened, help: todo });
  }

  #whenActive(work: () => void): void {
    if (this.#isClosed) return;
    if (this.#isPaused) this.#postponed.push(work);
    else work();
  }

  /** Looks at all sockets once the work of this turn is done. */
  #observeSoon(): void {
    if (this.#isObserving) return;
    this.#isObserving = true;
    setImmediate(() => {
      this.#isObserving = false;
      this.#whenActive(() => {
        this.#wire.drain();
        this.#observer.observe();
      });
    });
  }

  #watchNetwork(): [SocketObserver, Wire] {
    const now = () => this.now();
    const emit = (occurrence: Occurrence) => {
      this.#emit(occurrence);
    };
    const { platform, readiness, captureCloser } = this.#parts;
    const owned = () => this.#owned();
    const observer = new SocketObserver({
      platform,
      table: this.#network.sockets,
      alone: this.network.kind === 'private',
      owned,
      now,
      emit,
      newId: () => `k${String(++this.#lastSocketId)}`,
    });
    const wire = new Wire({
      platform,
      readiness,
      closer: captureCloser,
      network: this.#network,
      owned,
      look: () => {
        observer.observe();
      },
      socketAt: (local, peer) => observer.socketAt(local, peer),
      now,
      emit,
      moved: () => {
        this.#observeSoon();
      },
    });
    return [observer, wire];
  }

  *#owned(): Iterable<OwnedSocket> {
    for (const program of this.#programs.values()) {
      for (const { fd, realFd, inode, family, type } of program.openSockets) {
        yield { program: program.name, fd, realFd, inode, family, type };
      }
    }
  }

  #call({ id, program: name, thread = 1, call }: CallMessage): void {
    const { limits } = this.#options;
    let program = this.#programs.get(name);
    if (program === undefined) {
      if (this.#programs.size >= limits.programs) {
        this.#refuse(id, 'PROGRAMS_LIMIT');
        return;
      }
      program = new Program(name, (realFd) => {
        this.#release(realFd);
      });
      this.#programs.set(name, program);
    }
    if (program.calls.has(thread)) {
      this.#refuse(id, 'THREAD_BUSY');
      return;
    }
    if (thread > limits.threads) {
      this.#refuse(id, 'THREADS_LIMIT');
      return;
    }
    this.#emit({ type: 'entered', id, program: name, thread, call });
    this.#run(program, thread, id, call);
  }

  #run(program: Program, thread: number, id: number, call: LabCall): void {
    const answers = { id, program: program.name, thread };
    const changes = canChangeSockets(call);
    const settled = () => {
      if (!changes) return;
      this.#wire.drain();
      this.#observeSoon();
    };
    const threadCall = new ThreadCall(id, this.#parts.readiness, {
      blocked: ({ waitsFor, fd }) => {
        settled();
        this.#emit({ type: 'blocked', ...answers, waitsFor, fd });
      },
      returned: (result) => {
        program.calls.delete(thread);
        settled();
        this.#emit({ type: 'returned', ...answers, result });
      },
      refused: (code) => {
        program.calls.delete(thread);
        this.#refuse(id, code);
      },
      whenActive: (work) => {
        this.#whenActive(work);
      },
    });
    program.calls.set(thread, threadCall);
    threadCall.start(() => prepareCall(this.#surroundings(program), call));
  }

  #surroundings(program: Program): CallSurroundings {
    const { platform, hosts, lingerCloser } = this.#parts;
    const { limits, asRoot } = this.#options;
    return {
      platform,
      hosts,
      program,
      network: this.#network,
      asRoot,
      limits,
      checkRoomForSocket: () => {
        if (this.socketCount >= limits.sockets) throw new Refusal('SOCKETS_LIMIT');
      },
      checkRoomForBytes: () => {
        if (this.#observer.bufferedBytes > limits.bufferedBytes) throw new Refusal('BUFFERS_LIMIT');
      },
      sendStep: (socket) => this.#wire.sendStep(socket.realFd),
      afterSendStep: () => {
        this.#wire.drain();
      },
      closeSlowly: (realFd, done) => {
        lingerCloser.close(realFd, done);
      },
    };
  }

  #interrupt({ id, program: name, thread = 1 }: Extract<SessionMessage, { type: 'interrupt' }>): void {
    const program = this.#programs.get(name);
    const call = program?.calls.get(thread);
    if (program === undefined) this.#refuse(id, 'PROGRAM_UNKNOWN');
    else if (call === undefined || !call.isInterruptible) this.#refuse(id, 'NOTHING_TO_INTERRUPT');
    else call.interrupt();
  }

  #exit(program: Program): void {
    const calls = [...program.calls.values()];
    const unfinished = calls.map(({ id }) => id);
    for (const call of calls) call.abandon();
    program.calls.clear();
    program.closeAll();
    this.#programs.delete(program.name);
    this.#wire.drain();
    this.#emit({ type: 'exited', program: program.name, unfinished });
    this.#observeSoon();
  }

  #lose(message: Extract<SessionMessage, { type: 'lose' }>): void {
    const { id, program: name, fd, direction, loss } = message;
    if (!this.#programs.has(name)) {
      this.#refuse(id, 'PROGRAM_UNKNOWN');
      return;
    }
    const socket = [...this.#owned()].find((owned) => owned.program === name && owned.fd === fd);
    const refused = socket === undefined ? 'LOSS_NO_SOCKET' : this.#wire.lose({ socket, direction, loss });
    if (refused !== null) this.#refuse(id, refused);
  }

  #reset(): void {
    for (const program of [...this.#programs.values()]) this.#exit(program);
    this.#end();
    this.#network = this.#openNetwork(() => this.#owned());
    [this.#observer, this.#wire] = this.#watchNetwork();
    this.#emit({ type: 'reset', network: this.network });
  }

  /** Closes a descriptor of the sidecar that no program and no call has any more. */
  #release(realFd: number): void {
    const { platform } = this.#parts;
    this.#wire.forget(realFd);
    // The kernel does not let the end of a process linger, and the event loop must not wait either.
    stopLingering(platform, realFd);
    libc.close(realFd);
  }

  #end(): void {
    for (const program of this.#programs.values()) {
      for (const call of program.calls.values()) call.abandon();
      program.closeAll();
    }
    this.#programs.clear();
    this.#observer.close();
    this.#wire.close();
    this.#network.close();
  }
}
