import { heldSockets } from '#lib/lab/protocol/encode-value.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { osError } from '#server/kernel/calls/raise.ts';
import type { ThreadCall } from '#server/kernel/calls/thread-call.ts';
import type { AddressFamily } from '#server/kernel/system/address.ts';
import { answerOf } from '#server/kernel/system/libc.ts';
import { OpenSocket } from '#server/kernel/system/open-socket.ts';

/** Standard input, output and error have the first three. */
const firstDescriptor = 3;

/** A process: its descriptors, and the call that each of its threads is in. */
export class Program {
  readonly name: string;
  /** Calls that are blocked, by thread number. */
  readonly calls = new Map<number, ThreadCall>();
  /** What `setdefaulttimeout` set; `null`: sockets block. */
  defaultTimeoutMs: number | null = null;
  readonly #sockets = new Map<number, OpenSocket>();
  readonly #releaseDescriptor: (hostFd: number) => void;

  constructor(name: string, release: (hostFd: number) => void) {
    this.name = name;
    this.#releaseDescriptor = release;
  }

  /** Sockets that Python keeps for as long as something refers to them, with the variable that held each last. */
  readonly #counted = new Map<OpenSocket, string | null>();
  /** What each variable refers to, where it is a socket or holds some. */
  readonly #variables = new Map<string, readonly OpenSocket[]>();

  get openSockets(): Iterable<OpenSocket> {
    return this.#sockets.values();
  }

  get socketCount(): number {
    return this.#sockets.size;
  }

  /** The socket behind a descriptor, `null` when it is not open. */
  socket(virtualFd: number): OpenSocket | null {
    return this.#sockets.get(virtualFd) ?? null;
  }

  /** Gives a socket of the sidecar the lowest free number, as the kernel does. */
  open(hostFd: number, family: AddressFamily, type: 'SOCK_STREAM' | 'SOCK_DGRAM'): OpenSocket {
    let virtualFd = firstDescriptor;
    while (this.#sockets.has(virtualFd)) virtualFd += 1;
    const release = this.#releaseDescriptor;
    let socket: OpenSocket;
    try {
      socket = new OpenSocket({ virtualFd, hostFd, family, type, release });
    } catch (error) {
      release(hostFd);
      throw osError(-answerOf(error));
    }
    socket.timeoutMs = this.defaultTimeoutMs;
    this.#sockets.set(virtualFd, socket);
    return socket;
  }

  closeDescriptor(socket: OpenSocket): void {
    this.#sockets.delete(socket.virtualFd);
    socket.isClosed = true;
    socket.letGo();
  }

  /** A call gave these sockets, and Python counts what refers to them. */
  count(value: PythonValue): void {
    for (const socket of this.#heldBy(value)) this.#counted.set(socket, this.#counted.get(socket) ?? null);
  }

  /** A variable gets a value, and refers no more to what it held. */
  assign(name: string, value: PythonValue): void {
    const sockets = this.#heldBy(value);
    for (const socket of sockets) if (this.#counted.has(socket)) this.#counted.set(socket, name);
    if (sockets.length === 0) this.#variables.delete(name);
    else this.#variables.set(name, sockets);
  }

  /** Closes the sockets that nothing refers to, as Python does when the last reference is gone. Gives their numbers. */
  closeUnreferenced(): { readonly fd: number; readonly name: string | null }[] {
    if (this.#counted.size === 0) return [];
    const referred = new Set([...this.#variables.values()].flat());
    const closed: { fd: number; name: string | null }[] = [];
    for (const [socket, name] of this.#counted) {
      if (socket.isClosed) this.#counted.delete(socket);
      if (socket.isClosed || referred.has(socket) || socket.isHeldByCall) continue;
      this.#counted.delete(socket);
      closed.push({ fd: socket.virtualFd, name });
      this.closeDescriptor(socket);
    }
    return closed;
  }

  #heldBy(value: PythonValue): OpenSocket[] {
    return heldSockets(value).flatMap(({ socket: fd }) => this.#sockets.get(fd) ?? []);
  }

  /** Closes every descriptor. */
  closeAll(): void {
    for (const socket of [...this.#sockets.values()]) this.closeDescriptor(socket);
  }
}
