import { once } from 'node:events';
import { request } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { expect, it } from 'vitest';
import { success } from '#lib/failures/result.ts';
import { faults } from '#lib/lab/protocol/faults.ts';
import { createBridge } from '#server/bridge/bridge.ts';
import { readOptions } from '#server/bridge/options.ts';
import type { LabKernel, LabSession, SessionOptions } from '#server/kernel/lab-kernel.ts';
import { kernel } from '#test/server/kernel-session.ts';
import { LabClient } from '#test/server/lab-client.ts';
import { origin } from '#test/server/sidecar.ts';

function bug(): never {
  throw new Error('a bug');
}

interface Run {
  readonly client: () => Promise<LabClient>;
  /** Lines of the log at level `error`. */
  readonly errors: () => readonly string[];
  readonly socketPath: string;
}

/** A bridge over the kernel, in which the first session is not what it should be. */
async function withBridge(
  first: (session: LabSession, options: SessionOptions) => Partial<LabSession>,
  work: (run: Run) => Promise<void>,
  kernelWith: Partial<LabKernel> = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ackademy-guard-'));
  const socketPath = join(folder, 'bridge.sock');
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
  let sessions = 0;
  const faulty: LabKernel = {
    ...kernel,
    openSession(options) {
      const opened = kernel.openSession(options);
      sessions += 1;
      if (!opened.ok || sessions > 1) return opened;
      const session = opened.value;
      const whole: LabSession = {
        network: session.network,
        share: session.share,
        now: () => session.now(),
        handle: (request) => session.handle(request),
        dropWaiting: () => session.dropWaiting(),
        pause: () => session.pause(),
        resume: () => session.resume(),
        close: () => session.close(),
      };
      return success({ ...whole, ...first(session, options) });
    },
    ...kernelWith,
  };
  const options = readOptions({ LAB_SOCKET: socketPath, LAB_ORIGINS: origin, LAB_IDLE_MS: '400' });
  if (!options.ok) throw new Error(options.error.message);
  const bridge = createBridge(faulty, options.value.bridge, log);
  await bridge.listen(socketPath);
  try {
    await work({
      client: () => LabClient.connect({ at: socketPath }),
      errors: () => lines,
      socketPath,
    });
  } finally {
    await bridge.close('SHUTTING_DOWN');
    await rm(folder, { recursive: true, force: true });
  }
}

/** The next session is as good as any. */
async function expectAnother({ client }: Run): Promise<void> {
  const another = await client();
  another.send({ type: 'open' });
  expect((await another.call('a', { name: 'socket', args: [] })).ok).toBe(true);
  await another.done();
}

it.each<[entry: string, first: (session: LabSession, options: SessionOptions) => Partial<LabSession>]>([
  ['a request', () => ({ handle: bug })],
  [
    'a callback of the kernel layer',
    (_, { fail }) => ({ handle: () => void setImmediate(fail, new Error()) }),
  ],
  ['the first event', () => ({ dropWaiting: bug })],
  ['a timer', (session) => ({ now: clockThatStops(session), handle: () => {} })],
])('ends the session alone where a bug is met in %s, and says so', async (_entry, first) => {
  await withBridge(first, async (run) => {
    const client = await run.client();
    const closed = client.closed();
    client.send({ type: 'open' });
    client.send({ type: 'call', id: 1, program: 'a', call: { name: 'socket', args: [] } });
    expect(await closed).toMatchObject({ code: faults.INTERNAL.close });
    const last = client.error ?? client.events.at(-1);
    expect(last).toMatchObject({ code: 'INTERNAL', message: faults.INTERNAL.message });
    expect(run.errors()[0]).toContain('a bug ends this session');
    await expectAnother(run);
  });
});

/** Can be read once, for `opened`. */
function clockThatStops(session: LabSession): () => number {
  let readings = 0;
  return () => (++readings > 1 ? bug() : session.now());
}

it('ends the connection alone where a bug is met before there is a session', async () => {
  let opened = 0;
  const openSession: LabKernel['openSession'] = (options) =>
    ++opened === 1 ? bug() : kernel.openSession(options);
  await withBridge(
    () => ({}),
    async (run) => {
      const client = await run.client();
      const closed = client.closed();
      client.send({ type: 'open' });
      expect(await closed).toMatchObject({ code: faults.INTERNAL.close });
      expect(client.error).toMatchObject({ code: 'INTERNAL' });
      expect(run.errors()[0]).toContain('a bug ends this connection');
      await expectAnother(run);
    },
    { openSession },
  );
});

it('forgets a session that cannot be closed, however its connection ended', async () => {
  const close = (session: LabSession) => () => {
    session.close();
    bug();
  };
  await withBridge(
    (session) => ({ close: close(session) }),
    async (run) => {
      const client = await run.client();
      client.send({ type: 'open' });
      await client.event('opened');
      client.webSocket.close(1000);
      await once(client.webSocket, 'close');
      await expectAnother(run);
      expect(run.errors()[0]).toContain('a bug ends this session');
    },
  );
});

it('ends a request over HTTP alone where a bug is met', async () => {
  let calls = 0;
  const counts: LabKernel['counts'] = () => (++calls === 1 ? bug() : kernel.counts());
  await withBridge(
    () => ({}),
    async (run) => {
      const { host } = new URL(origin);
      const asked = request({ socketPath: run.socketPath, path: '/lab/healthz', headers: { host } }).end();
      await once(asked, 'error');
      expect(run.errors()[0]).toContain('a bug ends this request');
      await expectAnother(run);
    },
    { counts },
  );
});
