/**
 * The least that answering a lab's calls costs, on the Unix socket that the argument names: `ws` reads a message, one system
 * call is made by way of koffi, and JSON of a given length is written in a given number of frames, all at once.
 *
 * The query says what answers each message in turn: `?answers=[{"frames":2,"bytes":300},…]`. The system calls are `send` and
 * `recv` in turn, on the two ends of a connection within this process.
 */
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { encodeAddress, familyNumber } from '#server/kernel/system/address.ts';
import * as libc from '#server/kernel/system/libc.ts';
import { platformOf } from '#server/kernel/system/platform.ts';
import { payload } from './connected-programs.ts';

const answersOf = z.array(z.object({ frames: z.int().min(1), bytes: z.int().min(2) })).min(1);

function succeeding(result: number): number {
  if (result < 0) throw new Error(libc.errorText(-result));
  return result;
}

/** Both ends of a connection to a free port of loopback. */
function connectedEnds(): readonly [number, number] {
  const platform = platformOf(process.platform);
  if (platform === null) throw new Error('The lab does not run here.');
  const [family, stream] = [familyNumber(platform, 'AF_INET'), platform.constants.SOCK_STREAM ?? 0];
  const loopback = { family: 'AF_INET', address: '127.0.0.1', port: 0, flowInfo: 0, scopeId: 0 } as const;
  const anyPort = encodeAddress(platform, loopback);
  const listening = succeeding(libc.socket(family, stream, 0));
  succeeding(libc.bind(listening, anyPort, anyPort.length));
  succeeding(libc.listen(listening, 1));
  const length = new Uint32Array([anyPort.length]);
  const bound = Buffer.alloc(anyPort.length);
  succeeding(libc.getsockname(listening, bound, length));
  const near = succeeding(libc.socket(family, stream, 0));
  succeeding(libc.connect(near, bound, bound.length));
  return [near, succeeding(libc.accept(listening, bound, length))];
}

const [near, far] = connectedEnds();
const received = Buffer.alloc(1024);
/** An echo: what is sent from one end is received at the other, and goes back. */
const systemCalls = [
  () => libc.send(near, payload, payload.length, 0),
  () => libc.recv(far, received, received.length, 0),
  () => libc.send(far, payload, payload.length, 0),
  () => libc.recv(near, received, received.length, 0),
];

const server = createServer();
const webSockets = new WebSocketServer({ server, perMessageDeflate: false });
webSockets.on('connection', (webSocket, { url = '', socket }) => {
  const asked = new URL(url, 'http://localhost').searchParams.get('answers') ?? '[]';
  const answers = answersOf.parse(JSON.parse(asked)).map(({ frames, bytes }) => {
    const each = Math.max(2, Math.round(bytes / frames));
    return Array.from({ length: frames }, () => JSON.stringify('x'.repeat(each - 2)));
  });
  let count = 0;
  webSocket.on('message', () => {
    succeeding(systemCalls[count % systemCalls.length]?.() ?? 0);
    socket.cork();
    for (const frame of answers[count % answers.length] ?? []) webSocket.send(frame);
    process.nextTick(() => socket.uncork());
    count += 1;
  });
});
const path = process.argv[2] ?? '';
server.listen(path, () => console.log('ready'));
// The bench is gone, however it went, and removes nothing.
process.stdin
  .once('close', () => {
    rmSync(dirname(path), { recursive: true, force: true });
    process.exit(0);
  })
  .resume();
