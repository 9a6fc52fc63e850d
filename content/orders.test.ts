import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import type { Body } from '#lib/cards/prompt.ts';
import type { OrderCall, OrderScript } from '#lib/lab/order/order-script.ts';
import { readOrderCall } from '#lib/lab/order/read-order.ts';
import { rightOrders } from '#lib/deck/deck-orders.ts';
import { type OrderLimits, type OrderOutcome, type OrderReport, runOrder } from '#lib/lab/order/run-order.ts';
import type { ScriptPort } from '#lib/lab/script/run/port.ts';
import { createLabKernel } from '#server/kernel/create-lab-kernel.ts';
import type { LabKernel } from '#server/kernel/lab-kernel.ts';
import { reasonVariable } from '#server/process/private-command.mjs';
import { openSessionPort } from '../scripts/lab/session-port.ts';

type Order = Extract<Body, { kind: 'order' }>;

interface Card {
  readonly id: string;
  readonly body: Order;
  readonly script: OrderScript;
}

const deckFile = join(import.meta.dirname, 'decks', 'sockets.md');
const { deck } = readDeck(readFileSync(deckFile, 'utf8'), { file: 'sockets.md' });
const cards = deck.prompts.flatMap(({ key, body }): Card[] =>
  body.kind === 'order' && body.run !== null ? [{ id: key.split('/')[1] ?? '', body, script: body.run }] : [],
);

/** The steps as they are listed, each free one as early as it may come. */
function rightOrder({ steps, free }: Order): readonly number[] {
  return rightOrders(steps.length, free).findLast((right) => right.free !== 'late')?.placed ?? [];
}

function swapped(order: readonly number[], at: number): number[] {
  return [...order.slice(0, at), ...order.slice(at, at + 2).reverse(), ...order.slice(at + 2)];
}

/** `returned`, `EINVAL`, `NameError`, `waits for data`, `unreached`. */
function wordOf(outcome: OrderOutcome): string {
  switch (outcome.kind) {
    case 'returned':
    case 'unreached':
      return outcome.kind;
    case 'raised':
      return outcome.error.code ?? outcome.error.exception;
    case 'waits':
      return `waits for ${outcome.waitsFor}`;
    case 'refused':
      return `refused: ${outcome.refused.code}`;
    case 'lost':
      return `lost: ${outcome.reason}`;
    default:
      return outcome satisfies never;
  }
}

