import type { PythonValue } from '#lib/lab/python-value.ts';
import { arity } from '#server/kernel/calls/arguments.ts';
import type { CallSurroundings, PreparedCall } from '#server/kernel/calls/attempt.ts';
import { osError, osErrorOf } from '#server/kernel/calls/raise.ts';
import type { OpenSocket } from '#server/kernel/open-socket.ts';
import type { SocketAddress } from '#server/kernel/system/address.ts';
import { addressOf } from '#server/kernel/system/socket-facts.ts';

/**
 * The socket that a method is called on; Python finds a closed one out from the kernel, after the arguments.
 *
 * @param timeoutMs of the call: with a time-out Python itself waits and then names the descriptor again, so that it
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
  return (
    { platform }: CallSurroundings,
    args: readonly PythonValue[],
    socket: OpenSocket | null,
  ): PreparedCall => {
    arity.none(`socket.${method}`, args);
    return {
      sockets: [],
      attempt() {
        const address = addressOf(platform, opened(socket).realFd, end);
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
  _: CallSurroundings,
  args: readonly PythonValue[],
  socket: OpenSocket | null,
): PreparedCall {
  arity.none('socket.fileno', args);
  return { sockets: [], attempt: () => ({ value: socket?.fd ?? -1 }) };
}
