import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ClientMessage, clientMessage } from '#lib/lab/protocol/messages.ts';
import { LabClient } from '#test/server/lab-client.ts';
import { type RunningSidecar, startSidecar } from '#test/server/sidecar.ts';

let sidecar: RunningSidecar;
beforeAll(async () => {
  sidecar = await startSidecar();
});
afterAll(async () => {
  expect(await sidecar.stop()).toBe(0);
});

const call = (id: number, targets?: string[]): ClientMessage => ({
  type: 'call',
  id,
  program: 'server',
  call: { name: 'socket', args: [] },
  ...(targets === undefined ? {} : { targets }),
});

it('repeats which variables a value goes to, and nothing where none was named', async () => {
  const client = await LabClient.open({ at: sidecar.socketPath });
  client.send(call(1, ['conn', '_']));
  expect(await client.event('entered', ({ id }) => id === 1)).toMatchObject({ targets: ['conn', '_'] });
  client.send(call(2));
  expect(await client.event('entered', ({ id }) => id === 2)).not.toHaveProperty('targets');
  await client.done();
});

it('repeats that no variable is named, which keeps nothing', async () => {
  const client = await LabClient.open({ at: sidecar.socketPath });
  client.send(call(1, []));
  expect(await client.event('entered', ({ id }) => id === 1)).toMatchObject({ targets: [] });
  await client.done();
});

it('repeats them after a lost connection', async () => {
  const client = await LabClient.open({ at: sidecar.socketPath, dropAfter: 1 });
  client.send(call(1, ['s']));
  expect(await client.event('entered', ({ id }) => id === 1)).toMatchObject({ targets: ['s'] });
  await client.done();
});

it.each([
  [['']],
  [['1st']],
  [['a b']],
  [['s.x']],
  [['ß']],
  [['x'.repeat(41)]],
  [Array.from({ length: 9 }, (_value, index) => `v${index}`)],
])('takes no targets like %j', async (targets) => {
  expect(clientMessage.safeParse(call(1, targets)).success).toBe(false);
  const client = await LabClient.open({ at: sidecar.socketPath });
  const closed = client.closed();
  client.send(call(1, targets));
  await closed;
  expect(client.error).toMatchObject({ code: 'MESSAGE_UNKNOWN' });
});
