import { explainErrno, type Explanation } from '#lib/lab/explain/explain-errno.ts';
import type { CallError, LabCall } from '#lib/lab/protocol/messages.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';

function typeError({ name, args }: LabCall, message: string): Explanation {
  if ((name === 'bind' || name === 'connect' || name === 'connect_ex') && args.length > 1)
    return {
      why: `\`${name}()\` takes one argument, the address, and got ${String(args.length)}; the kernel was not asked.`,
      help: `Put host and port into one tuple, with its own parentheses: \`s.${name}(('127.0.0.1', 65000))\`.`,
    };
  if (/address must be|must be a pair|must be a tuple/.test(message))
    return {
      why: 'An address is a pair of host and port, and this is something else; the kernel was not asked.',
      help: "Write `('127.0.0.1', 65000)`.",
    };
  if (message.includes('bytes-like'))
    return {
      why: 'Sockets carry bytes, and this value is something else; the kernel was not asked.',
      help: "Write bytes, such as `b'Hello'`; or call `.encode()` on a string.",
    };
  if (message.includes('unpack'))
    return {
      why: 'Several names stand before the `=`, and the call returned one value; the call itself was made.',
      help: 'Write one name before the `=`.',
    };
  if (/argument|positional/.test(message))
    return {
      why: `\`${name}()\` was called with a wrong number of arguments, or with one of a wrong kind; the kernel was not asked.`,
      help: 'Compare the call with what the message says it takes.',
    };
  return {
    why: 'An argument is of the wrong type, which Python finds out before it asks the kernel.',
    help: 'Pass a value of the type that the message names.',
  };
}

function overflow({ name }: LabCall, message: string): Explanation {
  if (message.includes('port'))
    return {
      why: 'A port is a number of 16 bits, and this number is out of that range; the kernel was not asked.',
      help: 'Choose a port from 0 to 65535.',
    };
  return {
    why: `A number that \`${name}()\` got is too large for the type that the kernel takes; the kernel was not asked.`,
    help: 'Pass a smaller number.',
  };
}

function valueError({ name }: LabCall, message: string): Explanation {
  if (message.includes('unpack'))
    return {
      why: 'The call returned another number of values than there are names before the `=`; the call itself was made.',
      help: 'Write one name for each value, or one for all of them.',
    };
  if (name === 'recv')
    return {
      why: 'A negative number of bytes cannot be received; the kernel was not asked.',
      help: 'Ask for at least one byte, as in `s.recv(1024)`.',
    };
  if (name === 'poll')
    return {
      why: 'A closed socket has no descriptor to watch, or the events are a negative number; the kernel was not asked.',
      help: 'Watch open sockets only, with events such as `POLLIN`.',
    };
  return {
    why: 'The type of an argument is right, and its value is not possible; the kernel was not asked.',
    help: 'Pass a value in the range that the message names.',
  };
}

/** The timeout of a socket has passed. What the call has done by then decides whether it may be made again. */
function timedOut({ name }: LabCall): Explanation {
  switch (name) {
    case 'connect':
    case 'connect_ex':
      return {
        why: 'The timeout of the socket passed before the handshake ended; the kernel goes on with it, so another `connect()` on this socket raises `EALREADY`.',
        help: 'Close the socket, and connect a new one, with a longer timeout.',
      };
    case 'sendall':
      return {
        why: 'The timeout of the socket passed before the kernel had taken all bytes; it has taken some of them, and the call does not say how many.',
        help: 'Close the socket, and connect a new one: sending everything again would send bytes twice. `send()` says how many bytes the kernel took.',
      };
    case 'send':
      return {
        why: 'The timeout of the socket passed before there was room in the send buffer; the kernel has taken none of the bytes.',
        help: 'Call again, set a longer timeout with `settimeout()`, or let the other side read first.',
      };
    default:
      return {
        why: `The timeout of the socket passed while \`${name}()\` waited; the call has taken nothing, so nothing is lost.`,
        help: 'Call again, set a longer timeout with `settimeout()`, or let the other side act first.',
      };
  }
}

