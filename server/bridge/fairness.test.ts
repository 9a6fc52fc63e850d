import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faults } from '#lib/lab/protocol/faults.ts';
import { LabClient } from '#test/server/lab-client.ts';
import { RawPeer } from '#test/server/raw-peer.ts';
import { type RunningSidecar, startSidecar } from '#test/server/sidecar.ts';

const calls = 4_000;

let sidecar: RunningSidecar;
beforeAll(async () => {
  sidecar = await startSidecar({
    LAB_CALLS_PER_SECOND: '100000',
    LAB_UNACKNOWLEDGED_BYTES: String(64 * 1024 * 1024),
    LAB_PING_MS: '600000',
    LAB_OPEN_TIMEOUT_MS: '600000',
  });
});
afterAll(async () => {
  expect(await sidecar.stop()).toBe(0);
});

function count(peer: RawPeer, text: string): number {
  return peer.received.toString('latin1').split(text).length - 1;
}

it('does the calls of one browser between those of another that sends thousands at once', async () => {
  const honest = await LabClient.open({ at: sidecar.socketPath });
  const { peer: greedy } = await RawPeer.handshake(sidecar.socketPath);
  const frames = Array.from({ length: calls }, (_, id) =>
    greedy.encoded(
      Buffer.from(
        `{"type":"call","id":${id + 1},"program":"a","call":{"name":"gethostbyname","args":["localhost"]}}`,
      ),
    ),
  );
  greedy.socket.write(Buffer.concat([greedy.encoded(Buffer.from('{"type":"open"}')), ...frames]));
  while (count(greedy, '"type":"returned"') === 0) await once(greedy.socket, 'data');
  const before = count(greedy, '"type":"returned"');
  for (let call = 0; call < 4; call += 1) await honest.call('a', { name: 'gethostname', args: [] });
  const between = (count(greedy, '"type":"returned"') - before) / 4;
  // Of what the kernel hands over at once, it would be some 400.
  expect(between).toBeLessThan(calls / 20);
  while (count(greedy, '"type":"returned"') < calls) await once(greedy.socket, 'data');
  greedy.socket.destroy();
  await honest.done();
});

it('ends a connection without a session that floods with pongs, and says why in a frame', async () => {
  const { peer } = await RawPeer.handshake(sidecar.socketPath);
  const pong = peer.encoded(Buffer.alloc(0), { opcode: 10 });
  peer.socket.write(Buffer.concat(Array<Buffer>(1_000).fill(pong)));
  await peer.ended();
  expect(peer.received.includes('"code":"FLOOD"')).toBe(true);
});

it('ends a connection without a session that floods with pings, and answers few of them', async () => {
  const { peer } = await RawPeer.handshake(sidecar.socketPath);
  const ping = peer.encoded(Buffer.alloc(0), { opcode: 9 });
  peer.socket.write(Buffer.concat(Array<Buffer>(1_000).fill(ping)));
  await peer.ended();
  expect(peer.received.length).toBeLessThan(1_000);
});

it('ends a session’s connection that floods with pongs, and keeps the session', async () => {
  const client = await LabClient.open({ at: sidecar.socketPath });
  const closed = client.closed();
  for (let pong = 0; pong < 1_000; pong += 1) client.webSocket.pong();
  expect(await closed).toMatchObject({ code: faults.FLOOD.close });
  await client.reconnect();
  await client.done();
});

it('takes a pong now and then from a browser that answers no ping with it', async () => {
  const client = await LabClient.open({ at: sidecar.socketPath });
  for (let pong = 0; pong < 20; pong += 1) client.webSocket.pong();
  expect((await client.call('a', { name: 'gethostname', args: [] })).ok).toBe(true);
  await client.done();
});

it('ends a connection whose message comes in pieces without end, be they empty', async () => {
  const { peer } = await RawPeer.handshake(sidecar.socketPath);
  // Without FIN, opcode 0 continues the message.
  const [first, more] = [
    peer.encoded(Buffer.from('{'), { fin: false }),
    peer.encoded(Buffer.alloc(0), { fin: false, opcode: 0 }),
  ];
  peer.socket.write(Buffer.concat([first, ...Array<Buffer>(100).fill(more)]));
  await peer.ended();
  expect(peer.received.includes(Buffer.from([0x88, 2, 1008 >> 8, 1008 & 0xff]))).toBe(true);
});
