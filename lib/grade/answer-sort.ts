import type { AnswerText } from '#lib/cards/prompt.ts';

/** What an answer is, as far as its spelling shows. `phrase`: words. */
export type AnswerSort =
  | 'number'
  | 'truth'
  | 'address'
  | 'call'
  | 'exception'
  | 'errno'
  | 'state'
  | 'segment'
  | 'constant'
  | 'literal'
  | 'code'
  | 'phrase';

const states =
  /^(?:CLOSED|LISTEN(?:ING)?|SYN[-_](?:SENT|RECV|RCVD|RECEIVED)|ESTAB(?:LISHED)?|FIN[-_]WAIT[-_]?[12]|CLOSE[-_]WAIT|CLOSING|LAST[-_]ACK|TIME[-_]WAIT)$/;

/** Each is tried in turn: what is more special comes first. */
const spellings: readonly (readonly [AnswerSort, RegExp])[] = [
  ['truth', /^(?:true|false|none|yes|no)$/i],
  // IPv4, IPv6 and hardware addresses, each also with a prefix or a port; and Python's pair of host and port.
  ['address', /^\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d{1,5})?$/],
  ['address', /^\[?(?=[^\s]*:[^\s]*:)[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}\]?(?:[:/]\d{1,5})?$/i],
  ['address', /^\(\s*(['"])[^'"]*\1\s*,\s*\d+(?:\s*,\s*\d+){0,2}\s*\)$/],
  ['address', /^localhost(?::\d+)?$/],
  [
    'number',
    /^(?:(?:about|around|at (?:most|least)|up to|exactly|over|under|some|roughly|nearly) )?[-−+~≈]?\s?(?:0[xob][\da-f]+|\d[\d,.\s'_]*)(?:\s?(?:\*\*|[*×^/+−-])\s?\d+)*\s?(?:%|[µm]?s|min|h|[kmg]?i?b|[\p{L}]+)?$/iu,
  ],
  ['call', /^[A-Za-z_][\w.]*\s*\((?:[^()]|\([^()]*\))*\)$/],
  ['exception', /^(?:\w+\.)*(?:[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit)|timeout|StopIteration)$/],
  ['state', states],
  ['segment', /^(?:SYN|ACK|FIN|RST|PSH|URG)(?:[-+/ ]+(?:SYN|ACK|FIN|RST|PSH|URG))*$/],
  ['constant', /^(?:[a-z]\w*\.)?[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/],
  ['errno', /^(?:errno\.)?(?!E(?:OF|OL|ND|CN|CE|CHO|XIT|RROR|MPTY)$)E[A-Z\d]{2,14}$/],
  ['literal', /^[bru]{0,2}(['"]).*\1$/s],
];

/**
 * What sort of thing an answer is: a choice whose options are of different sorts gives its answer away, and a typed answer of
 * another sort is wrong for a reason that can be said.
 *
 * @example answerSort({ text: 'ENOTCONN', isCode: true }) // 'errno'
 */
export function answerSort({ text, isCode }: AnswerText): AnswerSort {
  const plain = text.trim().replace(/[.;]$/, '');
  const found = spellings.find(([, spelling]) => spelling.test(plain));
  return found?.[0] ?? (isCode ? 'code' : 'phrase');
}
