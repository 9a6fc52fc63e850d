import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { sourceCommand } from '../../scripts/project/compile.mjs';
import { fitConnections, fitLab, readMachine, whyMemoryIsShort } from '#server/process/machine-limits.ts';

const roomy = { descriptors: null, networks: null, tcpBytes: null };

it.each([
  [null, { all: 2_048, each: 512 }],
  [20_000, { all: 2_048, each: 512 }],
  [1_024, { all: 384, each: 192 }],
  [700, { all: 222, each: 111 }],
])('with %s descriptors the front has %j', (descriptors, limits) => {
  const fitted = fitConnections({ all: 2_048, each: 512 }, { ...roomy, descriptors });
  expect(fitted.ok && fitted.value.limits).toEqual(limits);
  expect(fitted.ok && fitted.value.lowered.length).toBe(limits.all < 2_048 ? 1 : 0);
});

it('says what was lowered and why, and refuses what serves nobody', () => {
  const low = fitConnections({ all: 2_048, each: 512 }, { ...roomy, descriptors: 700 });
  expect(low.ok && low.value.lowered[0]?.sentence).toBe(
    'HTTP_CONNECTIONS is 222 instead of 2048: a process may have 700 descriptors (ulimit -n).',
  );
  const none = fitConnections({ all: 2_048, each: 512 }, { ...roomy, descriptors: 256 });
  expect(!none.ok && none.error.code).toBe('DESCRIPTORS_TOO_FEW');
});

it.each([
  ['everything', {}, { sessions: 400, sockets: 64 }, []],
  ['fewer sockets first', { descriptors: 20_000 }, { sessions: 400, sockets: 44 }, ['LAB_SOCKETS']],
  [
    'fewer sessions then',
    { descriptors: 1_024 },
    { sessions: 45, sockets: 16 },
    ['LAB_SOCKETS', 'LAB_SESSIONS'],
  ],
  ['fewer networks', { networks: 100 }, { sessions: 84, sockets: 64 }, ['LAB_SESSIONS']],
])('gives a lab %s with %j', (_, machine, limits, lowered) => {
  const fitted = fitLab({ sessions: 400, sockets: 64 }, { ...roomy, ...machine });
  expect(fitted.ok && fitted.value.limits).toEqual(limits);
  expect(fitted.ok && fitted.value.lowered.map(({ variable }) => variable)).toEqual(lowered);
});

it.each([
  [{ descriptors: 70 }, 'DESCRIPTORS_TOO_FEW'],
  [{ networks: 0 }, 'NETWORKS_TOO_FEW'],
])('refuses a lab with %j', (machine, code) => {
  const fitted = fitLab({ sessions: 400, sockets: 64 }, { ...roomy, ...machine });
  expect(!fitted.ok && fitted.error.code).toBe(code);
});

it('adds nothing to what was asked for', () => {
  const fitted = fitLab({ sessions: 10, sockets: 4 }, { ...roomy, descriptors: 150 });
  expect(fitted.ok && fitted.value.limits).toEqual({ sessions: 9, sockets: 4 });
});

it('says when the buffers of all sessions are more than TCP may hold', () => {
  const wanted = { sessions: 400, bufferedBytes: 8 * 1024 ** 2 };
  expect(whyMemoryIsShort(wanted, { ...roomy, tcpBytes: 1024 ** 3 })).toContain(
    'more than 128 of 400 sessions',
  );
  expect(whyMemoryIsShort(wanted, { ...roomy, tcpBytes: 4 * 1024 ** 3 })).toBeNull();
  expect(whyMemoryIsShort(wanted, roomy)).toBeNull();
});

it('reads what there is, and nothing where there is nothing', () => {
  const files = new Map([
    [
      '/proc/self/limits',
      'Max cpu time   unlimited  unlimited  seconds\nMax open files            700      20000    files\n',
    ],
    ['/proc/sys/user/max_net_namespaces', '15403\n'],
    ['/proc/sys/net/ipv4/tcp_mem', '100\t200\t300\n'],
  ]);
  expect(readMachine((path) => files.get(path) ?? null)).toEqual({
    descriptors: 700,
    networks: 15_403,
    tcpBytes: 300 * 4_096,
  });
  expect(readMachine(() => null)).toEqual(roomy);
  expect(
    readMachine(() => 'Max open files            unlimited            unlimited            files'),
  ).toEqual(roomy);
});

it('reads the limit that a shell sets', async ({ skip }) => {
  skip(process.platform !== 'linux', 'Only Linux has /proc.');
  const argv = sourceCommand('test/server/machine.ts');
  const { stdout } = await promisify(execFile)('sh', ['-c', 'ulimit -n 700; exec "$@"', 'sh', ...argv]);
  expect(JSON.parse(stdout)).toMatchObject({ descriptors: 700 });
});
