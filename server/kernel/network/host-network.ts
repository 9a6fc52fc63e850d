import type { RefusalCode } from '#lib/lab/protocol-codes.ts';
import type { Network } from '#lib/lab/protocol.ts';
import { placeOf } from '#server/kernel/network/loopback.ts';
import { networkSettings } from '#server/kernel/network/network-settings.ts';
import type { PortHolders } from '#server/kernel/network/port-holders.ts';
import type { NamedAddress, SessionNetwork } from '#server/kernel/network/session-network.ts';
import type { SocketTable } from '#server/kernel/observe/socket-table.ts';

/** The host's own network, with rules that keep a session to itself. */
export class HostNetwork implements SessionNetwork {
  readonly sockets: SocketTable | null;
  readonly #reason: string;
  readonly #possible: Pick<Network, 'sockets' | 'capture' | 'loss'>;
  readonly #holders: PortHolders;

  constructor(options: {
    reason: string;
    /** Of the whole host; shared by all sessions. */
    sockets: SocketTable | null;
    possible: Pick<Network, 'sockets' | 'capture' | 'loss'>;
    holders: PortHolders;
  }) {
    this.#reason = options.reason;
    this.sockets = options.sockets;
    this.#possible = options.possible;
    this.#holders = options.holders;
  }

  /** Ports below 1024 are the host's: there is no "as root" here. */
  describe(_asRoot: boolean): Network {
    return {
      kind: 'host',
      reason: this.#reason,
      asRoot: false,
      ...this.#possible,
      settings: networkSettings(),
    };
  }

  enter(): void {}

  withPrivilege<Result>(_asRoot: boolean, call: () => Result): Result {
    return call();
  }

  refusalOfSocket(type: 'SOCK_STREAM' | 'SOCK_DGRAM'): RefusalCode | null {
    return type === 'SOCK_DGRAM' ? 'DATAGRAM_OUTSIDE' : null;
  }

  refusalOfBind(address: NamedAddress): RefusalCode | null {
    return placeOf(address.address).kind === 'loopback' ? null : 'BIND_OUTSIDE';
  }

  /** `listen` without `bind` would take a port on every address of the host. */
  refusalOfListen(local: NamedAddress): RefusalCode | null {
    return this.refusalOfBind(local);
  }

  refusalOfConnect(address: NamedAddress): RefusalCode | null {
    if (placeOf(address.address).kind === 'elsewhere') return 'CONNECT_OUTSIDE';
    return this.#holders.anyForeign(address) ? 'CONNECT_OUTSIDE' : null;
  }

  close(): void {}
}
