import type { Loss } from '#lib/lab/protocol/messages.ts';
import { formatExpression } from '#lib/lab/script/run/format-expectation.ts';
import {
  type Comparison,
  type Expectation,
  type Expression,
  type SegmentNode,
  type SocketReference,
  type Step,
  threadName,
} from '#lib/lab/script/syntax/ast.ts';

/*
 * What a line of a lab script says, for a student, who has not learned the language of scripts. `code` is in backticks.
 * A call is Python and is shown as it is.
 */

function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'anything':
      return '…';
    case 'tuple':
    case 'list': {
      const items = expression.items.map(expressionText).join(', ');
      if (expression.kind === 'list') return `[${items}]`;
      return expression.items.length === 1 ? `(${items},)` : `(${items})`;
    }
    default:
      return formatExpression(expression);
  }
}

/** `returns \`b'Hello'\``: what becomes of a call, as its predicate. */
export function expectationWords(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'returns':
      return expectation.value.kind === 'anything'
        ? 'returns'
        : `returns \`${expressionText(expectation.value)}\``;
    case 'raises':
      return `raises \`${expectation.exception}\``;
    case 'blocks':
      return 'waits';
    default:
      return expectation satisfies never;
  }
}

const relationWords: Readonly<Record<Comparison['relation'], string>> = {
  '=': '',
  '>=': 'at least ',
  '<=': 'at most ',
  '>': 'more than ',
  '<': 'less than ',
};

function amount({ relation, number }: Comparison, unit: string): string {
  return `${relationWords[relation]}${String(number)} ${unit}${number === 1 || unit === 'ms' ? '' : 's'}`;
}

type StateStep = Extract<Step, { kind: 'state' }>;

/** How each number of `tcp_info` reads behind a state. */
const fieldWords: Readonly<Record<StateStep['tcpInfo'][number]['field'], (value: Comparison) => string>> = {
  unread: (value) => `${amount(value, 'byte')} to read`,
  unacknowledged: (value) => `${amount(value, 'byte')} in the send buffer`,
  retransmissions: (value) => amount(value, 'retransmission'),
  timeouts: (value) => `${amount(value, 'timeout')} in a row`,
  rto: (value) => `a retransmission timeout of ${amount(value, 'ms')}`,
  'congestion-window': (value) => `a congestion window of ${amount(value, 'segment')}`,
  'peer-window': (value) => `room at its peer for ${amount(value, 'byte')}`,
  mss: (value) => `an MSS of ${amount(value, 'byte')}`,
  sent: (value) => `${amount(value, 'byte')} sent`,
  acknowledged: (value) => `${amount(value, 'byte')} acknowledged`,
  received: (value) => `${amount(value, 'byte')} received`,
  'out-of-order': (value) => `${amount(value, 'segment')} out of order`,
};

function socketWords({ isPeer, variable }: SocketReference): string {
  const name =
    variable.program === null ? `\`${variable.name}\`` : `\`${variable.name}\` of ${variable.program}`;
  return isPeer ? `the other end of ${name}` : name;
}

function stateWords({ socket, state, queue, tcpInfo }: StateStep): string {
  const facts = [
    ...(queue === null
      ? []
      : [
          `${amount(queue.waiting, 'connection')} in its queue${queue.backlog === null ? '' : ` (backlog ${String(queue.backlog)})`}`,
        ]),
    ...tcpInfo.map(({ field, comparison }) => fieldWords[field](comparison)),
  ];
  return [`${socketWords(socket)} is ${state}`, ...facts].join(', ');
}

function segmentWords({ sender, flags, payloadBytes, isLost, isAgain }: SegmentNode): string {
  const from =
    'port' in sender
      ? `port ${String(sender.port)}`
      : sender.isPeer
        ? socketWords(sender)
        : sender.variable.name;
  return [
    `${from} sends ${flags.join(' ')}`,
    ...(payloadBytes === null ? [] : [`with ${amount(payloadBytes, 'byte')}`]),
    ...(isAgain ? ['again'] : []),
    ...(isLost ? ['(dropped)'] : []),
  ].join(' ');
}

function lossWords(loss: Loss, direction: 'in' | 'out', socket: string): string {
  const way = `${direction === 'in' ? 'to' : 'from'} \`${socket}\``;
  switch (loss.kind) {
    case 'nothing':
      return `From now on every segment ${way} arrives`;
    case 'all':
      return `From now on every segment ${way} is dropped`;
    case 'next':
      return loss.segments === 1
        ? `The next segment with data ${way} is dropped`
        : `The next ${String(loss.segments)} segments with data ${way} are dropped`;
    case 'share':
      return `${String(Math.round(loss.probability * 100))} % of the segments with data ${way} are dropped`;
    case 'handshake':
      return `Segments with SYN ${way} are dropped`;
    default:
      return loss satisfies never;
  }
}

/**
 * A line of a script that is not a call, as a sentence without its full stop.
 *
 * @example
 * stepWords(step) // '`s` is LISTEN, 2 connections in its queue (backlog 1)'
 */
export function stepWords(step: Exclude<Step, { kind: 'call' }>): string {
  switch (step.kind) {
    case 'outcome':
      return `The call of ${threadName(step.who)} ${expectationWords(step.expectation)}`;
    case 'state':
      return sentence(stateWords(step));
    case 'segments':
      return step.segments.length === 0
        ? 'No segment is sent'
        : sentence(step.segments.map(segmentWords).join(', then '));
    case 'interrupt':
      return `Ctrl-C in ${threadName(step.who)}`;
    case 'exit':
      return `The program ${step.program} ends`;
    case 'lose':
      return lossWords(step.loss, step.direction, step.socket.name);
    case 'wait':
      return `Time passes: ${step.ms < 1000 ? `${String(step.ms)} ms` : `${String(step.ms / 1000)} s`}`;
    case 'reset':
      return 'Everything begins again, in a fresh network';
    default:
      return step satisfies never;
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
