import type { ThreadCall } from '#server/kernel/calls/thread-call.ts';
import type { AddressFamily } from '#server/kernel/system/address.ts';
import { OpenSocket } from '#server/kernel/system/open-socket.ts';

/** Standard input, output and error have the first three. */
const firstDescriptor = 3;

/** A process: its descriptors, and the call that each of its threads is in. */
export class Program {
  readonly name: string;
  /** By thread number. */
  readonly calls = new Map<number, ThreadCall>();
  /** What `setdefaulttimeout` set; `null`: sockets block. */
  defaultTimeoutMs: number | null = null;
  readonly #sockets = new Map<number, OpenSocket>();
  readonly #releaseDescriptor: (hostFd: number) => void;

  constructor(name: string, release: (hostFd: number) => void) {
    this.name = name;
    this.#releaseDescriptor = release;
  }

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
    const socket = new OpenSocket({ virtualFd, hostFd, family, type, release: this.#releaseDescriptor });
    socket.timeoutMs = this.defaultTimeoutMs;
    this.#sockets.set(virtualFd, socket);
    return socket;
  }

  closeDescriptor(socket: OpenSocket): void {
    this.#sockets.delete(socket.virtualFd);
    socket.isClosed = true;
    socket.letGo();
  }

  /** Closes every descriptor. */
  closeAll(): void {
    for (const socket of [...this.#sockets.values()]) this.closeDescriptor(socket);
  }
}
