import { nameIn } from '#lib/lab/explain/situations/failed-call.ts';
import { isCallOf, isError, type Situation } from '#lib/lab/explain/situations/situation.ts';
import { formatShortValue } from '#lib/lab/protocol/format-value.ts';
import type { LabCall } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

const takeAddress = ['bind', 'connect', 'connect_ex'] as const;
const takeOption = ['setsockopt', 'getsockopt'] as const;

function addressParts({ args: [address] }: LabCall): readonly PythonValue[] {
  return typeof address === 'object' && address !== null && 'tuple' in address ? address.tuple : [];
}

/** What a student writes in place of a port that is text. */
function portOfText(text: PythonValue | undefined): string {
  return typeof text === 'string' && /^\d{1,5}$/.test(text.trim())
    ? `Write \`${text.trim()}\` without quotes; in a program, \`int(port)\` turns text into a number.`
    : 'Write a number from 0 to 65535, such as `65000`.';
}

function shown(value: PythonValue | undefined): string {
  return `\`${formatShortValue(value ?? null)}\``;
}

/** Whether level and option are of different families: the number then means another option, or none. */
function isMismatch(level: string, option: string): boolean {
  const prefix = { SOL_SOCKET: 'SO_', IPPROTO_TCP: 'TCP_', IPPROTO_IPV6: 'IPV6_' }[level];
  return prefix !== undefined && /^(?:SO|TCP|IPV6|IP)_/.test(option) && !option.startsWith(prefix);
}

function levelOf(option: string): string {
  if (option.startsWith('TCP_')) return 'IPPROTO_TCP';
  if (option.startsWith('IPV6_')) return 'IPPROTO_IPV6';
  return option.startsWith('IP_') ? 'IPPROTO_IP' : 'SOL_SOCKET';
}

