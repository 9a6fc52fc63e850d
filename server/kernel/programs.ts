import type { RefusalCode } from '#lib/lab/protocol/refusals.ts';
import type { CallResult, EventBody, Limits, SessionRequest } from '#lib/lab/protocol/messages.ts';
import { unpack } from '#lib/lab/protocol/unpack.ts';
import { prepareCall, whatChanges } from '#server/kernel/calls/prepare-call.ts';
import type { CallDeps } from '#server/kernel/calls/prepared-call.ts';
import { Program } from '#server/kernel/calls/program.ts';
import { Refusal } from '#server/kernel/calls/raise.ts';
import { ThreadCall } from '#server/kernel/calls/thread-call.ts';
import type { KernelParts } from '#server/kernel/kernel-parts.ts';
import type { LabHost } from '#server/kernel/lab-host.ts';
import * as libc from '#server/kernel/system/libc.ts';
import { type OwnedSocket, stopLingering } from '#server/kernel/system/open-socket.ts';
import type { Guard } from '#lib/failures/guard.ts';

type RequestOf<Type> = Extract<SessionRequest, { type: Type }>;

/** A program, and the host that it began on and stays on. */
interface Running {
  readonly program: Program;
  readonly host: LabHost;
  readonly deps: CallDeps;
}

/** What programs need of their session. */
interface ProgramsOptions {
  readonly parts: KernelParts;
  readonly limits: Limits;
  readonly asRoot: boolean;
  /** The host of that name, or without a name the only one; `null`: there is none. */
  readonly hostNamed: (name: string | undefined) => LabHost | null;
  readonly hosts: () => readonly LabHost[];
  readonly emit: (event: EventBody) => void;
  readonly refuse: (id: number, code: RefusalCode) => void;
  /** Runs what the outside caused, as soon as the session is not paused. */
  readonly whenActive: (work: () => void) => void;
  /** Sockets may be different from what they were, or only what is in their queues. */
  readonly changed: (what: 'sockets' | 'bytes') => void;
  readonly guard: Guard;
}

/** The value of a call goes to its variables; where it cannot be unpacked, the line raises what Python raises. */
function assign(program: Program, targets: readonly string[], result: CallResult): CallResult {
  if (!result.ok) return result;
  program.count(result.value);
  const unpacked = unpack(result.value, targets.length);
  if (!unpacked.ok) return unpacked;
  targets.forEach((name, index) => {
    program.assign(name, unpacked.values[index] ?? null);
  });
  return result;
}

/** The processes of a session. A program begins with its first call. */
export class Programs {
  readonly #options: ProgramsOptions;
  readonly #running = new Map<string, Running>();

  constructor(options: ProgramsOptions) {
    this.#options = options;
  }

