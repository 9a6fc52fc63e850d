import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { wholeProcess } from '#lib/failures/guard.ts';
import { readStat, usableMs, watchTurns } from '#server/front/watchdog.ts';
import { sourceCommand } from '../../scripts/project/compile.mjs';
import { watchdogFd, watchdogVariable } from '#server/process/watchdog-channel.ts';

const patience = { askEveryMs: 50, stuckMs: 1_000, startMs: 60_000 };

/** A process that does `work` once it has answered the watchdog. */
function start(work: string) {
  const spin =
    'const spin = (ms) => { for (const until = performance.now() + ms; performance.now() < until;); };';
  const [file = '', ...args] = sourceCommand('test/server/watched-work.ts', [`${spin}\n${work}`]);
  const child = spawn(file, args, {
    env: { ...process.env, [watchdogVariable]: '1' },
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  });
  const channel = child.stdio[watchdogFd];
  const { pid, stdout, stdin } = child;
  if (pid === undefined || !(channel instanceof Duplex) || stdout === null || stdin === null)
    throw new Error('It was not started.');
  const stuck = new Promise<'stuck'>((resolve) => {
    const stop = watchTurns({ pid, channel }, patience, wholeProcess, () => resolve('stuck'));
    child.once('exit', stop);
  });
  const answered = once(channel, 'data').then(() => stdin.write('go'));
  return {
    child,
    stuck,
    answered,
    finished: new Promise<'finished'>((resolve) =>
      createInterface(stdout).on('line', (line) => line === 'finished' && resolve('finished')),
    ),
    end: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** Three times what is allowed without a turn, in pieces of `pieceMs`. */
const pieces = (pieceMs: number, next: string) => `
  let left = ${(3 * patience.stuckMs) / pieceMs};
  const work = () => {
    spin(${pieceMs});
    if (--left > 0) ${next}(work);
    else process.stdout.write('finished\\n');
  };
  work();`;

it.each([
  ['works without a pause in short pieces', pieces(5, 'setImmediate')],
  ['works in long pieces', pieces(300, 'setTimeout')],
  ['has nothing to do', `setTimeout(() => process.stdout.write('finished\\n'), ${2 * patience.stuckMs})`],
])('leaves a process alone that %s', async (_, work) => {
  const { stuck, finished, end } = start(work);
  try {
    expect(await Promise.race([stuck, finished])).toBe('finished');
  } finally {
    await end();
  }
});

it.each([
  ['loops without end', 'while (true);'],
  ['never comes to the end of a turn', 'const next = () => process.nextTick(next); next();'],
  ['sleeps in a call', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);'],
])('finds a process that %s', async (_, work) => {
  const { stuck, end } = start(work);
  try {
    expect(await stuck).toBe('stuck');
  } finally {
    await end();
  }
});

it('finds a process that is stopped', async () => {
  const { child, answered, stuck, end } = start('');
  try {
    await answered;
    child.kill('SIGSTOP');
    expect(await stuck).toBe('stuck');
  } finally {
    await end();
  }
});

const running = (processorMs: number) => ({ isRunnable: true, processorMs });
const asleep = (processorMs: number) => ({ isRunnable: false, processorMs });

it.each([
  ['all of the interval, where it slept through it', running(70), asleep(70), 1_000],
  ['what it got of a processor, where it wanted one', running(70), running(90), 20],
  ['nothing, where it got none', running(70), running(70), 0],
  ['no more than the interval, where the interval was late', running(70), running(9_000), 1_000],
  ['all of the interval, where the system shows nothing', null, null, 1_000],
])('counts %s', (_, before, now, expected) => {
  expect(usableMs(1_000, before, now)).toBe(expected);
});

it('reads what the kernel shows of a thread, whatever its name is', () => {
  const rest = '1 1 0 0 -1 4194304 9 0 0 0 12 3 0 0 20 0 1 0 5';
  expect(readStat(`7 (a) R 9) R ${rest}`)).toEqual(running(150));
  expect(readStat(`7 (node) T ${rest}`)).toEqual(asleep(150));
  expect(readStat('')).toBeNull();
});
