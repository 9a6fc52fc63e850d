import type { PythonValue } from '#lib/lab/python-value.ts';
import { arity, intArgument } from '#server/kernel/calls/arguments.ts';
import type { CallSurroundings, Outcome, PreparedCall } from '#server/kernel/calls/attempt.ts';
import { opened } from '#server/kernel/calls/inspect.ts';
import { osError } from '#server/kernel/calls/raise.ts';
import { lingers, type OpenSocket } from '#server/kernel/open-socket.ts';
import * as libc from '#server/kernel/system/libc.ts';

/** `s.shutdown(how)` */
export function shutDown(
  { platform }: CallSurroundings,
  args: readonly PythonValue[],
  socket: OpenSocket | null,
): PreparedCall {
  const how = intArgument(platform, arity.one('socket.shutdown', args), 'int');
  return {
    sockets: [],
    attempt() {
      const result = libc.shutdown(opened(socket).realFd, how);
      if (result < 0) throw osError(-result);
      return { value: null };
    },
  };
}

/**
 * `s.close()`. The number is free at once; the connection ends when no waiting call holds the socket any more. A socket
 * told to linger makes `close` wait until its data is acknowledged, which the kernel does even when it is non-blocking.
 */
export function close(
  surroundings: CallSurroundings,
  args: readonly PythonValue[],
  socket: OpenSocket | null,
): PreparedCall {
  const { program, platform } = surroundings;
  arity.method('close', args);
  return {
    sockets: [],
    attempt(): Outcome {
      if (socket === null) return { value: null };
      if (!lingers(platform, socket.realFd) || socket.isHeldByCall) {
        program.closeDescriptor(socket);
        return { value: null };
      }
      const { fd, realFd } = socket;
      return {
        background: {
          waitsFor: 'delivery',
          fd,
          run: (done) => {
            program.forgetDescriptor(socket);
            surroundings.closeSlowly(realFd, done);
          },
          value: null,
        },
      };
    },
  };
}
