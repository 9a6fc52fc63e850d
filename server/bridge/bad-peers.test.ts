import { afterAll, beforeAll, expect, it } from 'vitest';
import { faults } from '#lib/lab/protocol/faults.ts';
import { LabClient } from '#test/server/lab-client.ts';
import { RawPeer } from '#test/server/raw-peer.ts';
import { type RunningSidecar, startSidecar } from '#test/server/sidecar.ts';

let sidecar: RunningSidecar;
beforeAll(async () => {
  sidecar = await startSidecar({
    LAB_OPEN_TIMEOUT_MS: '300',
    LAB_PING_MS: '150',
    LAB_CALLS_PER_SECOND: '20',
  });
});
afterAll(async () => {
  expect(await sidecar.stop()).toBe(0);
});

const connect = (headers = {}) => LabClient.connect({ at: sidecar.socketPath, headers });
const open = (headers = {}) => LabClient.open({ at: sidecar.socketPath, headers });

it.each([
  ['no Origin', { Origin: null }, 403],
  ['Origin null', { Origin: 'null' }, 403],
  ['another Origin', { Origin: 'http://evil.example' }, 403],
  ['the Origin of another port', { Origin: 'http://localhost:3001' }, 403],
  ['the Origin of another scheme', { Origin: 'https://localhost:3000' }, 403],
  ['an Origin that begins like the right one', { Origin: 'http://localhost:3000.evil.example' }, 403],
  ['another Host', { Host: 'evil.example:3000' }, 403],
  ['the right Host on another port', { Host: 'localhost:3001' }, 403],
  ['no Host', { Host: null }, 403],
  ['no subprotocol', { 'Sec-WebSocket-Protocol': null }, 400],
  ['another subprotocol', { 'Sec-WebSocket-Protocol': 'ackademy.lab.1, chat' }, 400],
  ['no key', { 'Sec-WebSocket-Key': null }, 400],
])('answers a handshake with %s by refusing', async (_what, headers, expected) => {
  const { peer, status } = await RawPeer.handshake(sidecar.socketPath, headers);
  await peer.ended();
  expect(status).toBe(expected);
});

it('answers a handshake at another path with 404', async () => {
  const { peer, status } = await RawPeer.handshake(sidecar.socketPath, {}, '/lab/socket/');
  await peer.ended();
  expect(status).toBe(404);
});

it('speaks the subprotocol and no compression, whatever else is offered', async () => {
  const { peer, answer } = await RawPeer.handshake(sidecar.socketPath, {
    'Sec-WebSocket-Protocol': 'chat, ackademy.lab.2',
    'Sec-WebSocket-Extensions': 'permessage-deflate',
  });
  peer.socket.destroy();
  expect(answer).toMatch(/^HTTP\/1\.1 101 /);
  expect(answer).toMatch(/Sec-WebSocket-Protocol: ackademy\.lab\.2\r\n/);
  expect(answer).not.toMatch(/Extensions/);
});

it('takes one request a connection, so that no browser can append one with a peer of its own', async () => {
  const { peer } = await RawPeer.handshake(
    sidecar.socketPath,
    { Upgrade: null, Connection: null },
    '/lab/healthz',
    'GET /lab/metrics HTTP/1.1\r\nHost: localhost:3000\r\nX-Ackademy-Peer: 127.0.0.1\r\n\r\n',
  );
  await peer.ended();
  expect(peer.received.toString()).toContain('"status":"ok"');
  expect(peer.received.toString()).not.toContain('ackademy_sessions');
});

const call = (args: string) =>
  `{"type":"call","id":1,"program":"a","call":{"name":"send","fd":3,"args":${args}}}`;
const badMessages: [what: string, message: string | Buffer, code: keyof typeof faults][] = [
  ['a binary message', Buffer.from('{"type":"open"}'), 'MESSAGE_NOT_TEXT'],
  ['broken JSON', '{"type":', 'MESSAGE_NOT_JSON'],
  ['nothing', '', 'MESSAGE_NOT_JSON'],
  ['JSON that is no object', '[]', 'MESSAGE_UNKNOWN'],
  ['an unknown type', '{"type":"shell"}', 'MESSAGE_UNKNOWN'],
  ['an unknown key', '{"type":"open","root":true}', 'MESSAGE_UNKNOWN'],
  ['a key that would change the prototype', '{"type":"open","__proto__":{}}', 'MESSAGE_UNKNOWN'],
  [
    'an unknown call',
    '{"type":"call","id":1,"program":"a","call":{"name":"fork","args":[]}}',
    'MESSAGE_UNKNOWN',
  ],
  ['a program with a name that is none', '{"type":"exit","program":"../a"}', 'MESSAGE_UNKNOWN'],
  ['32,000 lists in each other', call('['.repeat(32_000) + ']'.repeat(32_000)), 'MESSAGE_UNKNOWN'],
  [
    '6,000 tuples in each other',
    call(`[${'{"tuple":['.repeat(3_000)}${']}'.repeat(3_000)}]`),
    'MESSAGE_UNKNOWN',
  ],
  ['60 kB that are no values', call(`[[${Array(255).fill('{}').join(',')}]]`), 'MESSAGE_UNKNOWN'],
  ['a call before open', call('[]'), 'NOT_OPENED'],
  ['a message of more than 64 KiB', ' '.repeat(65_537), 'MESSAGE_TOO_LONG'],
];
it.each(badMessages)(
  'ends a connection that sends %s, and says why in a frame',
  async (_what, message, code) => {
    const client = await connect();
    const closed = client.closed();
    client.webSocket.send(message);
    expect(await closed).toMatchObject({ code: faults[code].close });
    expect(client.error).toMatchObject({ code, help: faults[code].help });
  },
);

