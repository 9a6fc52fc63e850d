import { describe, expect, it } from 'vitest';
import { LabClient } from '#test/server/lab-client.ts';
import { type RunningSidecar, startSidecar } from '#test/server/sidecar.ts';

describe('An abandoned session', () => {
  const limits = { LAB_SESSIONS: '4', LAB_SESSIONS_PER_ADDRESS: '2', LAB_NETWORKS_PER_SECOND: '1000' };
  const openAs = (at: string, peer: string) => LabClient.open({ at, headers: { 'x-ackademy-peer': peer } });
  const abandon = async (client: LabClient, sidecar: RunningSidecar, times: number) => {
    client.webSocket.terminate();
    await sidecar.logged('"msg":"connection closed"', times);
  };

  it('gives way to a new one of its address, the one that was abandoned first', async () => {
    const small = await startSidecar(limits);
    try {
      const [first, second] = [
        await openAs(small.socketPath, '192.0.2.1'),
        await openAs(small.socketPath, '192.0.2.1'),
      ];
      await abandon(second, small, 1);
      await abandon(first, small, 2);
      const third = await openAs(small.socketPath, '192.0.2.1');
      await first.reconnect();
      expect((await first.call('a', { name: 'gethostname', args: [] })).ok).toBe(true);
      const fourth = await LabClient.connect({
        at: small.socketPath,
        headers: { 'x-ackademy-peer': '192.0.2.1' },
      });
      fourth.send({ type: 'open', resume: second.resume });
      await fourth.until(() => fourth.error !== null);
      expect(fourth.error).toMatchObject({ code: 'RESUME_UNKNOWN' });
      const fifth = await LabClient.connect({
        at: small.socketPath,
        headers: { 'x-ackademy-peer': '192.0.2.1' },
      });
      fifth.send({ type: 'open' });
      await fifth.until(() => fifth.error !== null);
      expect(fifth.error).toMatchObject({ code: 'SESSIONS_OF_ADDRESS' });
      await Promise.all([first.done(), third.done()]);
    } finally {
      await small.stop();
    }
  });

  it('gives way to one of another address when the lab is full', async () => {
    const small = await startSidecar(limits);
    try {
      const clients: LabClient[] = [];
      for (const peer of ['192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.2'])
        clients.push(await openAs(small.socketPath, peer));
      const refused = await LabClient.connect({
        at: small.socketPath,
        headers: { 'x-ackademy-peer': '192.0.2.3' },
      });
      refused.send({ type: 'open' });
      await refused.until(() => refused.error !== null);
      expect(refused.error).toMatchObject({ code: 'SESSIONS_FULL' });
      const [gone, ...others] = clients;
      if (gone !== undefined) await abandon(gone, small, 2);
      await (await openAs(small.socketPath, '192.0.2.3')).done();
      for (const other of others) await other.done();
    } finally {
      await small.stop();
    }
  });
});