describe('orders that run', () => {
  let kernel: LabKernel;
  beforeAll(() => {
    kernel = createLabKernel({ hostReason: process.env[reasonVariable] ?? null });
  });
  afterAll(async () => {
    const { sockets, waitingCalls } = kernel.counts();
    await kernel.close();
    expect({ sockets, waitingCalls }).toEqual({ sockets: 0, waitingCalls: 0 });
  });

  async function run(
    script: OrderScript,
    placed: readonly number[],
    around: (port: ScriptPort) => ScriptPort = (port) => port,
  ): Promise<readonly OrderReport[]> {
    const never = new AbortController().signal;
    const opened = openSessionPort(kernel, false, never);
    if (!opened.ok) throw new Error(opened.error.message);
    try {
      const reports: OrderReport[] = [];
      for await (const report of runOrder(script, placed, around(opened.value.port), never))
        reports.push(report);
      return reports;
    } finally {
      opened.value.close();
    }
  }

  it('are in the deck', () => {
    expect(cards.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['server-order', 'client-order', 'half-close-order', 'restart-order']),
    );
  });

  it.each(
    cards.flatMap(({ id, body, script }) =>
      rightOrders(body.steps.length, body.free).map((right) => ({ id, script, ...right })),
    ),
  )('$id, free steps $free: the right order runs without an error', async ({ script, placed }) => {
    const words = (await run(script, placed)).map(({ outcome }) => wordOf(outcome));
    expect(words.slice(0, -1).filter((word) => word !== 'returned')).toEqual([]);
    // A server whose last call takes a client waits for one.
    const last = script.calls[placed.at(-1) ?? 0]?.step.call.name;
    expect(words.at(-1)).toBe(last === 'accept' ? 'waits for connection' : 'returned');
  });

  it.each(cards)(
    '$id: a wrong order fails as the kernel or Python says, waits, or is let pass',
    async ({ body, script }) => {
      const right = rightOrder(body);
      const extras = body.distractors.map((_, index) => body.steps.length + body.free.length + index);
      const wrong = [
        ...right.slice(1).map((_, at) => swapped(right, at)),
        ...extras.flatMap((extra) =>
          [...right, -1].map((_, at) => [...right.slice(0, at), extra, ...right.slice(at)]),
        ),
      ];
      const found = await Promise.all(
        wrong.map(async (order) => {
          const reports = await run(script, order);
          expect(reports.map(({ at }) => at)).toEqual(order.map((_, at) => at));
          const ended = reports.findIndex(({ outcome }) => outcome.kind !== 'returned');
          const after = ended === -1 ? [] : reports.slice(ended + 1);
          expect(after.filter(({ outcome }) => outcome.kind !== 'unreached')).toEqual([]);
          return ended === -1 ? 'passed' : (reports[ended]?.outcome.kind ?? '');
        }),
      );
      expect(found.filter((kind) => !['passed', 'raised', 'waits'].includes(kind))).toEqual([]);
      expect(found).toContain('raised');
    },
  );

  it('gives the same where every message is long under way', async () => {
    const card = cards.find(({ id }) => id === 'restart-order');
    if (card === undefined) throw new Error('there is no such card');
    const reports = await run(card.script, rightOrder(card.body), (port) => ({
      ...port,
      // The delay of a network, which is what this is about.
      send: (message) => void setTimeout(() => port.send(message), 15),
    }));
    expect(reports.map(({ outcome }) => wordOf(outcome))).toEqual(card.body.steps.map(() => 'returned'));
  });

  /** What the kernel of Linux says, step by step. */
  const table: readonly (readonly [card: string, order: string, said: string])[] = [
    ['server-order', 'bind socket listen accept', 'NameError unreached unreached unreached'],
    ['server-order', 'socket bind accept listen', 'returned returned EINVAL unreached'],
    ['server-order', 'socket listen bind accept', 'returned returned EINVAL unreached'],
    ['server-order', 'socket listen accept', 'returned returned waits for connection'],
    ['server-order', 'socket accept', 'returned EINVAL'],
    ['server-order', 'socket bind setsockopt listen', 'returned returned returned returned'],
    [
      'server-order',
      'socket bind listen accept setsockopt',
      'returned returned returned waits for connection unreached',
    ],
    ['server-order', 'socket connect', 'returned ECONNREFUSED'],
    // A socket that is bound to the port connects to itself.
    ['server-order', 'socket bind connect listen', 'returned returned returned EINVAL'],
    ['server-order', 'socket bind listen connect', 'returned returned returned EISCONN'],
    ['client-order', 'connect socket', 'NameError unreached'],
    ['client-order', 'socket sendall connect', 'returned EPIPE unreached'],
    ['client-order', 'socket recv connect', 'returned ENOTCONN unreached'],
    ['client-order', 'socket connect recv sendall', 'returned returned waits for data unreached'],
    ['client-order', 'socket connect sendall close recv', 'returned returned returned returned EBADF'],
    ['client-order', 'socket close connect', 'returned returned EBADF'],
    ['client-order', 'socket listen connect', 'returned returned EISCONN'],
    ['client-order', 'socket connect listen', 'returned returned EINVAL'],
    ['client-order', 'socket accept', 'returned EINVAL'],
    ['half-close-order', 'socket connect sendall recv', 'returned returned returned waits for data'],
    ['half-close-order', 'socket connect shutdown sendall', 'returned returned returned EPIPE'],
    ['half-close-order', 'socket shutdown', 'returned ENOTCONN'],
    ['restart-order', 'socket bind setsockopt listen', 'returned EADDRINUSE unreached unreached'],
    ['restart-order', 'socket setsockopt listen bind', 'returned returned returned EINVAL'],
  ];

  it.each(table)('%s: %s: %s', async (id, order, said) => {
    const script = cards.find((card) => card.id === id)?.script;
    if (script === undefined) throw new Error(`there is no card ${id} that runs`);
    const names = script.calls.map(({ step }) => step.call.name);
    const placed = order.split(' ').map((word) => names.findIndex((name) => name === word));
    const reports = await run(script, placed);
    expect(reports.map(({ outcome }) => wordOf(outcome)).join(' ')).toBe(said);
  });
});

