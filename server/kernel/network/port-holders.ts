import { placeOf } from '#server/kernel/network/loopback.ts';
import type { NamedAddress } from '#server/kernel/network/session-network.ts';
import type { OwnedSocket } from '#server/kernel/observe/owned-socket.ts';
import { socketCookie } from '#server/kernel/observe/socket-cookie.ts';
import { listening, type SocketTable } from '#server/kernel/observe/socket-table.ts';
import { encodeAddress, familyNumber } from '#server/kernel/system/address.ts';
import { bind, close, socket } from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import { addressOf } from '#server/kernel/system/socket-facts.ts';

type Owned = () => Iterable<Pick<OwnedSocket, 'realFd'>>;

/** Tells who would answer a `connect` on the host's network. */
export interface PortHolders {
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
      const own = new Set([...owned()].map(({ realFd }) => socketCookie(realFd)));
      return there.some(({ cookie }) => !own.has(cookie));
    },
  };
}

/** Asks by binding the port for a moment, where the kernel gives no list: that fails if anyone has it. */
export function triedHolders(platform: Platform, owned: Owned): PortHolders {
  return {
    anyForeign(address) {
      if (address.port === 0 || canBind(platform, address)) return false;
      for (const { realFd } of owned()) {
        const local = addressOf(platform, realFd, 'local');
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
