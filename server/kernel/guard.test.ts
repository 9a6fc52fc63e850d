import { describe, expect, it } from 'vitest';
import type { TimedEvent } from '#lib/lab/protocol/messages.ts';
import { at, kernel, noPrivateNetwork, tuple, TestLab, withLab } from '#test/server/kernel-session.ts';

const isReturned = (id: number) => (event: TimedEvent) => event.type === 'returned' && event.id === id;

/** Where the event loop enters a session by itself, and what makes it throw there. */
interface Entry {
  readonly entry: string;
  readonly bug: (event: TimedEvent) => boolean;
  readonly enter: (lab: TestLab) => Promise<unknown> | void;
  readonly isPrivate?: true;
}

async function listen(lab: TestLab): Promise<void> {
  await lab.socket('server');
  await lab.call('server', 'bind', 3, at(0));
  await lab.call('server', 'listen', 3);
}

const entries: readonly Entry[] = [
  {
    entry: 'a wake-up of the poller',
    bug: (event) => event.type === 'returned' && event.program === 'server' && event.id === 4,
    async enter(lab) {
      await listen(lab);
      await lab.blocked(lab.start('server', 'accept', 3));
      await lab.socket('client');
      const address = await lab.call('server/2', 'getsockname', 3);
      lab.start('client', 'connect', 3, address);
    },
  },
  {
    entry: 'the timer of a call',
    bug: isReturned(5),
    async enter(lab) {
      await listen(lab);
      await lab.call('server', 'settimeout', 3, { float: 0.02 });
      lab.start('server', 'accept', 3);
    },
  },
  {
    entry: 'the look at the end of a turn',
    bug: (event) => event.type === 'sockets',
    enter: (lab) => void lab.start('server', 'socket', null),
  },
  {
    entry: 'a request that waited for the poller',
    bug: (event) => event.type === 'entered' && event.call.name === 'gethostname',
    async enter(lab) {
      await listen(lab);
      await lab.blocked(lab.start('server', 'accept', 3));
      // By the end of this one the poller looks at the socket, and has to release it.
      await lab.call('other', 'poll', null, [], 20);
      lab.interrupt('server');
      lab.start('server', 'gethostname', null);
    },
  },
  {
    entry: 'the timer of the observer',
    bug: (event) =>
      event.type === 'sockets' && event.changed.some(({ tcpInfo }) => (tcpInfo?.retransmissions ?? 0) > 0),
    enter: unanswered,
    isPrivate: true,
  },
  {
    entry: 'the capture',
    bug: (event) => event.type === 'segment' && event.segment.retransmission,
    enter: unanswered,
    isPrivate: true,
  },
];

/** The kernel sends the SYN again by itself. */
async function unanswered(lab: TestLab): Promise<void> {
  await lab.socket('server');
  await lab.call('server', 'bind', 3, tuple('127.0.0.1', 65_000));
  await lab.call('server', 'listen', 3);
  lab.drop('server', 3, 'in', { kind: 'all' });
  await lab.socket('client');
  lab.start('client', 'connect', 3, tuple('127.0.0.1', 65_000));
}

describe('A bug in one session', () => {
  const possible = entries.filter(({ isPrivate }) => isPrivate !== true || noPrivateNetwork === null);
  it.each(possible)('ends that session alone where it is met by $entry', async ({ bug, enter }) => {
    await withLab(async (other) => {
      const before = kernel.counts().sessions;
      const lab = new TestLab({ bug });
      await enter(lab);
      await lab.until(() => lab.failures.length > 0);
      expect(lab.failures.map(String)).toEqual([expect.stringMatching(/^Error: a bug at /)]);
      expect(kernel.counts()).toMatchObject({ sessions: before });
      expect(await other.socket('server')).toBe(3);
    });
  });
});

describe('The host of a call', () => {
  it('is the only one where none is named, and any other is refused', () =>
    withLab(async (lab) => {
      lab.session.handle({
        type: 'call',
        id: 100,
        program: 'server',
        host: 'a',
        call: { name: 'socket', args: [] },
      });
      expect(await lab.result(100)).toBe('HOST_UNKNOWN');
      expect(await lab.socket('server')).toBe(3);
      lab.session.handle({
        type: 'call',
        id: 101,
        program: 'server',
        host: 'a',
        call: { name: 'socket', args: [] },
      });
      expect(await lab.result(101)).toBe('HOST_UNKNOWN');
    }));
});
