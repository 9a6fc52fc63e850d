import { body, type Example } from '#lib/deck/lint/diagnostics-examples.fixture.ts';

const also = (alternates: string, answer = 'SYN'): string =>
  body(`**Answer:** ${answer}\n\n**Also accept:** ${alternates}`);

/** Other answers that are not parted as they should be, or stand there twice. */
export const alternateExamples: readonly Example[] = [
  { code: 'BAR_MISSING', source: also('`sync`, `s()`'), at: '8:24+1', help: 'write `|`' },
  { code: 'BAR_MISSING', source: also('`sync` or `s()`'), at: '8:25+2' },
  { code: 'BAR_MISSING', source: also('`sync` `s()`'), at: '8:25+1' },
  { code: 'BAR_MISSING', source: also('`sync`\n`s()`'), at: '9:1+1' },
  { code: 'BAR_MISSING', source: also('sync, synchronize'), at: '8:22+1', help: 'need not be written' },
  { code: 'BAR_MISSING', source: also('sync; the flag'), at: '8:22+1' },
  { code: 'BAR_MISSING', source: also('sync / synchronize'), at: '8:23+1' },
  { code: 'BAR_MISSING', source: also('sync or synchronize'), at: '8:23+2' },
  { code: 'BAR_MISSING', source: also('sync\nsynchronize'), at: '9:1+1' },
  { code: 'BAR_MISSING', source: also('sync ¦ `s`'), at: '8:23+1' },
  { code: 'BAR_MISSING', source: body('**Answer:** a\n\n**Also accept:**b, c'), at: '8:18+1' },
  { code: 'BAR_MISSING', source: body('**Answer:**\n\n- `a`, `b`\n- c'), at: '8:6+1', help: 'an item' },
  {
    code: 'BAR_MISSING',
    source: body('**Answer:** a\n\n**Not:** `b`, `c` — as `d`, `e`'),
    at: '8:13+1',
    help: 'for each',
  },
  {
    code: 'BAR_MISSING',
    source: body('1. a\n2. b\n\n**Extra:** `c`, `d`', '; order'),
    at: '9:15+1',
    help: 'for each',
  },
  { code: 'ANSWER_REPEATED', source: also('sync | SYN'), at: '8:25+3' },
  { code: 'ANSWER_REPEATED', source: also('`a` | b | `a`'), at: '8:28+3' },
  { code: 'ANSWER_REPEATED', source: also('a\n\n**Also accept:** b | a'), at: '10:22+1' },
  {
    code: 'ANSWER_REPEATED',
    source: body('**Answer:** a\n\n**Not:** b — no\n\n**Not:** b — nor'),
    at: '10:1+8',
  },
];

/** An answer, and alternates in which a sign belongs to what is typed. */
export const wholeAlternates: readonly (readonly [answer: string, alternates: string])[] = [
  ["`('', 80)`", "`('0.0.0.0', 80)`"],
  ["('', 80)", "('127.0.0.1', 80)"],
  ['FIN', 'the client, which waits'],
  ['yes', 'yes, it does'],
  ['65535', '65,535'],
  ['it waits for ever', 'the call never returns, it just waits'],
  ['SYN, ACK', 'synchronize, acknowledge'],
  ['`a`, `b`', '`c`, `d`'],
  ['TCP/IP', 'TCP / IP'],
  ['`send()`', '`send()` of `s`'],
  ['80', '`80`'],
  ['SYN', 'SYN flag'],
];
