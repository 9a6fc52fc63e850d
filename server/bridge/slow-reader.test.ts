import { once } from 'node:events';
import { expect, it } from 'vitest';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import { connectPair } from '#test/server/echo.ts';
import { LabClient } from '#test/server/lab-client.ts';
import { residentBytes } from '#test/server/measure.ts';
import { RawPeer } from '#test/server/raw-peer.ts';
import { startSidecar } from '#test/server/sidecar.ts';

const keptBytes = 64 * 1024;

const message = (id: number) =>
  Buffer.from(
    JSON.stringify({
      type: 'call',
      id,
      program: 'a',
      call: { name: 'gethostbyname', args: ['x'.repeat(4_000)] },
    }),
  );

const chunkBytes = 65_536;

it('keeps what a browser does not read within a bound, and loses none of it', async () => {
  const sidecar = await startSidecar({
    LAB_UNACKNOWLEDGED_BYTES: String(keptBytes),
    LAB_CALLS_PER_SECOND: '100000',
  });
  const browsers = 20;
  const rounds = 50;
  try {
    const clients: LabClient[] = [];
    for (let count = 0; count < browsers; count += 1) {
      const client = await LabClient.open({ at: sidecar.socketPath });
      await connectPair(client);
      clients.push(client);
    }
    const before = residentBytes(sidecar);
    for (const client of clients) {
      client.webSocket.pause();
      for (let round = 0; round < rounds; round += 1) {
        const bytes = { bytes: 'eA==', times: chunkBytes };
        client.begin('client', { name: 'sendall', fd: 3, args: [bytes] });
        client.begin('server', { name: 'recv', fd: 4, args: [chunkBytes] });
      }
    }
    await sidecar.logged('session paused', browsers);
    // All of it would be 88 MB, and more on the heap.
    expect(residentBytes(sidecar) - before).toBeLessThan(64 * 1024 * 1024);

    for (const client of clients) {
      client.webSocket.resume();
      const results = () =>
        client.events.flatMap((event) =>
          event.type === 'returned' && event.program === 'server' ? [event] : [],
        );
      await client.until(() => results().length === 5 + rounds);
      await client.done();
    }
  } finally {
    await sidecar.stop();
  }
});

it('pauses for a browser that reads late, and goes on without a gap when it has read', async () => {
  const sidecar = await startSidecar({
    LAB_UNACKNOWLEDGED_BYTES: String(keptBytes),
    LAB_CALLS_PER_SECOND: '100000',
  });
  try {
    const client = await LabClient.open({ at: sidecar.socketPath });
    client.webSocket.pause();
    const calls = 30;
    for (let id = 1; id <= calls; id += 1) client.webSocket.send(message(id).toString());
    await sidecar.logged('session paused');
    client.webSocket.resume();
    const returned = ({ type }: LabEvent) => type === 'returned' || type === 'refused';
    await client.until(() => client.events.filter(returned).length === calls);
    expect(client.events).toContainEqual(expect.objectContaining({ type: 'notice', code: 'PAUSED' }));
    await client.done();
  } finally {
    await sidecar.stop();
  }
});

it('carries no call out twice when the connection drops while the session is paused', async () => {
  const sidecar = await startSidecar({
    LAB_UNACKNOWLEDGED_BYTES: String(keptBytes),
    LAB_CALLS_PER_SECOND: '100000',
  });
  try {
    const client = await LabClient.open({ at: sidecar.socketPath });
    client.webSocket.pause();
    const calls = 20;
    for (let count = 0; count < calls; count += 1)
      client.begin('a', { name: 'gethostbyname', args: ['x'.repeat(4_000)] });
    await sidecar.logged('session paused');
    // The client sends again what the sidecar has not answered.
    await client.reconnect();
    const entered = () => client.events.flatMap((event) => (event.type === 'entered' ? [event.id] : []));
    await client.until(() => entered().includes(calls));
    await client.call('a', { name: 'gethostname', args: [] });
    expect(entered()).toEqual(Array.from({ length: calls + 1 }, (_, index) => index + 1));
    await client.done();
  } finally {
    await sidecar.stop();
  }
});

it('ends the connection of a browser that keeps sending while it does not read', async () => {
  const sidecar = await startSidecar({
    LAB_UNACKNOWLEDGED_BYTES: String(keptBytes),
    LAB_CALLS_PER_SECOND: '100000',
  });
  try {
    const { peer } = await RawPeer.handshake(sidecar.socketPath);
    peer.socket.pause();
    peer.frame(Buffer.from('{"type":"open"}'));
    for (let id = 1; id <= 20; id += 1) peer.frame(message(id));
    await sidecar.logged('session paused');
    for (let id = 21; id <= 320; id += 1) peer.frame(Buffer.from(`{"type":"exit","id":${id},"program":"a"}`));
    peer.socket.resume();
    while (!peer.received.includes('"code":"FLOOD"')) await once(peer.socket, 'data');
    await sidecar.logged('"reason":"FLOOD"');
  } finally {
    await sidecar.stop();
  }
});

it('gives a browser nothing for acknowledging what it does not read', async () => {
  const sidecar = await startSidecar({
    LAB_UNACKNOWLEDGED_BYTES: String(keptBytes),
    LAB_CALLS_PER_SECOND: '100000',
  });
  try {
    const { peer } = await RawPeer.handshake(sidecar.socketPath);
    peer.frame(Buffer.from('{"type":"open"}'));
    while (!peer.received.includes('"type":"opened"')) await once(peer.socket, 'data');
    peer.socket.pause();
    const calls = 1_000;
    for (let id = 1; id <= calls; id += 1) {
      peer.frame(message(id));
      // Of `opened`, and of an `entered` and a `returned` for each call.
      peer.frame(Buffer.from(`{"type":"acknowledge","seq":${1 + 2 * id}}`));
    }
    await sidecar.logged('session paused');
    await sidecar.logged('"msg":"connection closed"');
    peer.socket.resume();
    await peer.ended();
    // The limit, and what the buffers of the kernel hold; the calls would bring 4 MB.
    expect(peer.received.length).toBeLessThan(1_000_000);
  } finally {
    await sidecar.stop();
  }
});

it('ends the connection of a browser that pings and does not read the answers, long before the next ping', async () => {
  const sidecar = await startSidecar({ LAB_PING_MS: '600000' });
  try {
    const { peer } = await RawPeer.handshake(sidecar.socketPath);
    peer.frame(Buffer.from('{"type":"open"}'));
    peer.socket.pause();
    const payload = Buffer.alloc(125);
    const ping = () => {
      for (let count = 0; count < 100; count += 1) peer.frame(payload, { opcode: 9 });
      if (!peer.socket.writableNeedDrain) setImmediate(ping);
    };
    peer.socket.on('drain', ping);
    ping();
    await sidecar.logged('"msg":"connection closed"');
    peer.socket.destroy();
  } finally {
    await sidecar.stop();
  }
});
