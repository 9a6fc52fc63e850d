import { failure, type Result, success } from '#lib/failures/result.ts';
import type { Network } from '#lib/lab/protocol/messages.ts';
import { HostNetwork, listedHolders, triedHolders } from '#server/kernel/network/host-network.ts';
import { bringLoopbackUp, NetworkNamespace, noNetwork } from '#server/kernel/network/namespace.ts';
import { PrivateNetwork } from '#server/kernel/network/private-network.ts';
import { dropPrivilege } from '#server/kernel/network/privileges.ts';
import {
  impossible,
  noPrivateNetwork,
  ownsItsNetwork,
  type Possible,
  probe,
} from '#server/kernel/network/probe.ts';
import { networkSettings, type SessionNetwork } from '#server/kernel/network/session-network.ts';
import { answerOf } from '#server/kernel/system/libc.ts';
import { linux, type LinuxCalls } from '#server/kernel/system/linux.ts';
import type { OwnedSocket } from '#server/kernel/system/open-socket.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import { SocketTable } from '#server/kernel/system/sock-diag.ts';

/** The sockets that programs of the session have, asked for whenever it matters. */
type Owned = () => Iterable<Pick<OwnedSocket, 'hostFd'>>;

/** Gives each host of a session its network. */
export interface Networks {
  readonly kind: 'private' | 'host';
  open(owned: Owned): Result<SessionNetwork>;
  close(): void;
}

/**
 * Finds out which networks sessions can have: each a private one, or all the host's.
 *
 * `hostReason`: why the host's must do, as `privateCommand` found it; `null` if it put this process into a network of its
 * own.
 */
export function openNetworks(platform: Platform, hostReason: string | null): Networks {
  if (linux === null) return hostNetworks(platform, hostReason ?? 'Only Linux has private networks.', null);
  const probed = hostReason === null ? probe(linux) : noPrivateNetwork(hostReason);
  if (probed.ok) return privateNetworks(linux, probed.value);
  // A process of root's would otherwise bind the ports below 1024 for every student.
  dropPrivilege(linux);
  if (ownsItsNetwork()) bringLoopbackUp(linux);
  return hostNetworks(platform, probed.error.message, SocketTable.open());
}

function privateNetworks(linux: LinuxCalls, possible: Possible): Networks {
  return {
    kind: 'private',
    open() {
      const created = NetworkNamespace.create(linux);
      if (!created.ok) return created;
      const namespace = created.value;
      const sockets = possible.sockets.possible ? SocketTable.open() : null;
      if (typeof sockets === 'number') {
        namespace.close();
        return failure(noNetwork(sockets));
      }
      const settings = settingsNow();
      if (typeof settings !== 'number')
        return success(new PrivateNetwork({ linux, namespace, sockets, possible, settings }));
      sockets?.close();
      namespace.close();
      return failure(noNetwork(settings));
    },
    close() {},
  };
}

/** Of the network that this thread is in, or `-errno`. */
function settingsNow(): Network['settings'] | number {
  try {
    return networkSettings();
  } catch (error) {
    return answerOf(error);
  }
}

function hostNetworks(platform: Platform, reason: string, table: SocketTable | number | null): Networks {
  const sockets = typeof table === 'number' ? null : table;
  const possible = {
    sockets:
      sockets === null
        ? impossible('This system does not list the states and queues of its sockets.')
        : { possible: true as const },
    capture: impossible('Segments are captured in private networks only.'),
    loss: impossible('Segments can get lost in private networks only.'),
  };
  return {
    kind: 'host',
    open(owned) {
      const holders = sockets === null ? triedHolders(platform, owned) : listedHolders(sockets, owned);
      return success(new HostNetwork({ reason, sockets, possible, holders }));
    },
    close() {
      sockets?.close();
    },
  };
}
