import type { RefusalCode } from '#lib/lab/protocol-codes.ts';
import type { Network } from '#lib/lab/protocol.ts';
import type { SocketTable } from '#server/kernel/observe/socket-table.ts';

/** An address that a call names, numbers only. */
export interface NamedAddress {
  readonly family: 'AF_INET' | 'AF_INET6';
  readonly address: string;
  readonly port: number;
}

/** The network that a session's sockets are in. */
export interface SessionNetwork {
  /** What the browser is told of it. */
  describe(asRoot: boolean): Network;
  /** The kernel's list of the TCP sockets in it; `null` where there is none. */
  readonly sockets: SocketTable | null;
  /** To be called before a socket is opened: a socket stays in the network that the thread was in. */
  enter(): void;
  /** Makes a system call, with the privilege to bind ports below 1024 if `asRoot`. */
  withPrivilege<Result>(asRoot: boolean, call: () => Result): Result;

  /** What the session may not do here; `null`: it may. */
  refusalOfSocket(type: 'SOCK_STREAM' | 'SOCK_DGRAM'): RefusalCode | null;
  refusalOfBind(address: NamedAddress): RefusalCode | null;
  /** `local`: what `getsockname` says; port 0 if the socket is not bound. */
  refusalOfListen(local: NamedAddress): RefusalCode | null;
  refusalOfConnect(address: NamedAddress): RefusalCode | null;

  /** Gives it back. A private network vanishes with the last of its sockets. */
  close(): void;
}
