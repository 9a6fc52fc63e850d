import type { RefusalCode } from '#lib/lab/protocol/codes.ts';
import type { Limits, EventBody, SessionMessage } from '#lib/lab/protocol/messages.ts';
import { prepareCall, whatChanges } from '#server/kernel/calls/prepare-call.ts';
import type { CallDeps } from '#server/kernel/calls/prepared-call.ts';
import { Program } from '#server/kernel/calls/program.ts';
import { Refusal } from '#server/kernel/calls/raise.ts';
import { ThreadCall } from '#server/kernel/calls/thread-call.ts';
import type { KernelParts } from '#server/kernel/kernel-parts.ts';
import type { ObservedNetwork } from '#server/kernel/observed-network.ts';
import * as libc from '#server/kernel/system/libc.ts';
import { type OwnedSocket, stopLingering } from '#server/kernel/system/open-socket.ts';

type MessageOf<Type> = Extract<SessionMessage, { type: Type }>;

/** What programs need of their session. */
interface ProgramsOptions {
  readonly parts: KernelParts;
  readonly limits: Limits;
  readonly asRoot: boolean;
  readonly observed: () => ObservedNetwork;
  readonly emit: (event: EventBody) => void;
  readonly refuse: (id: number | undefined, code: RefusalCode) => void;
  /** Runs what the outside caused once the session does not stand still. */
  readonly whenActive: (work: () => void) => void;
  /** Sockets may be different from what they were, or only what is in their queues. */
  readonly changed: (what: 'sockets' | 'bytes') => void;
}

/** The processes of a session. A program begins with its first call. */
export class Programs {
  readonly #options: ProgramsOptions;
  readonly #programs = new Map<string, Program>();

  constructor(options: ProgramsOptions) {
    this.#options = options;
  }

  get socketCount(): number {
    let count = 0;
    for (const program of this.#programs.values()) count += program.socketCount;
    return count;
  }

  get waitingCallCount(): number {
    let count = 0;
    for (const program of this.#programs.values()) count += program.calls.size;
    return count;
  }

  has(name: string): boolean {
    return this.#programs.has(name);
  }

  *owned(): Iterable<OwnedSocket> {
    for (const program of this.#programs.values()) {
      for (const { fd, hostFd, inode, family, type } of program.openSockets) {
        yield { program: program.name, fd, hostFd, inode, family, type };
      }
    }
  }

  call(message: MessageOf<'call'>): void {
    const { id, program: name, thread = 1, call, targets } = message;
    const { limits, emit, refuse } = this.#options;
    const known = this.#programs.get(name);
    if (known === undefined && this.#programs.size >= limits.programs) refuse(id, 'PROGRAMS_LIMIT');
    else if (known?.calls.has(thread) === true) refuse(id, 'THREAD_BUSY');
    else if (thread > limits.threads) refuse(id, 'THREADS_LIMIT');
    else {
      emit({
        type: 'entered',
        id,
        program: name,
        thread,
        call,
        ...(targets === undefined ? {} : { targets }),
      });
      this.#run(known ?? this.#begin(name), message);
    }
  }

  interrupt({ id, program: name, thread = 1 }: MessageOf<'interrupt'>): void {
    const program = this.#programs.get(name);
    const call = program?.calls.get(thread);
    if (program === undefined) this.#options.refuse(id, 'PROGRAM_UNKNOWN');
    else if (call === undefined || !call.isBlocked) this.#options.refuse(id, 'NOTHING_TO_INTERRUPT');
    else call.interrupt();
  }

  exit({ id, program: name }: MessageOf<'exit'>): void {
    const program = this.#programs.get(name);
    if (program === undefined) this.#options.refuse(id, 'PROGRAM_UNKNOWN');
    else this.#end(program);
  }

  exitAll(): void {
    for (const program of [...this.#programs.values()]) this.#end(program);
  }

  #begin(name: string): Program {
    const program = new Program(name, (hostFd) => {
      this.#release(hostFd);
    });
    this.#programs.set(name, program);
    return program;
  }

  #run(program: Program, { id, thread = 1, call }: MessageOf<'call'>): void {
    const { parts, observed, emit, refuse, whenActive, changed } = this.#options;
    const answers = { id, program: program.name, thread };
    const settled = () => {
      const changes = whatChanges(call);
      if (changes === 'nothing') return;
      observed().drain();
      changed(changes);
    };
    const threadCall = new ThreadCall(id, parts.poller, {
      blocked: ({ waitsFor, fd }) => {
        settled();
        emit({ type: 'blocked', ...answers, waitsFor, fd });
      },
      returned: (result) => {
        program.calls.delete(thread);
        settled();
        emit({ type: 'returned', ...answers, result });
      },
      refused: (code) => {
        program.calls.delete(thread);
        refuse(id, code);
      },
      whenActive,
    });
    program.calls.set(thread, threadCall);
    threadCall.start(() => prepareCall(this.#deps(program), call));
  }

  #deps(program: Program): CallDeps {
    const { parts, limits, asRoot, observed } = this.#options;
    return {
      platform: parts.platform,
      hosts: parts.hosts,
      program,
      network: observed().network,
      asRoot,
      limits,
      checkRoomForSocket: () => {
        if (this.socketCount >= limits.sockets) throw new Refusal('SOCKETS_LIMIT');
      },
      checkRoomForBytes: () => {
        if (observed().bufferedBytes > limits.bufferedBytes) throw new Refusal('BUFFERS_LIMIT');
      },
      sendStep: ({ hostFd }) => observed().sendStep(hostFd),
      sent: (bytes) => observed().sent(bytes),
    };
  }

  #end(program: Program): void {
    const { observed, emit, changed } = this.#options;
    const calls = [...program.calls.values()];
    for (const call of calls) call.abandon();
    program.closeAll();
    this.#programs.delete(program.name);
    observed().drain();
    emit({ type: 'exited', program: program.name, unfinished: calls.map(({ id }) => id) });
    changed('sockets');
  }

  /** Closes a descriptor of the sidecar that no program and no call has any more. */
  #release(hostFd: number): void {
    const { parts, observed } = this.#options;
    observed().forget(hostFd);
    // The kernel does not let the end of a process linger, and the event loop must not wait either.
    stopLingering(parts.platform, hostFd);
    libc.close(hostFd);
  }
}
