import { explainErrno, type Explanation } from '#lib/lab/explain/explain-errno.ts';
import type { CallError, LabCall } from '#lib/lab/protocol/messages.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';

function typeError({ name, args }: LabCall, message: string): Explanation {
  if ((name === 'bind' || name === 'connect' || name === 'connect_ex') && args.length > 1)
    return {
      why: `\`${name}()\` takes one argument, the address, and got ${String(args.length)}; the kernel was not asked.`,
      help: `Put host and port in brackets of their own: \`s.${name}(('127.0.0.1', 65000))\`.`,
    };
  if (/address must be|must be a pair|must be a tuple/.test(message))
    return {
      why: 'An address is a pair of host and port, and this is something else; the kernel was not asked.',
      help: "Write `('127.0.0.1', 65000)`.",
    };
  if (message.includes('bytes-like'))
    return {
      why: 'Sockets carry bytes, and this is not bytes; the kernel was not asked.',
      help: "Put a `b` before the string, `b'Hello'`, or call `.encode()` on it in a program of your own.",
    };
  if (/argument|positional/.test(message))
    return {
      why: `\`${name}()\` was called with a wrong number of arguments, or with one of a wrong kind; the kernel was not asked.`,
      help: 'Compare the call with what the message says it takes.',
    };
  return {
    why: 'An argument is of the wrong type, which Python finds out before it asks the kernel.',
    help: 'Give a value of the type that the message names.',
  };
}

function overflow({ name }: LabCall, message: string): Explanation {
  if (message.includes('port'))
    return {
      why: 'A port is a number of 16 bits, and this is not one; Python does not even ask the kernel.',
      help: 'Choose a port from 0 to 65535.',
    };
  return {
    why: `A number that \`${name}()\` got is too large for the type that the kernel takes; the kernel was not asked.`,
    help: 'Give a smaller number.',
  };
}

function valueError({ name }: LabCall): Explanation {
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
    help: 'Give a value in the range that the message names.',
  };
}

const ended = {
  TimeoutError: {
    why: 'The timeout of the socket passed before anything came; the connection is as it was.',
    help: 'Call again, set a longer time with `settimeout()`, or let the other side do its part first.',
  },
  gaierror: {
    why: 'The name of the host is not known here, so there is no address to go to.',
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
    help: 'Give it one first; each program has variables of its own.',
  },
  IndexError: {
    why: 'A place was asked for that the value does not have.',
    help: 'Look at how many items the value has.',
  },
  KeyError: {
    why: 'A key was asked for that is not there.',
    help: 'Look at what keys there are.',
  },
  LookupError: {
    why: 'Something was looked for that is not there.',
    help: 'Look at what there is.',
  },
  MemoryError: {
    why: 'There is not enough memory for what the call asks.',
    help: 'Ask for fewer bytes at once.',
  },
  BufferError: {
    why: 'The memory of the bytes is in use in a way that does not allow this.',
    help: 'Give a copy of the bytes.',
  },
  ArithmeticError: {
    why: 'A number could not be calculated.',
    help: 'Give a smaller number.',
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
  if (exception === 'ValueError') return valueError(call);
  if (isEnded(exception)) return ended[exception];
  return {
    why: `\`${call.name}()\` could not be done, and the message above is all that is known of the reason.`,
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
 * explainError(call, error, snapshot).why // 'The kernel answered with RST, since nobody listens on port 65001 …'
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
