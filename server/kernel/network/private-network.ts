import type { Network } from '#lib/lab/protocol/messages.ts';
import type { NetworkNamespace } from '#server/kernel/network/namespace.ts';
import { lendPrivilege, settlePrivileges, withoutPrivilege } from '#server/kernel/network/privileges.ts';
import type { SessionNetwork } from '#server/kernel/network/session-network.ts';
import type { LinuxCalls } from '#server/kernel/system/linux.ts';
import type { SocketTable } from '#server/kernel/system/sock-diag.ts';

/** A network that belongs to the session alone: nothing else can be reached, so nothing need be refused. */
export class PrivateNetwork implements SessionNetwork {
  readonly sockets: SocketTable | null;
  readonly #linux: LinuxCalls;
  readonly #namespace: NetworkNamespace;
  readonly #possible: Pick<Network, 'sockets' | 'capture' | 'loss'>;
  readonly #settings: Network['settings'];

  constructor(options: {
    linux: LinuxCalls;
    /** This thread must be inside. */
    namespace: NetworkNamespace;
    sockets: SocketTable | null;
    possible: Pick<Network, 'sockets' | 'capture' | 'loss'>;
    settings: Network['settings'];
  }) {
    this.#linux = options.linux;
    this.#namespace = options.namespace;
    this.sockets = options.sockets;
    this.#possible = options.possible;
    this.#settings = options.settings;
  }

  describe(asRoot: boolean): Network {
    return { kind: 'private', reason: null, asRoot, ...this.#possible, settings: this.#settings };
  }

  enter(): number {
    return this.#namespace.enter();
  }

  withPrivilege(asRoot: boolean, call: () => number): number {
    if (asRoot) return lendPrivilege(this.#linux, call);
    const settled = settlePrivileges(this.#linux);
    return settled < 0 ? settled : call();
  }

  withoutPrivilege(call: () => number): number {
    return withoutPrivilege(this.#linux, call);
  }

  refusalOfSocket(): null {
    return null;
  }

  refusalOfBind(): null {
    return null;
  }

  refusalOfListen(): null {
    return null;
  }

  refusalOfConnect(): null {
    return null;
  }

  close(): void {
    // A connection whose segments get lost would keep the network for minutes after its programs ended.
    this.sockets?.abortAll();
    this.sockets?.close();
    this.#namespace.close();
  }
}