/** What Python finds wrong with a call by itself, and options that the kernel does not take. */
export const argumentSituations: readonly Situation[] = [
  {
    id: 'option-of-another-level',
    when: (failed) =>
      isCallOf(failed, ...takeOption) && isMismatch(nameIn(failed.call.args[0]), nameIn(failed.call.args[1])),
    why: ({ call: { args } }) =>
      `\`${nameIn(args[1])}\` is not an option of the level \`${nameIn(args[0])}\`: there its number means another option, or none.`,
    help: ({ call: { args } }) =>
      `Use the level that goes with it: \`${levelOf(nameIn(args[1]))}, ${nameIn(args[1])}\`.`,
  },
  {
    id: 'unknown-option',
    when: (failed) => isError(failed, 'ENOPROTOOPT'),
    why: 'This level has no such option.',
    help: 'Check level and option: `SOL_SOCKET` goes with `SO_…`, `IPPROTO_TCP` with `TCP_…`.',
  },
  {
    id: 'option-out-of-range',
    when: (failed) => isError(failed, 'EDOM'),
    why: 'A time in the option is out of the range that the kernel accepts.',
    help: 'Pass a smaller number.',
  },
  {
    id: 'option-value',
    when: (failed) => isError(failed, 'EINVAL') && isCallOf(failed, ...takeOption),
    why: ({ call }) =>
      `The kernel does not accept this value or this length for the option ${shown(call.args[1])}, or not in this state of the socket.`,
    help: 'Pass a value that the option allows; most take `1` for on and `0` for off.',
  },
  {
    id: 'address-in-two-arguments',
    when: (failed) =>
      isError(failed, 'TypeError') && isCallOf(failed, ...takeAddress) && failed.call.args.length > 1,
    why: ({ call: { name, args } }) =>
      `\`${name}()\` takes one argument, the address, and got ${String(args.length)}; the kernel was not asked.`,
    help: ({ call: { name } }) =>
      `Put host and port into one tuple, with its own parentheses: \`s.${name}(('127.0.0.1', 65000))\`.`,
  },
  {
    id: 'port-is-text',
    when: (failed) =>
      isError(failed, 'TypeError') &&
      isCallOf(failed, ...takeAddress) &&
      typeof addressParts(failed.call)[1] === 'string',
    why: ({ call }) =>
      `The port must be a number, and ${shown(addressParts(call)[1])} is text; the kernel was not asked.`,
    help: ({ call }) => portOfText(addressParts(call)[1]),
  },
  {
    id: 'host-is-not-text',
    when: (failed) => {
      const [host = ''] = addressParts(failed.call);
      const isText =
        typeof host === 'string' || (host !== null && typeof host === 'object' && 'bytes' in host);
      return isError(failed, 'TypeError') && isCallOf(failed, ...takeAddress) && !isText;
    },
    why: ({ call }) =>
      `The host must be text, and ${shown(addressParts(call)[0])} is not; the kernel was not asked.`,
    help: "Put the host in quotes, and the port after it: `('127.0.0.1', 65000)`.",
  },
  {
    id: 'port-is-not-a-number',
    when: (failed) => {
      const [, port] = addressParts(failed.call);
      return (
        isError(failed, 'TypeError') &&
        isCallOf(failed, ...takeAddress) &&
        port !== undefined &&
        typeof port !== 'number' &&
        typeof port !== 'boolean'
      );
    },
    why: ({ call }) =>
      `The port must be a whole number, and ${shown(addressParts(call)[1])} is not; the kernel was not asked.`,
    help: 'Write a number from 0 to 65535, such as `65000`.',
  },
  {
    id: 'address-is-not-a-pair',
    when: (failed) =>
      isError(failed, 'TypeError') &&
      /address must be|must be a pair|must be a tuple/.test(failed.error.message),
    why: 'An address is a pair of host and port, and this is something else; the kernel was not asked.',
    help: "Write `('127.0.0.1', 65000)`.",
  },
  {
    id: 'option-is-text',
    when: (failed) =>
      isError(failed, 'TypeError') &&
      isCallOf(failed, ...takeOption) &&
      failed.call.args.slice(0, 2).some((arg) => typeof arg === 'string'),
    why: ({ call }) =>
      `Level and option are numbers, for which Python has names, and ${shown(call.args.slice(0, 2).find((arg) => typeof arg === 'string'))} is text; the kernel was not asked.`,
    help: 'Write the names without quotes: `SOL_SOCKET, SO_REUSEADDR`.',
  },
  {
    id: 'option-value-is-text',
    when: (failed) =>
      isError(failed, 'TypeError') &&
      isCallOf(failed, 'setsockopt') &&
      typeof failed.call.args[2] === 'string',
    why: ({ call }) =>
      `The value of an option is a number or bytes, and ${shown(call.args[2])} is text; the kernel was not asked.`,
    help: 'Write a number without quotes, `1` for on and `0` for off.',
  },
  {
    id: 'option-without-value',
    when: (failed) =>
      isError(failed, 'TypeError') && isCallOf(failed, 'setsockopt') && failed.call.args.length < 3,
    why: ({ call: { args } }) =>
      `\`setsockopt()\` takes a level, an option and a value, and got ${String(args.length)} of them; the kernel was not asked.`,
    help: 'Name all three: `s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)`.',
  },
  {
    id: 'text-instead-of-bytes',
    when: (failed) => isError(failed, 'TypeError') && failed.error.message.includes('bytes-like'),
    why: 'Sockets carry bytes, and this value is something else; the kernel was not asked.',
    help: "Put a `b` in front of the quotes, `b'Hello'`, or call `.encode()` on text.",
  },
  {
    id: 'one-value-for-many-names',
    when: (failed) => isError(failed, 'TypeError') && failed.error.message.includes('unpack'),
    why: 'Several names stand before the `=`, and the call returned one value; the call itself was made.',
    help: 'Write one name before the `=`.',
  },
  {
    id: 'recv-without-size',
    when: (failed) =>
      isError(failed, 'TypeError') && isCallOf(failed, 'recv') && failed.call.args.length === 0,
    why: '`recv()` has to know how many bytes it may return at most; the kernel was not asked.',
    help: 'Pass a number, as in `s.recv(1024)`.',
  },
  {
    id: 'wrong-arguments',
    when: (failed) => isError(failed, 'TypeError') && /argument|positional/.test(failed.error.message),
    why: ({ call: { name } }) =>
      `\`${name}()\` was called with a wrong number of arguments, or with one of a wrong kind; the kernel was not asked.`,
    help: 'Compare the call with what the message says it takes.',
  },
  {
    id: 'wrong-type',
    when: (failed) => isError(failed, 'TypeError'),
    why: 'An argument is of the wrong type, which Python finds out before it asks the kernel.',
    help: 'Pass a value of the type that the message names.',
  },
  {
    id: 'port-out-of-range',
    when: (failed) => isError(failed, 'OverflowError') && failed.error.message.includes('port'),
    why: 'A port is a number of 16 bits, and this number is out of that range; the kernel was not asked.',
    help: 'Choose a port from 0 to 65535.',
  },
  {
    id: 'number-too-large',
    when: (failed) => isError(failed, 'OverflowError'),
    why: ({ call: { name } }) =>
      `A number that \`${name}()\` got is too large for the type that the kernel takes; the kernel was not asked.`,
    help: 'Pass a smaller number.',
  },
  {
    id: 'other-number-of-values',
    when: (failed) => isError(failed, 'ValueError') && failed.error.message.includes('unpack'),
    why: 'The call returned a different number of values than there are names before the `=`; the call itself was made.',
    help: 'Write one name for each value, or one for all of them.',
  },
  {
    id: 'negative-size',
    when: (failed) => isError(failed, 'ValueError') && isCallOf(failed, 'recv'),
    why: 'A negative number of bytes cannot be received; the kernel was not asked.',
    help: 'Ask for at least one byte, as in `s.recv(1024)`.',
  },
  {
    id: 'negative-timeout',
    when: (failed) => isError(failed, 'ValueError') && isCallOf(failed, 'settimeout'),
    why: 'A timeout must not be negative; the kernel was not asked.',
    help: 'Pass seconds, such as `2.0`, or `None` to wait forever.',
  },
  {
    id: 'closed-in-poll',
    when: (failed) => isError(failed, 'ValueError') && isCallOf(failed, 'poll'),
    why: 'A closed socket has no descriptor to watch, or the events are a negative number; the kernel was not asked.',
    help: 'Watch open sockets only, with events such as `POLLIN`.',
  },
  {
    id: 'impossible-value',
    when: (failed) => isError(failed, 'ValueError'),
    why: 'The type of an argument is right, and its value is not possible; the kernel was not asked.',
    help: 'Pass a value in the range that the message names.',
  },
  {
    id: 'pair-is-not-a-socket',
    when: (failed) => isError(failed, 'AttributeError') && failed.error.message.startsWith("'tuple'"),
    why: 'This is a pair of a socket and an address, as `accept()` returns it, and only the socket has this method; no call was made.',
    help: 'Take the pair apart, as in `conn, addr = s.accept()`, or write `[0]` after its name.',
  },
  {
    id: 'no-such-method',
    when: (failed) => isError(failed, 'AttributeError'),
    why: 'This object has no method of that name.',
    help: 'Check how the name is spelled, and that the variable holds a socket.',
  },
  {
    id: 'no-such-name',
    when: (failed) => isError(failed, 'NameError'),
    why: 'The name has no value in this program.',
    help: 'Assign one first; each program has its own variables.',
  },
  {
    id: 'no-such-item',
    when: (failed) => isError(failed, 'IndexError'),
    why: 'The value has no item at this place.',
    help: 'Look at how many items the value has.',
  },
  {
    id: 'no-such-key',
    when: (failed) => isError(failed, 'KeyError'),
    why: 'There is no such key.',
    help: 'Check which keys exist.',
  },
  {
    id: 'not-contained',
    when: (failed) => isError(failed, 'LookupError'),
    why: 'The value does not contain this.',
    help: 'Check what it contains.',
  },
  {
    id: 'too-many-bytes',
    when: (failed) => isError(failed, 'MemoryError'),
    why: 'There is not enough memory for what the call asks.',
    help: 'Ask for fewer bytes at once.',
  },
  {
    id: 'bytes-in-use',
    when: (failed) => isError(failed, 'BufferError'),
    why: 'The memory of the bytes is in use in a way that does not allow this.',
    help: 'Pass a copy of the bytes.',
  },
  {
    id: 'number-not-calculated',
    when: (failed) => isError(failed, 'ArithmeticError'),
    why: 'A number could not be calculated.',
    help: 'Pass a smaller number.',
  },
  {
    id: 'not-text',
    when: (failed) => isError(failed, 'UnicodeDecodeError'),
    why: 'These bytes are not text in UTF-8.',
    help: 'Use the bytes as they are.',
  },
];
