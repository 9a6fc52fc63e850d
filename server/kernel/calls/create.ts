import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { intArgument } from '#server/kernel/calls/arguments.ts';
import type { CallDeps, PreparedCall } from '#server/kernel/calls/prepared-call.ts';
import { osError, osErrorOf, Refusal, typeError } from '#server/kernel/calls/raise.ts';
import { nonBlocking } from '#server/kernel/system/open-socket.ts';
import { type AddressFamily, familyNumber, familyOf } from '#server/kernel/system/address.ts';
import * as libc from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

type SocketType = 'SOCK_STREAM' | 'SOCK_DGRAM';

/** No kernel of today has families or types from these numbers on. */
const familiesEnd = 64;
const typesEnd = 16;
const protocols = { any: 0, tcp: 6, udp: 17 };

/**
 * `socket.socket(family=AF_INET, type=SOCK_STREAM, proto=0)`. The kernel is asked only for what is offered, with numbers
 * made here: a flag in the student's number must not turn it into another kind of socket.
 */
export function createSocket(deps: CallDeps, args: readonly PythonValue[]): PreparedCall {
  if (args.length > 4) {
    throw typeError(
      `socket.__init__() takes from 1 to 5 positional arguments but ${String(args.length + 1)} were given`,
    );
  }
  const { platform, program, network } = deps;
  /** Python takes -1, and nothing at all, for the default. */
  const int = (value: PythonValue | undefined, otherwise: number) => {
    const given = value === undefined ? -1 : intArgument(platform, value, 'int');
    return given === -1 ? otherwise : given;
  };
  const familyArgument = int(args[0], platform.constants.AF_INET ?? 0);
  const typeArgument = int(args[1], platform.constants.SOCK_STREAM ?? 0);
  const protocol = int(args[2], protocols.any);
  const adopts = args[3] !== undefined && args[3] !== null;

  return {
    sockets: [],
    attempt() {
      if (adopts) throw new Refusal('OPTION_NOT_OFFERED');
      const family = familyOffered(platform, familyArgument);
      const { type, isNonBlocking } = typeOffered(platform, typeArgument);
      if (!Object.values(protocols).includes(protocol)) throw new Refusal('SOCKET_NOT_OFFERED');
      const refused = network.refusalOfSocket(type);
      if (refused !== null) throw new Refusal(refused);
      deps.takeRoomForSocket();

      const entered = network.enter();
      if (entered < 0) throw osError(-entered);
      const made = libc.socket(
        familyNumber(platform, family),
        (platform.constants[type] ?? 0) | (platform.constants.SOCK_CLOEXEC ?? 0),
        protocol,
      );
      const hostFd = nonBlocking(platform, made);
      if (hostFd < 0) throw osError(-hostFd);
      const socket = program.open(hostFd, family, type);
      if (isNonBlocking) socket.timeoutMs = 0;
      return { value: { socket: socket.virtualFd } };
    },
  };
}

function familyOffered(platform: Platform, number: number): AddressFamily {
  const family = familyOf(platform, number);
  if (family !== null) return family;
  if (number < 0 || number >= familiesEnd) throw osErrorOf('EAFNOSUPPORT');
  throw new Refusal('SOCKET_NOT_OFFERED');
}

function typeOffered({ constants }: Platform, number: number): { type: SocketType; isNonBlocking: boolean } {
  const flag = constants.SOCK_NONBLOCK ?? 0;
  const kind = number & ~(flag | (constants.SOCK_CLOEXEC ?? 0));
  const isNonBlocking = (number & flag) !== 0;
  if (kind === constants.SOCK_STREAM) return { type: 'SOCK_STREAM', isNonBlocking };
  if (kind === constants.SOCK_DGRAM) return { type: 'SOCK_DGRAM', isNonBlocking };
  if (kind < 0 || kind >= typesEnd) throw osErrorOf('EINVAL');
  throw new Refusal('SOCKET_NOT_OFFERED');
}
