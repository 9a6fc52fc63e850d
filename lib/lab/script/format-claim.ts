import { formatShortValue } from '#lib/lab/format-value.ts';
import type {
  Comparison,
  Expectation,
  Expression,
  NameNode,
  SegmentNode,
  SocketReference,
  Step,
} from '#lib/lab/script/ast.ts';

function formatName({ program, name }: NameNode): string {
  return program === null ? name : `${program}.${name}`;
}

export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'value':
      return formatShortValue(expression.value);
    case 'name':
      return formatName(expression);
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

/** What a `state` line claims, without the name of the socket: `LISTEN queue 1/1`. */
export function formatStateClaim({ state, queue, measures }: Extract<Step, { kind: 'state' }>): string {
  const parts: string[] = [state];
  if (queue !== null)
    parts.push(
      `queue ${formatComparison(queue.waiting)}${queue.backlog === null ? '' : `/${String(queue.backlog)}`}`,
    );
  for (const { measure, comparison } of measures) parts.push(`${measure} ${formatComparison(comparison)}`);
  return parts.join(' ');
}
