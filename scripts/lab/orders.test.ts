import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lab } from '#test/scripts/lab-command.ts';
import type { RunReport } from './print-run.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-orders-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const front = '---\ndeck: d\ntitle: D\n---\n\n';
const server = "1. `s = socket()`\n2. `s.bind(('127.0.0.1', 65000))`\n3. `s.listen(1)`\n4. `s.accept()`\n";
const client = "1. `c = socket()`\n2. `c.connect(('127.0.0.1', 65000))`\n3. `c.close()`\n";
const companions =
  "```lab beside\nserver> s = socket()\nserver> s.bind(('127.0.0.1', 65000))\nserver> s.listen(1)\nserver> conn, addr = s.accept()\n```\n";
const free = '**Free:** `s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)` after 1';

function card(id: string, body: string): string {
  return `## ${id} <!-- id: ${id}; order -->\n${body}\n`;
}

function write(...cards: readonly string[]): string {
  const file = join(folder, 'd.md');
  writeFileSync(file, front + cards.join('\n'));
  return file;
}

async function run(file: string): Promise<{ code: number | null; report: RunReport }> {
  const { code, out } = await lab(['run', '--json', file]);
  return { code, report: JSON.parse(out) as RunReport };
}

it('runs the right orders of a deck, of which the last call may wait', async () => {
  const file = write(
    card('server', `${server}\n${free} before 4\n`),
    card('client', `${client}\n${companions}`),
    card('words', '1. one\n2. two\n'),
  );
  const { code, report } = await run(file);
  expect({ code, ...report }).toMatchObject({ code: 0, passed: 2, failed: 0, errors: 0, warnings: 0 });
  expect(report.files[0]?.orders.map(({ line, result }) => [line, result])).toEqual([
    [6, 'passed'],
    [15, 'passed'],
  ]);
});

it('names the step at which the right order fails, what the kernel says, and the way out', async () => {
  const file = write(card('client', client));
  const { code, out } = await lab(['run', file]);
  expect(code).toBe(1);
  const reported = out.split('\n');
  expect(reported.slice(0, 5)).toEqual([
    `${file}:8:1 error LAB_ORDER_FAILED: the right order of this card fails on the kernel`,
    " 8 | 2. `c.connect(('127.0.0.1', 65000))`",
    '   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    "expected: `c.connect(('127.0.0.1', 65000))` works in the right order",
    'observed: raises ConnectionRefusedError: [Errno 111] Connection refused (ECONNREFUSED)',
  ]);
  expect(reported[5]).toMatch(/^help: .*Start the server first/);
  expect(out).toContain(`${file}  0 passed, 1 failed\n0 passed, 1 failed, 0 skipped\n`);
});

it('reports a step that waits forever, a name without a value, and a free step that may come where it cannot', async () => {
  const late = write(card('server', `${server}\n${free}\n`));
  expect((await run(late)).report.files[0]?.orders[0]?.failure).toMatchObject({
    line: 10,
    expected: '`s.accept()` works in the right order, with each free step as late as it may come',
    observed: 'waits for a connection, and no program goes on',
  });
  const unbound = write(card('server', server.replace('s.listen', 't.listen')));
  expect((await run(unbound)).report.files[0]?.orders[0]?.failure).toMatchObject({
    line: 9,
    observed: "raises NameError: name 't' is not defined",
  });
  const early = write(card('server', `${server}\n${free.replace('after 1', 'before 4')}\n`));
  expect((await run(early)).report.files[0]?.orders[0]?.failure).toMatchObject({
    line: 12,
    column: 1,
    length: 9,
    expected: expect.stringContaining('as early as it may come') as string,
    observed: "raises NameError: name 's' is not defined",
  });
});

it('names the call that a companion program lacks, where that is surely the cause', async () => {
  const lines = companions.split('\n');
  const without = (call: string) => lines.filter((line) => !line.includes(call)).join('\n');
  const swapped = [...lines.slice(0, 2), lines[3], lines[2], ...lines.slice(4)].join('\n');
  const talks = (steps: string) => client.replace('3. `c.close()`\n', steps);
  const missing: readonly (readonly [body: string, help: RegExp | null])[] = [
    [client, /^This order has no companion program, so nobody listens on port 65000: .*```lab beside/],
    [
      `${client}\n${without('accept')}`,
      /^The companion program `server` never calls `accept\(\)`, so it has ended.*after `listen/,
    ],
    [
      `${client}\n${without('listen')}`,
      /^The companion program `server` calls `bind\(\)` and never `listen\(\)`/,
    ],
    [
      `${client}\n${without('bind')}`,
      /^The companion program `server` calls `listen\(\)` and never `bind\(\)`/,
    ],
    [
      `${client}\n${companions.replace('65000', '65001')}`,
      /^The companion program `server` binds port 65001, .* connects to port 65000/,
    ],
    [
      `${client}\n\`\`\`lab beside\nserver> s = socket()\n\`\`\`\n`,
      /^No companion program listens on port 65000/,
    ],
    [`${client}\n${swapped}`, /^The companion program `server` calls `listen\(\)` before `bind\(\)`/],
    [
      `${talks('3. `c.recv(9)`\n4. `c.close()`\n')}\n${companions.replace('s.accept()\n', 's.accept()\nserver> conn.recv(9)\n')}`,
      /^No companion program calls `send\(\)` or `sendall\(\)`/,
    ],
    [
      `${talks("3. `c.send(b'x')`\n4. `c.send(b'y')`\n")}\n${companions}`,
      /^No companion program calls `recv\(\)`/,
    ],
    [`${server}5. \`s.close()\`\n`, /^No companion program calls `connect\(\)`/],
    // The second `bind()` fails, and nothing is missing.
    [
      `${client}\n${companions.replace('server> s.listen', "server> s.bind(('127.0.0.1', 65000))\nserver> s.listen")}`,
      null,
    ],
  ];
  const { report } = await run(write(...missing.map(([body], index) => card(`c${String(index)}`, body))));
  const orders = report.files[0]?.orders;
  expect(orders).toHaveLength(missing.length);
  missing.forEach(([, help], index) => {
    const reported = orders?.[index]?.failure?.help ?? '';
    if (help === null) expect(reported).toMatch(/^No socket listens on port 65000/);
    else expect(reported).toMatch(help);
  });
});

it('takes no order of a file that is no deck', async () => {
  const file = join(folder, 'readme.md');
  writeFileSync(file, card('client', client));
  expect((await run(file)).report).toMatchObject({ passed: 0, failed: 0, files: [{ orders: [] }] });
});
