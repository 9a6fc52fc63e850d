import { hostname } from 'node:os';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { typeName } from '#lib/lab/protocol/type-name.ts';
import { arity, hostNameOf, resolveName } from '#server/kernel/calls/arguments.ts';
import type { CallDeps, PreparedCall } from '#server/kernel/calls/prepared-call.ts';
import { osError, osErrorOf, typeError } from '#server/kernel/calls/raise.ts';
import type { SocketAddress } from '#server/kernel/system/address.ts';
import type { OpenSocket } from '#server/kernel/system/open-socket.ts';
import { addressOf } from '#server/kernel/system/socket-facts.ts';

/** `socket.gethostname()` */
export function getHostName(_: CallDeps, args: readonly PythonValue[]): PreparedCall {
  arity.none('_socket.gethostname', args);
  return { sockets: [], attempt: () => ({ value: hostname() }) };
}

/** `socket.gethostbyname(name)`: an IPv4 address, from the hosts file only. */
export function getHostByName(deps: CallDeps, args: readonly PythonValue[]): PreparedCall {
  arity.parsed('gethostbyname', args, 1, 1);
  const name = args[0] ?? null;
  const isText = typeof name === 'string' || (name !== null && typeof name === 'object' && 'bytes' in name);
  if (!isText) {
    const shown = name === null ? 'None' : typeName(name);
    throw typeError(`gethostbyname() argument 1 must be str, bytes or bytearray, not ${shown}`);
  }
  const encoded = hostNameOf(name, 'always');
  if (encoded.includes('\0'))
    throw typeError(
      `gethostbyname() argument 1 must be encoded string without null bytes, not ${typeName(name)}`,
    );
  return { sockets: [], attempt: () => ({ value: resolveName(deps, 'AF_INET', encoded) }) };
}

/**
 * The socket that a method is called on; Python finds a closed one out from the kernel, after the arguments.
 *
 * @param timeoutMs of the call: with a timeout Python itself waits and then names the descriptor again, so that it
 *   notices when another thread closed it; a system call that waits does not
 */
export function opened(socket: OpenSocket | null, timeoutMs: number | null = null): OpenSocket {
  if (socket === null || (timeoutMs !== null && socket.isClosed)) throw osErrorOf('EBADF');
  return socket;
}

/** `('127.0.0.1', 65000)`, or `('::1', 65000, 0, 0)` */
export function addressTuple(address: SocketAddress | null): { tuple: (string | number)[] } | null {
  if (address === null) return null;
  const { address: host, port, flowInfo, scopeId } = address;
  return { tuple: address.family === 'AF_INET' ? [host, port] : [host, port, flowInfo, scopeId] };
}

function asking(method: string, end: 'local' | 'peer') {
  return ({ platform }: CallDeps, args: readonly PythonValue[], socket: OpenSocket | null): PreparedCall => {
    arity.none(`socket.${method}`, args);
    return {
      sockets: [],
      attempt() {
        const address = addressOf(platform, opened(socket).hostFd, end);
        if (typeof address === 'number') throw osError(-address);
        return { value: addressTuple(address) };
      },
    };
  };
}

/** `s.getsockname()` */
export const getSockName = asking('getsockname', 'local');
/** `s.getpeername()` */
export const getPeerName = asking('getpeername', 'peer');

/** `s.fileno()`: -1 once the socket is closed. */
export function fileNumber(
  _: CallDeps,
  args: readonly PythonValue[],
  socket: OpenSocket | null,
): PreparedCall {
  arity.none('socket.fileno', args);
  return { sockets: [], attempt: () => ({ value: socket?.virtualFd ?? -1 }) };
}
