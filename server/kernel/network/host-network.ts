import { isIPv4, isIPv6 } from 'node:net';
import type { RefusalCode } from '#lib/lab/protocol/refusals.ts';
import type { Network } from '#lib/lab/protocol/messages.ts';
import {
  type NamedAddress,
  networkSettings,
  type SessionNetwork,
} from '#server/kernel/network/session-network.ts';
import { encodeAddress, familyNumber } from '#server/kernel/system/address.ts';
import { bind, close, socket } from '#server/kernel/system/libc.ts';
import type { OwnedSocket } from '#server/kernel/system/open-socket.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import { listening, socketCookie, type SocketTable } from '#server/kernel/system/sock-diag.ts';
import { addressOf } from '#server/kernel/system/socket-facts.ts';

/** An address as the rules of the host's network see it. */
interface Place {
  readonly kind: 'loopback' | 'unspecified' | 'elsewhere';
  /** The same text for the same place: one spelling, and `::ffff:127.0.0.1` is `127.0.0.1`. */
  readonly text: string;
}

/** Which kind of address a numeric address is, in any spelling. */
export function placeOf(address: string): Place {
  if (isIPv4(address)) return { kind: kindOfIpv4(address), text: address };
  if (!isIPv6(address)) return { kind: 'elsewhere', text: address };
  // The URL standard spells an IPv6 address as RFC 5952 does, with a mapped IPv4 address in hexadecimal.
  const text = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(text);
  if (mapped !== null) {
    const high = parseInt(mapped[1] ?? '', 16);
    const low = parseInt(mapped[2] ?? '', 16);
    return placeOf([high >> 8, high & 255, low >> 8, low & 255].join('.'));
  }
  return { kind: text === '::1' ? 'loopback' : text === '::' ? 'unspecified' : 'elsewhere', text };
}

function kindOfIpv4(address: string): Place['kind'] {
  if (address.startsWith('127.')) return 'loopback';
  return address === '0.0.0.0' ? 'unspecified' : 'elsewhere';
}

type Owned = () => Iterable<Pick<OwnedSocket, 'hostFd'>>;

/** Knows who would answer a `connect` on the host's network. */
interface PortHolders {
  /** Does anyone but the session listen there? In doubt, yes. */
  anyForeign(address: NamedAddress): boolean;
}

/** Asks the kernel's list. */
export function listedHolders(sockets: SocketTable, owned: Owned): PortHolders {
  return {
    anyForeign({ address, port }) {
      const listeners = sockets.read(listening);
      if (typeof listeners === 'number') return true;
      const there = listeners.filter(
        ({ local }) => local.port === port && wouldAnswer(local.address, address),
      );
      if (there.length === 0) return false;
      const own = new Set([...owned()].map(({ hostFd }) => socketCookie(hostFd)));
      return there.some(({ cookie }) => !own.has(cookie));
    },
  };
}

/** Asks by binding the port for a moment, where the kernel gives no list: that fails if anyone has it. */
export function triedHolders(platform: Platform, owned: Owned): PortHolders {
  return {
    anyForeign(address) {
      if (address.port === 0 || canBind(platform, address)) return false;
      for (const { hostFd } of owned()) {
        const local = addressOf(platform, hostFd, 'local');
        if (local === null || typeof local === 'number' || local.port !== address.port) continue;
        if (placeOf(local.address).text === placeOf(address.address).text) return false;
      }
      return true;
    },
  };
}

/** A listener on every address answers for each; and who connects to "any address" may end up at any of them. */
function wouldAnswer(listener: string, target: string): boolean {
  const there = placeOf(listener);
  const wanted = placeOf(target);
  return there.kind === 'unspecified' || wanted.kind === 'unspecified' || there.text === wanted.text;
}

function canBind(platform: Platform, address: NamedAddress): boolean {
  const fd = socket(familyNumber(platform, address.family), platform.constants.SOCK_STREAM ?? 0, 0);
  if (fd < 0) return false;
  const encoded = encodeAddress(platform, { ...address, flowInfo: 0, scopeId: 0 });
  const bound = bind(fd, encoded, encoded.length);
  close(fd);
  return bound === 0;
}

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

  enter(): number {
    return 0;
  }

  withPrivilege(_asRoot: boolean, call: () => number): number {
    return call();
  }

  withoutPrivilege(call: () => number): number {
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
