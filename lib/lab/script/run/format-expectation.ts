import { type RefusalCode, refusals } from '#lib/lab/protocol/refusals.ts';
import { formatShortValue } from '#lib/lab/protocol/format-value.ts';
import type {
  Comparison,
  Expectation,
  Expression,
  NameNode,
  SegmentNode,
  SocketReference,
  Step,
} from '#lib/lab/script/syntax/ast.ts';

export interface Refused {
  readonly code: RefusalCode;
  readonly message: string;
}

/** A refusal of the lab as the end of a script: the kernel was not even asked. */
export function describeRefusal({ code, message }: Refused): {
  readonly code: 'LAB_REFUSED';
  readonly observed: string;
  readonly help: string;
} {
  const { help } = refusals[code];
  return {
    code: 'LAB_REFUSED',
    observed: `${code}: ${message}`,
    help: `${help.charAt(0).toLowerCase()}${help.slice(1, -1)}`,
  };
}

const words: Readonly<Record<string, string>> = {
  connection: 'a connection',
  handshake: 'the handshake',
  data: 'data',
  room: 'room in the send buffer',
  event: 'an event',
  delivery: 'what was sent to be delivered',
};

/** What a call that is blocked waits for. */
export function waitWords(waitsFor: string): string {
  return words[waitsFor] ?? waitsFor;
}

function formatName({ program, name }: NameNode): string {
  return program === null ? name : `${program}.${name}`;
}

export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'value':
      return formatShortValue(expression.value);
    case 'name':
      return formatName(expression);
    case 'index':
      return `${formatExpression(expression.of)}[${String(expression.index)}]`;
    case 'recode':
      return `${formatExpression(expression.of)}.${expression.method}()`;
    case 'product':
      return `${formatExpression(expression.left)} * ${formatExpression(expression.right)}`;
    case 'anything':
      return '_';
    case 'tuple': {
      const items = expression.items.map(formatExpression);
      return items.length === 1 ? `(${items.join('')},)` : `(${items.join(', ')})`;
    }
    case 'list':
      return `[${expression.items.map(formatExpression).join(', ')}]`;
    default:
      return expression satisfies never;
  }
}

export function formatExpectation(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'returns':
      return `returns ${formatExpression(expectation.value)}`;
    case 'raises':
      return `raises ${expectation.exception}`;
    case 'blocks':
      return 'blocks';
    default:
      return expectation satisfies never;
  }
}

export function formatReference({ isPeer, variable }: SocketReference): string {
  return `${isPeer ? 'peer of ' : ''}${formatName(variable)}`;
}

function formatComparison({ relation, number }: Comparison): string {
  return `${relation === '=' ? '' : relation}${String(number)}`;
}

export function formatSegmentClaim(segment: SegmentNode): string {
  const { sender, flags, payloadBytes, isLost, isAgain } = segment;
  return [
    'port' in sender ? `port ${String(sender.port)}` : formatReference(sender),
    ...flags,
    ...(payloadBytes === null ? [] : [formatComparison(payloadBytes)]),
    ...(isLost ? ['lost'] : []),
    ...(isAgain ? ['again'] : []),
  ].join(' ');
}

/** What a `state` line expects, without the name of the socket: `LISTEN queue 1/1`. */
export function formatStateClaim({ state, queue, tcpInfo }: Extract<Step, { kind: 'state' }>): string {
  const parts: string[] = [state];
  if (queue !== null)
    parts.push(
      `queue ${formatComparison(queue.waiting)}${queue.backlog === null ? '' : `/${String(queue.backlog)}`}`,
    );
  for (const { field, comparison } of tcpInfo) parts.push(`${field} ${formatComparison(comparison)}`);
  return parts.join(' ');
}