  get socketCount(): number {
    let count = 0;
    for (const { program } of this.#running.values()) count += program.socketCount;
    return count;
  }

  get waitingCallCount(): number {
    let count = 0;
    for (const { program } of this.#running.values()) count += program.calls.size;
    return count;
  }

  /** The host of a program; `null`: no such program is running. */
  hostOf(name: string): LabHost | null {
    return this.#running.get(name)?.host ?? null;
  }

  /** The sockets of a host's programs. */
  *ownedOn(host: LabHost): Iterable<OwnedSocket> {
    for (const running of this.#running.values()) {
      if (running.host !== host) continue;
      const { program } = running;
      for (const { virtualFd, hostFd, inode, family, type } of program.openSockets) {
        yield { program: program.name, virtualFd, hostFd, inode, family, type };
      }
    }
  }

  call(request: RequestOf<'call'>): void {
    const { id, program: name, thread = 1, call, targets, host: hostName } = request;
    const { limits, emit, refuse, hostNamed } = this.#options;
    const known = this.#running.get(name);
    const host = hostName === undefined && known !== undefined ? known.host : hostNamed(hostName);
    if (host === null || (known !== undefined && known.host !== host)) refuse(id, 'HOST_UNKNOWN');
    else if (known === undefined && this.#running.size >= limits.programs) refuse(id, 'PROGRAMS_LIMIT');
    else if (known?.program.calls.has(thread) === true) refuse(id, 'THREAD_BUSY');
    else if (thread > limits.threads) refuse(id, 'THREADS_LIMIT');
    else {
      if (targets === undefined) emit({ type: 'entered', id, program: name, thread, call });
      else emit({ type: 'entered', id, program: name, thread, call, targets });
      this.#run(known ?? this.#begin(name, host), request);
    }
  }

  interrupt({ id, program: name, thread = 1 }: RequestOf<'interrupt'>): void {
    const running = this.#running.get(name);
    const call = running?.program.calls.get(thread);
    if (running === undefined) this.#options.refuse(id, 'PROGRAM_UNKNOWN');
    else if (call === undefined || !call.isBlocked) this.#options.refuse(id, 'NOTHING_TO_INTERRUPT');
    else call.interrupt(id);
  }

  exit({ id, program: name }: RequestOf<'exit'>): void {
    const running = this.#running.get(name);
    if (running === undefined) this.#options.refuse(id, 'PROGRAM_UNKNOWN');
    else this.#end(running, id);
  }

  exitAll(): void {
    for (const running of [...this.#running.values()]) this.#end(running, null);
  }

  #begin(name: string, host: LabHost): Running {
    const program = new Program(name, (hostFd) => {
      this.#release(host, hostFd);
    });
    const running = { program, host, deps: this.#deps(program, host) };
    this.#running.set(name, running);
    return running;
  }

  #run(running: Running, { id, thread = 1, call, targets }: RequestOf<'call'>): void {
    const { parts, emit, refuse, whenActive, changed, guard } = this.#options;
    const { program, host, deps } = running;
    const answers = { id, program: program.name, thread };
    const settled = () => {
      const changes = whatChanges(call);
      if (changes === 'nothing') return;
      host.drain();
      changed(changes);
    };
    const threadCall = new ThreadCall(id, parts.poller, guard, {
      blocked: ({ waitsFor, virtualFd }) => {
        program.calls.set(thread, threadCall);
        settled();
        emit({ type: 'blocked', ...answers, waitsFor, fd: virtualFd });
      },
      returned: (result, interruptedBy) => {
        program.calls.delete(thread);
        settled();
        const assigned = targets === undefined ? result : assign(program, targets, result);
        if (interruptedBy === undefined) emit({ type: 'returned', ...answers, result: assigned });
        else emit({ type: 'returned', ...answers, result: assigned, interruptedBy });
        const unreferenced = program.closeUnreferenced();
        for (const one of unreferenced) emit({ type: 'unreferenced', program: program.name, ...one });
        if (unreferenced.length === 0) return;
        host.drain();
        changed('sockets');
      },
      refused: (code) => {
        program.calls.delete(thread);
        refuse(id, code);
      },
      whenActive,
    });
    threadCall.start(() => prepareCall(deps, call));
  }

  #deps(program: Program, host: LabHost): CallDeps {
    const { parts, limits, asRoot } = this.#options;
    return {
      platform: parts.platform,
      hosts: parts.hosts,
      program,
      network: host.network,
      asRoot,
      limits,
      checkRoomForDescriptor: () => {
        if (this.socketCount >= limits.sockets) throw new Refusal('SOCKETS_LIMIT');
      },
      takeRoomForSocket: () => {
        if (this.#roomFor('sockets') <= 0) throw new Refusal('SOCKETS_LIMIT');
        host.expectSocket();
      },
      roomForBytes: () => this.#roomFor('bytes'),
      sendStep: ({ hostFd }) => host.sendStep(hostFd),
      sent: (bytes) => host.sent(bytes),
    };
  }

  /** How many more the session may have. What is counted may be less by now, so it is looked at before there is none. */
  #roomFor(what: 'sockets' | 'bytes'): number {
    const { limits, hosts } = this.#options;
    const room = (): number =>
      what === 'sockets'
        ? limits.sockets - hosts().reduce((sum, host) => sum + host.socketCount, 0)
        : limits.bufferedBytes - hosts().reduce((sum, host) => sum + host.bufferedBytes, 0);
    if (room() > 0) return room();
    for (const host of hosts()) host.recount();
    return room();
  }

  #end({ program, host }: Running, id: number | null): void {
    const { emit, changed } = this.#options;
    const calls = [...program.calls.values()];
    for (const call of calls) call.abandon();
    program.closeAll();
    this.#running.delete(program.name);
    host.drain();
    emit({ type: 'exited', id, program: program.name, unfinished: calls.map((call) => call.id) });
    changed('sockets');
  }

  /** Closes a descriptor of the sidecar that no program and no call has any more. */
  #release(host: LabHost, hostFd: number): void {
    host.forget(hostFd);
    // The kernel does not let the end of a process linger, and the event loop must not wait either.
    stopLingering(this.#options.parts.platform, hostFd);
    libc.close(hostFd);
  }
}
