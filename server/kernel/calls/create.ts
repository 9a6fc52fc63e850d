import type { PythonValue } from '#lib/lab/python-value.ts';
import { intArgument } from '#server/kernel/calls/arguments.ts';
import type { CallSurroundings, PreparedCall } from '#server/kernel/calls/attempt.ts';
import { osError, Refusal, typeError } from '#server/kernel/calls/raise.ts';
import { nonBlocking } from '#server/kernel/open-socket.ts';
import { familyOf } from '#server/kernel/system/address.ts';
import * as libc from '#server/kernel/system/libc.ts';

/** Beyond these numbers no kernel of today has a family or type, so that it may be asked for the error itself. */
const mostFamilies = 64;
const mostTypes = 15;
const protocolTcp = 6;
const protocolUdp = 17;

/** `socket.socket(family=AF_INET, type=SOCK_STREAM, proto=0)` */
export function createSocket(surroundings: CallSurroundings, args: readonly PythonValue[]): PreparedCall {
  if (args.length > 4) {
    throw typeError(
      `socket.__init__() takes from 1 to 5 positional arguments but ${String(args.length + 1)} were given`,
    );
  }
  const { platform, program, network } = surroundings;
  const { constants } = platform;
  const int = (value: PythonValue | undefined, otherwise: number | null) =>
    value === undefined ? (otherwise ?? 0) : intArgument(platform, value, 'int');
  const familyNumber = int(args[0], constants.AF_INET);
  const type = int(args[1], constants.SOCK_STREAM);
  const protocol = int(args[2], 0);
  const nonBlockingFlag = constants.SOCK_NONBLOCK ?? 0;
  const kind = type & ~nonBlockingFlag;

  return {
    sockets: [],
    attempt() {
      const family = familyOf(platform, familyNumber);
      if (family === null && familyNumber >= 0 && familyNumber < mostFamilies) {
        throw new Refusal('SOCKET_NOT_OFFERED');
      }
      const isStream = kind === constants.SOCK_STREAM;
      const isDatagram = kind === constants.SOCK_DGRAM;
      if (!isStream && !isDatagram && kind >= 0 && kind <= mostTypes) throw new Refusal('SOCKET_NOT_OFFERED');
      if (![0, protocolTcp, protocolUdp].includes(protocol)) throw new Refusal('SOCKET_NOT_OFFERED');
      const refused = network.refusalOfSocket(isDatagram ? 'SOCK_DGRAM' : 'SOCK_STREAM');
      if (refused !== null) throw new Refusal(refused);
      surroundings.checkRoomForSocket();

      network.enter();
      const realFd = libc.socket(familyNumber, type, protocol);
      if (realFd < 0) throw osError(-realFd);
      if (family === null) throw new Error('The kernel made a socket of a family that was not expected.');
      nonBlocking(platform, realFd);
      if ('socketOption' in platform.noSignal) setInt(realFd, platform.noSignal.socketOption, 1);
      const socket = program.open(realFd, family, isStream ? 'SOCK_STREAM' : 'SOCK_DGRAM');
      if ((type & nonBlockingFlag) !== 0) socket.timeoutMs = 0;
      return { value: { socket: socket.fd } };

      function setInt(fd: number, option: number, value: number): void {
        const bytes = Buffer.alloc(4);
        bytes.writeInt32LE(value);
        libc.setsockopt(fd, constants.SOL_SOCKET ?? 0, option, bytes, bytes.length);
      }
    },
  };
}
