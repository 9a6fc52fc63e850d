import { setTimeout as sleep } from 'node:timers/promises';
import { type Attack, attacker, connected, head, overAndOver, overWithin, type Target } from './attack.ts';

const upgrade = ['Connection: Upgrade', 'Upgrade: websocket'];

/** An upgrade where there is none, and the connection reset before the answer. */
const refusedUpgrades: Attack = (target) =>
  overAndOver(target, { width: 50, perSecond: 500 }, async () => {
    const socket = await connected(target.url, attacker(0));
    if (socket === null) throw new Error('away');
    const paths = ['/', '/lab', '/lab/socket', '/api/live', '/_next/webpack-hmr'];
    const path = paths[Math.floor(target.random() * paths.length)] ?? '/';
    const protocol = target.random() < 0.3 ? ['Connection: Upgrade', 'Upgrade: h2c'] : upgrade;
    await new Promise((written) => socket.write(head(path, protocol), written));
    if (target.random() < 0.5) await sleep(target.random() * 3);
    socket.resetAndDestroy();
    target.made();
  });

/** An upgrade right behind a request whose answer is still to come. */
const pipelinedUpgrades: Attack = (target) =>
  overAndOver(target, { width: 4, perSecond: 40 }, async () => {
    const socket = await connected(target.url, attacker(0));
    if (socket === null) throw new Error('away');
    socket.resume();
    const first = target.random() < 0.2 ? head('/') : head('/lab/healthz');
    const key = ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13'];
    socket.write(first + head('/lab/socket', [...upgrade, ...key]));
    target.made();
    await overWithin(socket, 200);
    socket.destroy();
  });

/** Headers that come a byte at a time. */
const slowHeaders: Attack = (target) =>
  overAndOver(target, { width: 800, perSecond: 800 }, async (index) => {
    const socket = await connected(target.url, attacker(index % 4));
    if (socket === null) throw new Error('away');
    target.made();
    socket.resume();
    socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: `);
    while (!socket.closed && !target.signal.aborted) {
      socket.write('x');
      await overWithin(socket, 500);
    }
  });

/** Connections that ask for nothing. */
const idleConnections: Attack = (target) =>
  overAndOver(target, { width: 3_000, perSecond: 1_500 }, async (index) => {
    const socket = await connected(target.url, attacker(index % 10));
    if (socket === null) throw new Error('away');
    target.made();
    socket.resume();
    await overWithin(socket, 60_000);
    socket.destroy();
  });

/** As many event streams as there may be, and more. */
const eventStreams: Attack = (target) =>
  overAndOver(target, { width: 1_200, perSecond: 300 }, async (index) => {
    const socket = await connected(target.url, attacker(index % 9));
    if (socket === null) throw new Error('away');
    target.made();
    socket.resume();
    socket.write(head('/api/live', ['Accept: text/event-stream']));
    await overWithin(socket, 60_000);
    socket.destroy();
  });

const malformed: readonly ((target: Target) => string)[] = [
  () => head('/%'),
  () => head('/%zz/decks'),
  () => head('/decks/%E0%A4%A'),
  () => head('/../../../../etc/passwd'),
  () => head('/decks/..%2f..%2f..%2fetc%2fpasswd'),
  () => head('/api/images/..%2f..%2f..%2fetc%2fpasswd'),
  () => head('/api/images/%2e%2e/%2e%2e/etc/passwd'),
  () => head('/_next/static/..\\..\\..\\etc\\passwd'),
  () => head('//evil.example/'),
  () => head('http://evil.example/'),
  () => head('*', [], 'OPTIONS'),
  () => head('/', [], 'TRACE'),
  () => head('/', [], 'CONNECT'),
  () => head('/decks/\0'),
  () => head(`/${'x'.repeat(10_000)}`),
  () => head('/', [`X: ${'x'.repeat(20_000)}`]),
  () => head('/', ['Content-Length: 5', 'Transfer-Encoding: chunked']),
  () => head('/', ['Content-Length: -1'], 'POST'),
  () => head('/', ['Expect: miracles']),
  () => 'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n',
  () => 'GET /\r\n\r\n',
  () => '\x16\x03\x01\x02\x00\x01',
  ({ random }) => Array.from({ length: 200 }, () => String.fromCharCode(random() * 256)).join(''),
];

/** Paths, methods and heads that no browser writes. */
const malformedRequests: Attack = (target) =>
  overAndOver(target, { width: 8, perSecond: 200 }, async () => {
    const socket = await connected(target.url, attacker(0));
    if (socket === null) throw new Error('away');
    socket.resume();
    socket.write(malformed[Math.floor(target.random() * malformed.length)]?.(target) ?? '', 'latin1');
    target.made();
    await overWithin(socket, 100);
    socket.destroy();
  });

export const requestAttacks = {
  'upgrades that are refused, then reset': refusedUpgrades,
  'pipelined upgrades': pipelinedUpgrades,
  '800 slow headers': slowHeaders,
  '3,000 idle connections': idleConnections,
  '1,200 event streams': eventStreams,
  'malformed requests': malformedRequests,
} as const;
