import { expect, it } from 'vitest';
import { parseLabFile } from '#lib/lab/script/read-scripts.ts';
import { echoScript } from '#test/echo-script.ts';

function stepsOf(...lines: string[]): unknown[] {
  const { scripts, diagnostics } = parseLabFile(['```lab', ...lines, '```'].join('\n'), 'lab.md');
  expect(diagnostics).toEqual([]);
  // Places have tests of their own.
  return JSON.parse(
    JSON.stringify(scripts[0]?.steps, (key, value: unknown) =>
      key === 'start' || key === 'end' ? undefined : value,
    ),
  ) as unknown[];
}

function argsOf(text: string): unknown {
  const [step] = stepsOf(`p> gethostbyname(${text})`);
  return step;
}

it('reads the script of the design, with each expectation at its call', () => {
  const steps = stepsOf(...echoScript);
  expect(steps).toHaveLength(15);
  expect(steps[6]).toEqual({
    kind: 'state',
    socket: { isPeer: false, variable: { kind: 'name', program: null, name: 's' } },
    state: 'LISTEN',
    queue: { waiting: { relation: '=', number: 1 }, backlog: 1 },
    tcpInfo: [],
    withinMs: null,
  });
  expect(steps[7]).toEqual({
    kind: 'call',
    who: { program: 'server', thread: 1 },
    targets: [{ name: 'conn' }, { name: 'addr' }],
    call: { name: 'accept', receiver: { kind: 'name', program: null, name: 's' }, args: [] },
    expectation: null,
  });
  expect(steps[8]).toMatchObject({ expectation: { kind: 'blocks' } });
  expect(steps[10]).toMatchObject({
    kind: 'outcome',
    expectation: { kind: 'returns', value: { value: { bytes: 'SGVsbG8gd29ybGQ=' } } },
  });
  expect(steps[14]).toMatchObject({ expectation: { kind: 'raises', exception: 'ConnectionRefusedError' } });
});

it.each<[string, unknown]>([
  ['1_000', 1000],
  ['0x1F', 31],
  ['0b11', 3],
  ['0o17', 15],
  ['-5', -5],
  ['0.5', { float: 0.5 }],
  ['1e3', { float: 1000 }],
  ['.5', { float: 0.5 }],
  ['64 * 1024', 65_536],
  ['12345678901234567890', { int: '12345678901234567890' }],
  ['None', null],
  ['True', true],
  ["'it\\'s'", "it's"],
  ['"\\x41\\u00e9\\101\\n"', 'A\u00e9A\n'],
  ["r'\\d'", '\\d'],
  ["'# no comment'", '# no comment'],
  ["b'\\xff\\0'", { bytes: '/wA=' }],
  ["b'x' * 1000", { bytes: 'eA==', times: 1000 }],
  ["2 * b'ab' * 3", { bytes: 'YWI=', times: 6 }],
  ["'ab' * 2", 'abab'],
  ['AF_INET', { constant: 'AF_INET' }],
  ['socket.AF_INET', { constant: 'AF_INET' }],
  ['POLLIN | select.POLLHUP', { flags: ['POLLIN', 'POLLHUP'] }],
  ['(7)', 7],
])('reads the value %s as Python does', (text, value) => {
  expect(argsOf(text)).toMatchObject({ call: { args: [{ kind: 'value', value }] } });
});

it('reads tuples and lists, empty, of one and inside each other', () => {
  expect(argsOf("(), (1,), [(1, b'')], ('a', 1,)")).toMatchObject({
    call: {
      args: [
        { kind: 'tuple', items: [] },
        { kind: 'tuple', items: [{ value: 1 }] },
        { kind: 'list', items: [{ kind: 'tuple', items: [{ value: 1 }, { value: { bytes: '' } }] }] },
        { kind: 'tuple', items: [{ value: 'a' }, { value: 1 }] },
      ],
    },
  });
});