describe('a program that makes its calls in some order', () => {
  let kernel: LabKernel;
  beforeAll(() => {
    kernel = createLabKernel({ hostReason: process.env[reasonVariable] ?? null });
  });
  afterAll(() => kernel.close());

  function lines(program: string, texts: readonly string[]): OrderCall[] {
    return texts.map((text) => {
      const call = readOrderCall(text);
      if (call === null) throw new Error(`${text} is no call`);
      return { ...call, step: { ...call.step, who: { ...call.step.who, program } } };
    });
  }

  async function outcomes(
    calls: readonly string[],
    { companions = [], limits, cancelAfter }: Options = {},
  ): Promise<readonly OrderOutcome[]> {
    const opened = openSessionPort(kernel, false, new AbortController().signal);
    if (!opened.ok) throw new Error(opened.error.message);
    try {
      const found: OrderOutcome[] = [];
      const script = { calls: lines('program', calls), companions: companionsOf(companions) };
      const all = script.calls.map((_, at) => at);
      const aborter = new AbortController();
      for await (const { outcome } of runOrder(script, all, opened.value.port, aborter.signal, limits))
        if (found.push(outcome) === cancelAfter) aborter.abort();
      // Before the session itself is closed.
      await expect.poll(() => kernel.counts()).toMatchObject({ sockets: 0, waitingCalls: 0 });
      return found;
    } finally {
      opened.value.close();
    }
  }

  interface Options {
    readonly companions?: readonly string[];
    readonly limits?: OrderLimits;
    /** So many outcomes after which it is cancelled. */
    readonly cancelAfter?: number;
  }

  /** `server> s = socket()` … as the reader of decks has it. */
  function companionsOf(texts: readonly string[]): OrderScript['companions'] {
    const steps = '1. `s = socket()`\n2. `s.close()`\n';
    const text = `---\ndeck: d\ntitle: D\n---\n## Q <!-- id: q; order -->\n${steps}\n\`\`\`lab beside\n${texts.join('\n')}\n\`\`\`\n`;
    const body = readDeck(text, { file: 'd.md' }).deck.prompts[0]?.body;
    return body?.kind === 'order' ? (body.run?.companions ?? []) : [];
  }

  it.each([
    [['s.listen(1)'], "NameError: name 's' is not defined"],
    [['s = socket()', 's.bind((host, 65000))'], "NameError: name 'host' is not defined"],
    [
      ['s = socket()', 'a = s.getsockname()', 'a.listen(1)'],
      "AttributeError: 'tuple' object has no attribute 'listen'",
    ],
    [
      ['s = socket()', 'a = s.fileno()', 'a.listen(1)'],
      "AttributeError: 'int' object has no attribute 'listen'",
    ],
    [
      ['s = socket()', 'n = s.listen()', 'n.close()'],
      "AttributeError: 'NoneType' object has no attribute 'close'",
    ],
    [['s = socket()', 'a, b = s.fileno()'], 'TypeError: cannot unpack non-iterable int object'],
    [['a, b = socket()'], 'TypeError: cannot unpack non-iterable socket object'],
    [
      ['s = socket()', 'a, b, c = s.getsockname()'],
      'ValueError: not enough values to unpack (expected 3, got 2)',
    ],
  ])('%j ends as Python itself ends it: %s', async (calls, said) => {
    const last = (await outcomes(calls)).at(-1);
    expect(last).toMatchObject({ kind: 'raised', by: 'python' });
    expect(last?.kind === 'raised' && `${last.error.exception}: ${last.error.message}`).toBe(said);
  });

  it('tells an error of the kernel with its number and name', async () => {
    expect(await outcomes(['s = socket()', 's.accept()'])).toMatchObject([
      { kind: 'returned', value: { socket: 3 } },
      {
        kind: 'raised',
        by: 'call',
        error: { exception: 'OSError', errno: 22, code: 'EINVAL', message: '[Errno 22] Invalid argument' },
      },
    ]);
  });

  it('does not see the variables of the programs beside it', async () => {
    expect(
      await outcomes(['s.listen(1)'], { companions: ['server> s = socket()', 'server> s.recv(1)'] }),
    ).toMatchObject([{ kind: 'raised', by: 'python', error: { exception: 'NameError' } }]);
  });

  it('waits no longer than its timeout', async () => {
    const calls = [
      's = socket()',
      "s.bind(('127.0.0.1', 65000))",
      's.listen()',
      's.settimeout(0.6)',
      's.accept()',
    ];
    expect((await outcomes(calls)).at(-1)).toMatchObject({
      kind: 'raised',
      error: { exception: 'TimeoutError' },
    });
  });

  const waiting = ['s = socket()', "s.bind(('127.0.0.1', 65000))", 's.listen()', 's.accept()', 's.close()'];

  it('ends when its time is over, whatever it waits for', async () => {
    const limits = { limitMs: 300, settleMs: 60_000, quietMs: 10 };
    const found = await outcomes(waiting, { limits });
    expect(found.slice(3)).toEqual([{ kind: 'waits', waitsFor: 'connection' }, { kind: 'unreached' }]);
  });

  it('ends at once when it is cancelled, and reports nothing more', async () => {
    const limits = { limitMs: 600_000, settleMs: 600_000, quietMs: 10 };
    const found = await outcomes(waiting, { cancelAfter: 3, limits });
    expect(found.map(({ kind }) => kind)).toEqual(['returned', 'returned', 'returned']);
  });

  it('finds a server that has begun before it, and ends, as a process does, at its own mistake', async () => {
    const companions = [
      'server> s = socket()',
      "server> s.bind(('127.0.0.1', 65000))",
      'server> s.listen()',
      'server> conn, addr = s.accept()',
      'server> s.recv(1)',
      "server> conn.send(b'never')",
    ];
    expect(
      await outcomes(['c = socket()', "c.connect(('127.0.0.1', 65000))", 'c.recv(9)'], { companions }),
    ).toMatchObject([{ kind: 'returned' }, { kind: 'returned' }, { kind: 'returned', value: { bytes: '' } }]);
  });
});
