import { guard, wholeProcess } from '#lib/failures/guard.ts';
import { fstatSync } from 'node:fs';
import type { EventBody, SocketRecord } from '#lib/lab/protocol/messages.ts';
import type { Networks } from '#server/kernel/network/networks.ts';
import type { SessionNetwork } from '#server/kernel/network/session-network.ts';
import { SocketObserver } from '#server/kernel/observe/observer.ts';
import {
  type AddressFamily,
  addressLength,
  decodeAddress,
  encodeAddress,
  familyNumber,
} from '#server/kernel/system/address.ts';
import * as libc from '#server/kernel/system/libc.ts';
import type { OwnedSocket } from '#server/kernel/system/open-socket.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

const inProgress = libc.errnoOf('EINPROGRESS');
const loopback: Record<AddressFamily, string> = { AF_INET: '127.0.0.1', AF_INET6: '::1' };

/** A session for tests: sockets made directly by system calls, which never wait, and what the observer says of them. */
export class ObservedSession {
  readonly network: SessionNetwork;
  readonly observer: SocketObserver;
  /** Every socket of the session as last reported, by `id`. */
  readonly reported = new Map<string, SocketRecord>();
  /** How often anything was reported. */
  events = 0;
  readonly #platform: Platform;
  readonly #owned = new Map<number, OwnedSocket>();
  readonly #watchers = new Set<() => void>();

  /** `table`: `null` for an observer that has none. */
  constructor(platform: Platform, networks: Networks, table?: null) {
    this.#platform = platform;
    const opened = networks.open(() => this.#owned.values());
    if (!opened.ok) throw new Error(opened.error.message);
    this.network = opened.value;
    const beganAt = performance.now();
    let ids = 0;
    this.observer = new SocketObserver({
      platform,
      table: table === null ? null : this.network.sockets,
      alone: networks.kind === 'private',
      owned: () => this.#owned.values(),
      now: () => Math.round((performance.now() - beganAt) * 1000),
      emit: (event) => {
        this.#report(event);
      },
      newId: () => `k${String(++ids)}`,
      guard: (work) => guard(wholeProcess, work),
    });
  }

  socket(program: string, family: AddressFamily = 'AF_INET'): OwnedSocket {
    this.network.enter();
    const stream = this.#platform.constants.SOCK_STREAM ?? 0;
    return this.#own(program, libc.socket(familyNumber(this.#platform, family), stream, 0), family);
  }

  bind(socket: OwnedSocket, port: number): number {
    const encoded = this.#address(socket.family, port);
    return libc.bind(socket.hostFd, encoded, encoded.length);
  }

  /** A socket of `program` that listens on the family's loopback address. */
  listener(program: string, port: number, backlog: number, family: AddressFamily = 'AF_INET'): OwnedSocket {
    const socket = this.socket(program, family);
    const bound = this.bind(socket, port);
    if (bound < 0) throw new Error(libc.codeOfErrno(-bound));
    this.listen(socket, backlog);
    return socket;
  }

  listen(socket: OwnedSocket, backlog: number): void {
    libc.listen(socket.hostFd, backlog);
  }

  reuseAddress(socket: OwnedSocket): void {
    const { SOL_SOCKET, SO_REUSEADDR } = this.#platform.constants;
    libc.setsockopt(socket.hostFd, SOL_SOCKET ?? 0, SO_REUSEADDR ?? 0, Uint8Array.of(1, 0, 0, 0), 4);
  }

  connect(socket: OwnedSocket, port: number): number {
    const encoded = this.#address(socket.family, port);
    const begun = libc.connect(socket.hostFd, encoded, encoded.length);
    // On the loopback interface the outcome is there at once, and a second `connect` gives it.
    return begun === -inProgress ? libc.connect(socket.hostFd, encoded, encoded.length) : begun;
  }

  accept(listener: OwnedSocket): OwnedSocket {
    const length = new Uint32Array([addressLength]);
    const hostFd = libc.accept(listener.hostFd, Buffer.alloc(addressLength), length);
    return this.#own(listener.program, hostFd, listener.family);
  }

  send(socket: OwnedSocket, bytes: Uint8Array): number {
    return libc.send(socket.hostFd, bytes, bytes.length, 0);
  }

  recv(socket: OwnedSocket): number {
    const buffer = Buffer.alloc(65_536);
    return libc.recv(socket.hostFd, buffer, buffer.length, 0);
  }

  shutdownWriting(socket: OwnedSocket): void {
    libc.shutdown(socket.hostFd, this.#platform.constants.SHUT_WR ?? 1);
  }

  drop(socket: OwnedSocket): void {
    this.#owned.delete(socket.hostFd);
    libc.close(socket.hostFd);
  }

  port(socket: OwnedSocket): number {
    const encoded = Buffer.alloc(addressLength);
    libc.getsockname(socket.hostFd, encoded, new Uint32Array([addressLength]));
    return decodeAddress(this.#platform, encoded)?.port ?? 0;
  }

  /** What is reported of a socket that has a descriptor. */
  of(socket: OwnedSocket): SocketRecord | undefined {
    for (const record of this.reported.values())
      if (record.fd === socket.virtualFd && record.program === socket.program) return record;
    return undefined;
  }

  /** Looks once, and waits until `find` finds something. */
  async until<Found>(find: () => Found | undefined | false): Promise<Found> {
    this.observer.observe();
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      await new Promise<void>((resolve) => {
        const watcher = (): void => {
          this.#watchers.delete(watcher);
          resolve();
        };
        this.#watchers.add(watcher);
      });
    }
  }

  close(): void {
    this.observer.close();
    for (const socket of this.#owned.values()) libc.close(socket.hostFd);
    this.#owned.clear();
    this.network.close();
  }

  #own(program: string, hostFd: number, family: AddressFamily): OwnedSocket {
    if (hostFd < 0) throw new Error(libc.codeOfErrno(-hostFd));
    const { getFlags, setFlags, nonBlocking } = this.#platform.fcntl;
    libc.fcntl(hostFd, setFlags, libc.fcntl(hostFd, getFlags, 0) | nonBlocking);
    const socket: OwnedSocket = {
      program,
      virtualFd: hostFd,
      hostFd,
      inode: fstatSync(hostFd).ino,
      family,
      type: 'SOCK_STREAM',
    };
    this.#owned.set(hostFd, socket);
    return socket;
  }

  #address(family: AddressFamily, port: number): Buffer {
    return encodeAddress(this.#platform, {
      family,
      address: loopback[family],
      port,
      flowInfo: 0,
      scopeId: 0,
    });
  }

  #report({ changed, gone }: Extract<EventBody, { type: 'sockets' }>): void {
    this.events += 1;
    for (const id of gone) this.reported.delete(id);
    for (const record of changed) this.reported.set(record.id, record);
    for (const watcher of [...this.#watchers]) watcher();
  }
}