it('reads every line that is no call', () => {
  expect(
    stepsOf(
      'server/2> s = socket.socket()  # a second thread',
      'server/2> s.accept()',
      'blocks',
      'server/2 blocks',
      'interrupt server/2',
      'server/2 raises KeyboardInterrupt within 20s',
      'state server.s LISTEN queue >=1 within 500ms',
      'state server.s CLOSED unread 0 retransmissions >0',
      'state peer of s TIME-WAIT',
      'segments server SYN-ACK, peer of s PSH ACK >=5 lost again, s FIN ACK within 1.5s',
      'segments none',
      'lose next 2 to s',
      'lose 30% from s',
      'wait 1.5s',
      'exit server',
      'reset',
    ).slice(2),
  ).toEqual([
    expect.objectContaining({ kind: 'outcome', expectation: { kind: 'blocks' } }),
    { kind: 'interrupt', who: { program: 'server', thread: 2 } },
    expect.objectContaining({
      expectation: { kind: 'raises', exception: 'KeyboardInterrupt', withinMs: 20_000 },
    }),
    expect.objectContaining({
      state: 'LISTEN',
      queue: { waiting: { relation: '>=', number: 1 }, backlog: null },
      withinMs: 500,
    }),
    expect.objectContaining({
      tcpInfo: [
        { field: 'unread', comparison: { relation: '=', number: 0 } },
        { field: 'retransmissions', comparison: { relation: '>', number: 0 } },
      ],
      withinMs: null,
    }),
    expect.objectContaining({
      state: 'TIME-WAIT',
      socket: expect.objectContaining({ isPeer: true }) as unknown,
    }),
    {
      kind: 'segments',
      withinMs: 1500,
      segments: [
        expect.objectContaining({ flags: ['SYN', 'ACK'], payloadBytes: null, isLost: false }),
        expect.objectContaining({ payloadBytes: { relation: '>=', number: 5 }, isLost: true, isAgain: true }),
        expect.objectContaining({ flags: ['FIN', 'ACK'] }),
      ],
    },
    { kind: 'segments', segments: [], withinMs: null },
    expect.objectContaining({ kind: 'lose', direction: 'in', loss: { kind: 'next', segments: 2 } }),
    expect.objectContaining({ kind: 'lose', direction: 'out', loss: { kind: 'share', probability: 0.3 } }),
    { kind: 'wait', ms: 1500 },
    { kind: 'exit', program: 'server', name: {} },
    { kind: 'reset' },
  ]);
});

it('allows `_` at any level of what a call returns, and comments and empty lines before it', () => {
  expect(
    stepsOf('p> s = socket()', 'p> a, _ = s.accept()', '', '# a child', "returns (_, ('127.0.0.1', _))")[1],
  ).toMatchObject({
    expectation: {
      value: { items: [{ kind: 'anything' }, { items: [{ value: '127.0.0.1' }, { kind: 'anything' }] }] },
    },
  });
});

it('finds scripts in list items and behind tildes, and none inside Markdown, comments or code', () => {
  const text = [
    '````md',
    '```lab',
    'not a script',
    '```',
    '````',
    '<!--',
    '```lab',
    '```',
    '-->',
    '1. item',
    '',
    '   ~~~lab as-root',
    '   p> s = socket()',
    '   ~~~',
    '',
    '    indented code',
    '',
    '```lab',
    'p> s = socket()',
    '```',
  ].join('\r\n');
  const { scripts, diagnostics } = parseLabFile(text, 'lab.md');
  expect(diagnostics).toEqual([]);
  expect(scripts.map(({ line, asRoot, steps }) => ({ line, asRoot, steps: steps.length }))).toEqual([
    { line: 12, asRoot: true, steps: 1 },
    { line: 18, asRoot: false, steps: 1 },
  ]);
});

it('lets a program use a plain value of another, such as a port that the kernel chose', () => {
  const { diagnostics } = parseLabFile(
    '```lab\nserver> s = socket()\nserver> _, port = s.getsockname()\nclient> c = socket()\nclient> c.connect(("127.0.0.1", port))\n```',
    'lab.md',
  );
  expect(diagnostics).toEqual([]);
});

it('lets programs have similar names on purpose, and comments say what they like', () => {
  const { diagnostics } = parseLabFile(
    [
      '```lab',
      'client1> c = socket()',
      'client1> c.fileno() # blocks nobody',
      'client2> c = socket() # `c` returns',
      'client-a> c = socket()',
      'client-b> c = socket()',
      'client-b> c.fileno()',
      'a> c = socket()',
      'b> c = socket()',
      'b> c.fileno()',
      '```',
    ].join('\n'),
    'lab.md',
  );
  expect(diagnostics).toEqual([]);
});

it('distinguishes numbers that begin with a point from methods', () => {
  expect(stepsOf('p> s = socket()', 'p> s.gettimeout()', 'returns .5')[1]).toMatchObject({
    expectation: { value: { value: { float: 0.5 } } },
  });
});

it('knows that a thread is free again once its call was interrupted', () => {
  const { diagnostics } = parseLabFile(
    '```lab\nserver> s = socket()\nserver> s.accept()\nblocks\ninterrupt server\nserver> s.close()\n```',
    'lab.md',
  );
  expect(diagnostics).toEqual([]);
});
