/**
 * A bare `ws` server on the Unix socket that the argument names: sends every message back.
 *
 * A connection that asks for `?frames=A,B` gets two messages of A and B bytes, both JSON, for each of its own, written at once.
 */
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { WebSocketServer } from 'ws';

const server = createServer();
const webSockets = new WebSocketServer({ server, perMessageDeflate: false });
webSockets.on('connection', (webSocket, { url = '', socket }) => {
  const frames = new URL(url, 'http://localhost').searchParams.get('frames');
  if (frames === null) {
    webSocket.on('message', (data, isBinary) => webSocket.send(data, { binary: isBinary }));
    return;
  }
  const answers = frames.split(',').map((bytes) => JSON.stringify('x'.repeat(Number(bytes) - 2)));
  webSocket.on('message', () => {
    socket.cork();
    for (const answer of answers) webSocket.send(answer);
    process.nextTick(() => socket.uncork());
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