it('ends a connection that sends broken UTF-8, and says why in a frame', async () => {
  const { peer } = await RawPeer.handshake(sidecar.socketPath);
  peer.frame(Buffer.from([0x22, 0xc3, 0x28, 0x22]));
  while (!peer.received.includes('MESSAGE_NOT_UTF8'))
    await new Promise((resolve) => peer.socket.once('data', resolve));
  peer.frame(Buffer.from([3, 0xef]), { opcode: 8 });
  await peer.ended();
  expect(peer.received.includes(Buffer.from([0x88, 18, 1007 >> 8, 1007 & 0xff]))).toBe(true);
});

it('ends a connection whose frame only says that it is long', async () => {
  const { peer } = await RawPeer.handshake(sidecar.socketPath);
  peer.frame(Buffer.from('{'), { announced: 1_000_000_000 });
  while (!peer.received.includes('MESSAGE_TOO_LONG'))
    await new Promise((resolve) => peer.socket.once('data', resolve));
  peer.socket.destroy();
});

it('says where in a message it is not of the protocol', async () => {
  const client = await connect();
  const closed = client.closed();
  client.webSocket.send(call('[1, [[[[1]]]]]'));
  await closed;
  expect(client.error?.message).toContain('call.args.1');
});

it('ends a connection that opens twice, and keeps its session', async () => {
  const client = await open();
  const closed = client.closed();
  client.send({ type: 'open' });
  expect(await closed).toMatchObject({ code: faults.ALREADY_OPENED.close });
  await client.reconnect();
  expect((await client.call('a', { name: 'socket', args: [] })).ok).toBe(true);
  await client.done();
});

it('ends a connection that does not open in time', async () => {
  const client = await connect();
  expect(await client.closed()).toMatchObject({ code: faults.OPEN_TIMEOUT.close });
  expect(client.error?.code).toBe('OPEN_TIMEOUT');
});

it('ends a connection that does not answer pings', async () => {
  const { peer } = await RawPeer.handshake(sidecar.socketPath);
  peer.frame(Buffer.from('{"type":"open"}'));
  await peer.ended();
  await sidecar.logged('no answer to a ping');
});

it('refuses calls that come too fast, each with its id, and carries out the next one after a while', async () => {
  const client = await open();
  const ids = Array.from({ length: 60 }, () => client.newId());
  for (const id of ids)
    client.send({ type: 'call', id, program: 'a', call: { name: 'gethostname', args: [] } });
  const answers = () =>
    client.events.flatMap((event) => (event.type === 'returned' || event.type === 'refused' ? [event] : []));
  await client.until(() => answers().length === ids.length);
  const refused = answers().filter((event) => event.type === 'refused');
  expect(refused.length).toBeGreaterThan(30);
  expect(refused[0]).toMatchObject({ code: 'CALLS_PER_SECOND' });
  expect(
    answers()
      .map(({ id }) => id)
      .sort((a, b) => Number(a) - Number(b)),
  ).toEqual(ids);
  const answerOf = async (id: number) => {
    client.send({ type: 'call', id, program: 'a', call: { name: 'gethostname', args: [] } });
    await client.until(() => answers().some((answer) => answer.id === id));
    return answers().find((answer) => answer.id === id)?.type;
  };
  while ((await answerOf(client.newId())) === 'refused');
  await client.done();
});

it('ends a connection that floods', async () => {
  const client = await open();
  const closed = client.closed();
  for (let id = 1; id <= 1_000; id += 1)
    client.send({ type: 'call', id, program: 'a', call: { name: 'gethostname', args: [] } });
  expect(await closed).toMatchObject({ code: faults.FLOOD.close });
  await client.reconnect();
  await client.done();
});

it('has a limit for the sessions of an address, where an IPv6 network counts as one, and one for all', async () => {
  const small = await startSidecar({ LAB_SESSIONS: '6', LAB_SESSIONS_PER_ADDRESS: '4' });
  const clients: LabClient[] = [];
  const codeFor = async (peer: string) => {
    const client = await LabClient.connect({ at: small.socketPath, headers: { 'x-ackademy-peer': peer } });
    client.send({ type: 'open' });
    await client.until(() => client.error !== null || client.events.length > 0);
    if (client.error === null) clients.push(client);
    return client.error?.code ?? 'opened';
  };
  try {
    for (const last of [1, 2, 3, 4]) expect(await codeFor(`2001:db8:1:2::${last}`)).toBe('opened');
    expect(await codeFor('2001:db8:1:2:ffff::5')).toBe('SESSIONS_OF_ADDRESS');
    expect(await codeFor('2001:db8:1:3::1')).toBe('opened');
    expect(await codeFor('192.0.2.1')).toBe('opened');
    expect(await codeFor('192.0.2.2')).toBe('SESSIONS_FULL');
    await clients.shift()?.done();
    // Its room is free when the kernel has taken back what it had.
    while ((await codeFor('2001:db8:1:2::6')) !== 'opened');
  } finally {
    await small.stop();
  }
});

it('logs who was refused and why, and neither tokens nor what was sent', async () => {
  const client = await open();
  const { token } = client.resume;
  await client.call('a', { name: 'gethostbyname', args: ['a-secret-of-the-student'] });
  const { session } = client.resume;
  await client.reconnect();
  await client.done();
  await sidecar.logged(`"session":"${session}","msg":"session closed"`);
  expect(sidecar.log()).toContain('ORIGIN_FORBIDDEN');
  expect(sidecar.log()).not.toContain(token);
  expect(sidecar.log()).not.toContain('a-secret-of-the-student');
});