const ended = {
  gaierror: {
    why: 'The lookup found no address for this name.',
    help: "Check how it is spelled, or write an address such as `'127.0.0.1'`.",
  },
  herror: {
    why: 'The address of the host could not be turned into a name, or the name into an address.',
    help: "Write an address such as `'127.0.0.1'`.",
  },
  AttributeError: {
    why: 'This object has no method of that name.',
    help: 'Check how the name is spelled, and that the variable holds a socket.',
  },
  NameError: {
    why: 'The name has no value in this program.',
    help: 'Assign one first; each program has its own variables.',
  },
  IndexError: {
    why: 'The value has no item at this place.',
    help: 'Look at how many items the value has.',
  },
  KeyError: {
    why: 'There is no such key.',
    help: 'Look at what keys there are.',
  },
  LookupError: {
    why: 'The value does not contain this.',
    help: 'Look at what there is.',
  },
  MemoryError: {
    why: 'There is not enough memory for what the call asks.',
    help: 'Ask for fewer bytes at once.',
  },
  BufferError: {
    why: 'The memory of the bytes is in use in a way that does not allow this.',
    help: 'Pass a copy of the bytes.',
  },
  ArithmeticError: {
    why: 'A number could not be calculated.',
    help: 'Pass a smaller number.',
  },
  KeyboardInterrupt: {
    why: 'Ctrl-C interrupted the call while it waited.',
    help: 'Make the call again to go on waiting; the socket is as it was.',
  },
  UnicodeDecodeError: {
    why: 'These bytes are not text in UTF-8.',
    help: 'Use the bytes as they are.',
  },
  UnicodeEncodeError: {
    why: 'The name of the host has characters that cannot be part of one.',
    help: 'Write the name in plain letters, digits, hyphens and dots.',
  },
  UnicodeError: {
    why: 'The name of the host is too long, has an empty part, or characters that cannot be part of one.',
    help: 'Write the name in plain letters, digits, hyphens and dots.',
  },
} as const satisfies Record<string, Explanation>;

function isEnded(exception: string): exception is keyof typeof ended {
  return Object.hasOwn(ended, exception);
}

/** Exceptions without an errno: Python raises them itself, most of them before the kernel is asked. */
function explainException(call: LabCall, exception: string, message: string): Explanation {
  if (exception === 'TypeError') return typeError(call, message);
  if (exception === 'OverflowError') return overflow(call, message);
  if (exception === 'TimeoutError') return timedOut(call);
  if (exception === 'ValueError') return valueError(call, message);
  if (exception === 'AttributeError' && message.startsWith("'tuple'"))
    return {
      why: 'This is a pair, such as `accept()` returns it, and only the socket in it has this method; no call was made.',
      help: 'Take the pair apart, as in `conn, addr = s.accept()`, or write `[0]` behind its name.',
    };
  if (isEnded(exception)) return ended[exception];
  return {
    why: `\`${call.name}()\` failed, and the message above is all that is known of the reason.`,
    help: 'Read the message, and look at the state of the socket.',
  };
}

interface ExplainedError extends Explanation {
  /** What to look for in the cards: the exception, or the errno where Python has no class for it. */
  readonly term: string;
}

/**
 * Why a call failed, and what to do: a sentence each, with `code` in backticks.
 *
 * @param snapshot when it failed
 *
 * @example
 * explainError(call, error, snapshot).why // 'No socket listens on port 65001 of that address, so …'
 */
export function explainError(call: LabCall, error: CallError, snapshot: Snapshot): ExplainedError {
  const { exception, code } = error;
  const bare = exception.replace(/^socket\./, '');
  const explained = code === null ? null : explainErrno(call, code, snapshot);
  return {
    ...(explained ?? explainException(call, bare, error.message)),
    term: bare === 'OSError' && code !== null ? code : bare,
  };
}
