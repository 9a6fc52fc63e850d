import { readFileSync } from 'node:fs';
import type { RefusalCode } from '#lib/lab/protocol/refusals.ts';
import type { Network } from '#lib/lab/protocol/messages.ts';
import { answerOf, errnoOf } from '#server/kernel/system/libc.ts';
import type { SocketTable } from '#server/kernel/system/sock-diag.ts';

/**
 * The settings of the network that this thread is in; each `null` where the system does not have it. Throws what Node.js
 * throws when they cannot be read now.
 */
export function networkSettings(): Network['settings'] {
  const [firstEphemeral, lastEphemeral] = numbers('ipv4/ip_local_port_range');
  return {
    maxBacklog: numbers('core/somaxconn')[0] ?? null,
    firstUnprivilegedPort: numbers('ipv4/ip_unprivileged_port_start')[0] ?? null,
    ephemeralPorts:
      firstEphemeral === undefined || lastEphemeral === undefined ? null : [firstEphemeral, lastEphemeral],
    synRetries: numbers('ipv4/tcp_syn_retries')[0] ?? null,
    synLinearTimeouts: numbers('ipv4/tcp_syn_linear_timeouts')[0] ?? null,
  };
}

function numbers(setting: string): number[] {
  try {
    return readFileSync(`/proc/sys/net/${setting}`, 'latin1').trim().split(/\s+/).map(Number);
  } catch (error) {
    // Other systems have no such file, older kernels not every one.
    if (answerOf(error) === -errnoOf('ENOENT')) return [];
    throw error;
  }
}

/** An address that a call names, numbers only. */
export interface NamedAddress {
  readonly family: 'AF_INET' | 'AF_INET6';
  readonly address: string;
  readonly port: number;
}

/** The network of one host of a session: its sockets are in it. */
export interface SessionNetwork {
  /** What the browser gets to know of it. */
  describe(asRoot: boolean): Network;
  /** The kernel's list of the TCP sockets in it; `null` where there is none. */
  readonly sockets: SocketTable | null;
  /**
   * To be called right before a socket is opened, without anything awaited between: it stays in the thread's network. 0, or
   * `-errno`: it must not be opened then.
   */
  enter(): number;
  /** Makes a system call, with the privilege to bind ports below 1024 if `asRoot`; `-errno` also where that cannot be lent. */
  withPrivilege(asRoot: boolean, call: () => number): number;
  /** Makes a system call with no more privileges than a student has; `-errno` also where that cannot be. */
  withoutPrivilege(call: () => number): number;

  /** What the session may not do here; `null`: it may. */
  refusalOfSocket(type: 'SOCK_STREAM' | 'SOCK_DGRAM'): RefusalCode | null;
  refusalOfBind(address: NamedAddress): RefusalCode | null;
  /** `local`: what `getsockname` says; port 0 if the socket is not bound. */
  refusalOfListen(local: NamedAddress): RefusalCode | null;
  refusalOfConnect(address: NamedAddress): RefusalCode | null;

  /** Gives it back. A private network vanishes with the last of its sockets. */
  close(): void;
}
