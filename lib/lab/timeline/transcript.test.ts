import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatTranscript, parseTranscript } from '#lib/lab/timeline/transcript.ts';
import { limits, network, sessionLog } from '#test/plausible-lab-log.ts';

const opened = {
  type: 'opened',
  seq: 1,
  at: 5,
  session: 'a',
  token: 'secret',
  resumed: false,
  network,
  limits,
} as const;
const notice = { type: 'notice', seq: 2, at: 9, code: 'PAUSED', message: 'm' } as const;
const good = formatTranscript([opened, notice], { title: 'Echo' });
const [header = '', first = '', second = ''] = good.split('\n');

it('reads back every log that it writes, apart from what would let another page go on with the session', () => {
  fc.assert(
    fc.property(sessionLog, (events) => {
      const text = formatTranscript(events);
      const plain = events.map((event) =>
        event.type === 'opened' ? { ...event, session: '', token: '' } : event,
      );
      expect(parseTranscript(text)).toEqual({ ok: true, value: plain });
      expect(text).not.toContain('"token":"t"');
    }),
    { numRuns: 40 },
  );
});

it.each<readonly [what: string, code: string, text: string, line: number, message: string]>([
  ['nothing at all', 'TRANSCRIPT_FOREIGN', '', 1, 'no transcript'],
  ['another kind of file', 'TRANSCRIPT_FOREIGN', '<html>', 1, 'no transcript'],
  ['JSON of another kind', 'TRANSCRIPT_FOREIGN', '{"a":1}\n', 1, 'no transcript'],
  ['a header without a version', 'TRANSCRIPT_DAMAGED', '{"transcript":"ackademy.lab"}\n', 1, 'first line'],
  ['a newer version', 'TRANSCRIPT_TOO_NEW', header.replace('"version":2', '"version":3'), 1, 'version 3'],
  ['a line that is not JSON', 'TRANSCRIPT_DAMAGED', `${header}\nx\n${second}\n`, 2, 'not JSON'],
  ['a line that is cut off', 'TRANSCRIPT_CUT_OFF', good.slice(0, -8), 3, 'in the middle'],
  [
    'a file that is cut off between lines',
    'TRANSCRIPT_CUT_OFF',
    `${header}\n${first}\n`,
    3,
    '2 events are due',
  ],
  [
    'an event that the lab does not have',
    'TRANSCRIPT_DAMAGED',
    `${header}\n${first}\n{"type":"x"}\n`,
    3,
    'no event',
  ],
  [
    'an event with a wrong field',
    'TRANSCRIPT_DAMAGED',
    `${header}\n${first.replace('"at":5', '"at":-5')}\n${second}\n`,
    2,
    '`at`',
  ],
  [
    'a gap',
    'TRANSCRIPT_DAMAGED',
    `${header}\n${first}\n${second.replace('"seq":2', '"seq":3')}\n`,
    3,
    'Event 2 is due',
  ],
  [
    'time that goes back',
    'TRANSCRIPT_DAMAGED',
    `${header}\n${first}\n${second.replace('"at":9', '"at":4')}\n`,
    3,
    'before the one above',
  ],
  [
    'a log without a beginning',
    'TRANSCRIPT_DAMAGED',
    `${header}\n${second.replace('"seq":2', '"seq":1')}\n`,
    2,
    'begins with',
  ],
  ...(
    [
      ['a message of several lines', first, second.replace('"m"', '"m\\nprint(1)"'), 3, '`message`'],
      ['a message with a null byte', first, second.replace('"m"', '"m\\u0000"'), 3, '`message`'],
      ['a message with a line separator', first, second.replace('"m"', '"m\\u2028"'), 3, '`message`'],
      ['a message that turns the line round', first, second.replace('"m"', '"m\\u202e"'), 3, '`message`'],
      ['a message without end', first, second.replace('"m"', `"${'m'.repeat(2_001)}"`), 3, '`message`'],
      [
        'a reason of several lines',
        first.replace('"possible":true', '"possible":false,"reason":"a\\rb"'),
        second,
        2,
        '`network.sockets.reason`',
      ],
      ['a time after the end of the world', first, second.replace('"at":9', '"at":9e15'), 3, '`at`'],
    ] as const
  ).map(
    ([what, one, two, line, place]) =>
      [what, 'TRANSCRIPT_DAMAGED', `${header}\n${one}\n${two}\n`, line, place] as const,
  ),
  [
    'more events than there may be',
    'TRANSCRIPT_TOO_LONG',
    `${header}\n${'{}\n'.repeat(20_001)}`,
    20_002,
    'at most 20000',
  ],
  ['a file that is too long', 'TRANSCRIPT_TOO_LONG', ' '.repeat(32 * 1024 * 1024 + 1), 1, '32 MB'],
])('refuses %s, and says in which line', (_, code, text, line, message) => {
  const parsed = parseTranscript(text);
  expect(parsed).toMatchObject({ ok: false, error: { code, line } });
  expect(!parsed.ok && parsed.error.message).toContain(message);
});

it('opens a transcript of version 1, in which a packet loss and what `tcp_info` says had other names', () => {
  const socket = {
    ...{ id: 'k1', program: 'server', fd: 3, family: 'AF_INET', type: 'SOCK_STREAM', state: 'ESTABLISHED' },
    ...{ local: null, peer: null, acceptQueue: null, unreadBytes: 0, unacknowledgedBytes: 0, timer: null },
  };
  const tcpInfo = {
    ...{ retransmissions: 1, timeouts: 1, rtoMs: 200, rttMs: null, congestionWindow: 10, mss: 1448 },
    ...{ peerWindow: null, bytesSent: 0, bytesAcknowledged: 0, bytesReceived: 0, outOfOrder: null },
  };
  const dropping = {
    ...{ seq: 3, at: 12, program: 'server', fd: 3, direction: 'in', loss: { kind: 'all' }, lostSegments: 1 },
  };
  const lines = [
    header.replace('"version":2', '"version":1').replace('"events":2', '"events":5'),
    first,
    JSON.stringify({ type: 'sockets', seq: 2, at: 9, changed: [{ ...socket, measures: tcpInfo }], gone: [] }),
    JSON.stringify({ type: 'losing', ...dropping }),
    JSON.stringify({ type: 'exited', seq: 4, at: 13, program: 'server', unfinished: [] }),
    JSON.stringify({ type: 'reset', seq: 5, at: 14, network }),
  ];
  const text = lines.map((line) => `${line}\n`).join('');
  expect(parseTranscript(text)).toMatchObject({
    ok: true,
    value: [
      { type: 'opened' },
      { type: 'sockets', changed: [{ ...socket, tcpInfo }] },
      { type: 'dropping', id: null, ...dropping },
      { type: 'exited', id: null, program: 'server' },
      { type: 'reset', id: null },
    ],
  });
  const asVersion2 = parseTranscript(text.replace('"version":1', '"version":2'));
  expect(asVersion2).toMatchObject({ ok: false, error: { line: 3 } });
});

it('refuses whatever is damaged, and never throws', () => {
  fc.assert(
    fc.property(fc.nat(good.length), fc.string(), (at, put) => {
      parseTranscript(good.slice(0, at) + put + good.slice(at + 3));
    }),
  );
});
