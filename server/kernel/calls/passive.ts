import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { addressArgument, arity, intArgument } from '#server/kernel/calls/arguments.ts';
import { addressTuple, opened } from '#server/kernel/calls/inspect.ts';
import type { CallDeps, PreparedCall } from '#server/kernel/calls/prepared-call.ts';
import { osError, Refusal, waitOrRaise, waitUntilReady } from '#server/kernel/calls/raise.ts';
import { addressLength, decodeAddress, encodeAddress } from '#server/kernel/system/address.ts';
import * as libc from '#server/kernel/system/libc.ts';
import { nonBlocking, type OpenSocket } from '#server/kernel/system/open-socket.ts';
import { addressOf } from '#server/kernel/system/socket-facts.ts';

type Arguments = readonly PythonValue[];

/** `s.bind(address)` */
export function bind(deps: CallDeps, args: Arguments, socket: OpenSocket | null): PreparedCall {
  const { platform, network } = deps;
  const argument = arity.one('socket.bind', args);
  const address = addressArgument(deps, 'bind', socket?.family ?? 'AF_INET', argument);
  return {
    sockets: [],
    attempt() {
      const { hostFd } = opened(socket);
      const refused = network.refusalOfBind(address);
      if (refused !== null) throw new Refusal(refused);
      const encoded = encodeAddress(platform, address);
      const result = network.withPrivilege(deps.asRoot, () => libc.bind(hostFd, encoded, encoded.length));
      if (result < 0) throw osError(-result);
      return { value: null };
    },
  };
}

/** What Python's `listen()` asks for when the program names no backlog: `min(SOMAXCONN, 128)`. */
const backlogByDefault = 128;

/** `s.listen([backlog])`; Python takes a negative backlog for 0. */
export function listen(
  { platform, network }: CallDeps,
  args: Arguments,
  socket: OpenSocket | null,
): PreparedCall {
  arity.parsed('listen', args, 0, 1);
  const [argument] = args;
  const backlog =
    argument === undefined ? backlogByDefault : Math.max(0, intArgument(platform, argument, 'parsedInt'));
  return {
    sockets: [],
    attempt() {
      const { hostFd } = opened(socket);
      const local = addressOf(platform, hostFd, 'local');
      const refused = local === null || typeof local === 'number' ? null : network.refusalOfListen(local);
      if (refused !== null) throw new Refusal(refused);
      const result = libc.listen(hostFd, backlog);
      if (result < 0) throw osError(-result);
      return { value: null };
    },
  };
}

const peer = Buffer.alloc(addressLength);
const peerLength = new Uint32Array(1);

/** `s.accept()`: `(conn, address)` */
export function accept(deps: CallDeps, args: Arguments, socket: OpenSocket | null): PreparedCall {
  const { platform, program } = deps;
  arity.method('accept', args);
  const timeoutMs = socket?.timeoutMs ?? null;
  const awaited = { waitsFor: 'connection', events: 'POLLIN', timeoutMs } as const;
  return {
    sockets: socket === null ? [] : [socket],
    attempt() {
      const listener = opened(socket, timeoutMs);
      const wait = waitUntilReady(platform, listener, awaited);
      if (wait !== null) return wait;
      deps.checkRoomForDescriptor();
      peer.fill(0);
      peerLength[0] = peer.length;
      const accepted = libc.accept(listener.hostFd, peer, peerLength);
      if (accepted < 0) return waitOrRaise(platform, -accepted, listener, awaited);
      const hostFd = nonBlocking(platform, accepted);
      if (hostFd < 0) throw osError(-hostFd);
      const connection = program.open(hostFd, listener.family, listener.type);
      return {
        value: { tuple: [{ socket: connection.virtualFd }, addressTuple(decodeAddress(platform, peer))] },
      };
    },
  };
}
