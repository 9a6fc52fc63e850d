/**
 * A bare `ws` server on the Unix socket that the argument names: sends every message back.
 *
 * A connection that asks for `?frames=A,B` gets two messages of A and B bytes, both JSON, for each of its own, written at once.
 */
import { createServer } from 'node:http';
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
server.listen(process.argv[2], () => console.log('ready'));
process.stdin.once('close', () => process.exit(0)).resume();
