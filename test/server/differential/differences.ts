import type { Given } from '#test/server/differential/in-lab.ts';
import type { Line } from '#test/server/differential/sequences.ts';

interface Case {
  readonly before: readonly Line[];
  readonly line: Line;
  readonly lab: Given;
  readonly python: Given;
  /** The method is one of a socket that is closed. */
  readonly isOnClosed: boolean;
}

/** A way in which the lab differs from Python on purpose. `ends`: what follows cannot be compared. */
export interface Difference {
  readonly name: string;
  readonly reason: string;
  readonly ends: boolean;
  readonly isSo: (one: Case) => boolean;
}

/** What Python raises before any call is made, where the lab says at once what is wrong with the line. */
const beforeAnyCall = ['NameError', 'IndexError', 'AttributeError', 'TypeError', 'UnicodeDecodeError'];

/** Every one is described in `docs/lab-scripts.md`. */
export const differences: readonly Difference[] = [
  {
    name: 'refused',
    reason:
      'The lab offers TCP and UDP over IPv4 and IPv6, keeps the options by which it drops segments, and limits what a session holds.',
    ends: true,
    isSo: ({ lab }) => lab[0] === 'refused',
  },
  {
    name: 'read before it is made',
    reason:
      'The lab reads a whole line before it makes a call: an unknown name or a missing part is shown in the line, and not raised.',
    ends: false,
    isSo: ({ lab, python }) =>
      lab[0] === 'unread' && python[0] === 'raised' && beforeAnyCall.includes(python[1]),
  },
  {
    name: 'bytes have no parts',
    reason: 'The lab takes sockets and addresses out of what a call returned, and no numbers out of bytes.',
    ends: false,
    isSo: ({ line, lab, python }) =>
      lab[0] === 'unread' && python[0] === 'value' && line.expression === 'data[0]',
  },
  {
    name: 'names are not asked for',
    reason:
      'The lab looks names up in the hosts file alone, so that no query leaves the computer; Python asks a name server.',
    ends: false,
    isSo: ({ lab, python }) =>
      lab[0] === 'raised' &&
      python[0] === 'raised' &&
      lab[1] === 'socket.gaierror' &&
      lab[2] === -2 &&
      python[2] === -3,
  },
  {
    name: 'no standard streams',
    reason: 'A program of the lab has sockets alone: descriptors 0, 1 and 2 are not open.',
    ends: false,
    isSo: ({ line, lab, python }) =>
      line.expression.startsWith('poll(') &&
      lab[0] === 'value' &&
      JSON.stringify(withoutStreams(lab[1])) ===
        JSON.stringify(python[0] === 'value' ? withoutStreams(python[1]) : []),
  },
  {
    name: 'closed sockets are alike',
    reason: 'Of a socket that is closed the lab knows neither its timeout nor its family.',
    ends: false,
    isSo: ({ line, isOnClosed }) =>
      isOnClosed && /\.(?:gettimeout|bind|connect|connect_ex|sendto)\(/.test(line.expression),
  },
  {
    name: 'very long timeouts',
    reason:
      'A timeout of more than 24 days is forever in the lab; in Python it overflows, and is over at once or much too early.',
    ends: true,
    isSo: ({ before, lab, python }) =>
      before.some(({ expression }) => /set(?:default)?timeout\((?:1e10|21474836\d\d)\)/.test(expression)) &&
      lab[0] === 'raised' &&
      lab[1] === 'KeyboardInterrupt' &&
      JSON.stringify(python) !== JSON.stringify(lab),
  },
];

/** The pairs of `poll` that are not of standard input, output or error. */
function withoutStreams(pairs: unknown): unknown {
  if (!Array.isArray(pairs)) return pairs;
  return pairs.filter(
    (pair: unknown) =>
      !(
        typeof pair === 'object' &&
        pair !== null &&
        'tuple' in pair &&
        Array.isArray(pair.tuple) &&
        Number(pair.tuple[0]) < 3
      ),
  );
}
