import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { arity, intArgument } from '#server/kernel/calls/arguments.ts';
import type { CallDeps, Outcome, PreparedCall } from '#server/kernel/calls/prepared-call.ts';
import { opened } from '#server/kernel/calls/inspect.ts';
import { osError } from '#server/kernel/calls/raise.ts';
import { type OpenSocket, stopLingering } from '#server/kernel/system/open-socket.ts';
import type { TcpState } from '#lib/lab/protocol/tcp-state.ts';
import * as libc from '#server/kernel/system/libc.ts';
import { lingerMs, tcpState, unreadBytes } from '#server/kernel/system/socket-facts.ts';

/** `s.shutdown(how)` */
export function shutDown(
  { platform }: CallDeps,
  args: readonly PythonValue[],
  socket: OpenSocket | null,
): PreparedCall {
  const how = intArgument(platform, arity.one('socket.shutdown', args), 'int');
  return {
    sockets: [],
    attempt() {
      const result = libc.shutdown(opened(socket).hostFd, how);
      if (result < 0) throw osError(-result);
      return { value: null };
    },
  };
}

/** How often a close that lingers looks whether its data has arrived. */
const lookMs = 20;
/** There is a connection, and this side has not ended it. */
const openStates: ReadonlySet<TcpState | null> = new Set<TcpState>(['ESTABLISHED', 'CLOSE-WAIT']);
/** The FIN, and what was sent before it, is not acknowledged. */
const unacknowledgedStates: ReadonlySet<TcpState | null> = new Set<TcpState>([
  'FIN-WAIT-1',
  'LAST-ACK',
  'CLOSING',
]);

/**
 * `s.close()`. The number is free at once; the connection ends when no waiting call holds the socket any more.
 *
 * A socket with `SO_LINGER` makes `close` wait until its data is acknowledged or its time is over, which Linux does even
 * when it is non-blocking. So lingering is switched off, the FIN is sent, and the state is looked at now and then; the
 * socket is closed when that has an end. With unread data, `close` resets the connection and waits for nothing.
 */
export function close(
  { program, platform }: CallDeps,
  args: readonly PythonValue[],
  socket: OpenSocket | null,
): PreparedCall {
  arity.method('close', args);
  let timeoutMs: number | null = null;

  function beginsToLinger({ hostFd, isHeldByCall }: OpenSocket): boolean {
    timeoutMs = lingerMs(platform, hostFd);
    const waits =
      timeoutMs !== null &&
      !isHeldByCall &&
      openStates.has(tcpState(platform, hostFd)) &&
      unreadBytes(platform, hostFd) === 0;
    if (!waits) return false;
    stopLingering(platform, hostFd);
    libc.shutdown(hostFd, platform.constants.SHUT_WR ?? 1);
    return true;
  }

  return {
    sockets: socket === null ? [] : [socket],
    blocked: () => {
      if (socket !== null) program.closeDescriptor(socket);
    },
    attempt(): Outcome {
      if (socket === null) return { value: null };
      const lingers = socket.isClosed || beginsToLinger(socket);
      if (lingers && unacknowledgedStates.has(tcpState(platform, socket.hostFd))) {
        const { virtualFd } = socket;
        return { wait: { waitsFor: 'delivery', virtualFd, entries: [], timeoutMs, retryMs: lookMs } };
      }
      if (!socket.isClosed) program.closeDescriptor(socket);
      return { value: null };
    },
    timedOut: () => null,
  };
}
