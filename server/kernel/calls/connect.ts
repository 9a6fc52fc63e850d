import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { addressArgument, arity } from '#server/kernel/calls/arguments.ts';
import { opened } from '#server/kernel/calls/inspect.ts';
import type { CallDeps, Outcome, PreparedCall } from '#server/kernel/calls/prepared-call.ts';
import { eventsNow, osError, Raise, Refusal, waitFor } from '#server/kernel/calls/raise.ts';
import { encodeAddress } from '#server/kernel/system/address.ts';
import * as libc from '#server/kernel/system/libc.ts';
import type { OpenSocket } from '#server/kernel/system/open-socket.ts';
import { addressOf, intOption } from '#server/kernel/system/socket-facts.ts';

const inProgress = libc.errnoOf('EINPROGRESS');
const already = libc.errnoOf('EALREADY');
const aborted = libc.errnoOf('ECONNABORTED');

/**
 * `s.connect(address)`. The first attempt sends the SYN; a later one is made when the handshake has ended, and asks how.
 */
export function connect(
  deps: CallDeps,
  args: readonly PythonValue[],
  socket: OpenSocket | null,
  method: 'connect' | 'connect_ex' = 'connect',
): PreparedCall {
  const { platform, network } = deps;
  const argument = arity.one(`socket.${method}`, args);
  const address = addressArgument(deps, method, socket?.family ?? 'AF_INET', argument);
  const writable = platform.constants.POLLOUT ?? 0;
  const timeoutMs = socket?.timeoutMs ?? null;
  let state: 'not begun' | 'begun' | 'joined' = 'not begun';

  function connectTo(hostFd: number): number {
    const encoded = encodeAddress(platform, address);
    return libc.connect(hostFd, encoded, encoded.length);
  }

  function start({ hostFd, type }: OpenSocket): number {
    const refused = network.refusalOfConnect(address);
    if (refused !== null) throw new Refusal(refused);
    // The kernel makes the socket at the other end, before any program accepts it.
    if (type === 'SOCK_STREAM') deps.takeRoomForSocket();
    const result = connectTo(hostFd);
    // A socket that may block waits for a handshake that another call began: a thread's, or one that was interrupted.
    const joins = result === -already && timeoutMs === null;
    state = joins ? 'joined' : 'begun';
    return joins ? -inProgress : result;
  }

  /** The errno with which the handshake ended, or 0. */
  function howItEnded({ hostFd }: OpenSocket): number {
    // Without a timeout the kernel would have ended the call, which on Linux a second `connect` does: it gives the
    // error, and leaves the socket connected, or ready to connect again.
    if (state === 'begun' && timeoutMs === null && platform.name === 'linux') return -connectTo(hostFd);
    const errno = Math.abs(intOption(platform, hostFd, 'SOL_SOCKET', 'SO_ERROR'));
    // The call that asked first got the error.
    if (state === 'joined' && errno === 0 && typeof addressOf(platform, hostFd, 'peer') === 'number') {
      return aborted;
    }
    return errno;
  }

  function end(connecting: OpenSocket): Outcome {
    const errno = howItEnded(connecting);
    if (errno !== 0) throw osError(errno);
    return { value: null };
  }

  return {
    sockets: socket === null ? [] : [socket],
    attempt(): Outcome {
      const connecting = opened(socket, timeoutMs);
      if (state !== 'not begun') return end(connecting);
      const result = start(connecting);
      if (result === 0) return { value: null };
      if (result !== -inProgress || timeoutMs === 0) throw osError(-result);
      // On the loopback interface the handshake is over before the system call returns: nothing is waited for.
      const [events] = eventsNow([{ hostFd: connecting.hostFd, events: writable }]);
      return events === 0
        ? waitFor(platform, connecting, { waitsFor: 'handshake', events: 'POLLOUT', timeoutMs })
        : end(connecting);
    },
  };
}

/** `s.connect_ex(address)`: 0, or the errno that `connect` would raise. Errors that are not the kernel's are raised. */
export function connectEx(
  deps: CallDeps,
  args: readonly PythonValue[],
  socket: OpenSocket | null,
): PreparedCall {
  const call = connect(deps, args, socket, 'connect_ex');
  return {
    ...call,
    attempt() {
      try {
        const outcome = call.attempt();
        return 'wait' in outcome ? outcome : { value: 0 };
      } catch (raised) {
        if (raised instanceof Raise && raised.error.errno !== null) return { value: raised.error.errno };
        throw raised;
      }
    },
    timedOut: () => libc.errnoOf('EAGAIN'),
  };
}
