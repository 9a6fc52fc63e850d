import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { LabWebSocket } from './lab-web-socket.ts';

/** A browser's end and the sidecar's of one connection. */
async function connected(): Promise<{ browser: WebSocket; lab: LabWebSocket; end: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'ackademy-frames-'));
  const path = join(folder, 'lab.sock');
  const server = createServer().listen(path);
  await once(server, 'listening');
  const webSockets = new WebSocketServer<typeof LabWebSocket>({ noServer: true, WebSocket: LabWebSocket });
  const accepted = new Promise<LabWebSocket>((resolve) => {
    server.once('upgrade', (request, stream, head) => {
      webSockets.handleUpgrade(request, stream, head, (lab) => {
        lab.sendTo(stream);
        resolve(lab);
      });
    });
  });
  const browser = new WebSocket(`ws+unix:${path}`);
  const [lab] = await Promise.all([accepted, once(browser, 'open')]);
  const end = () => {
    browser.terminate();
    server.close();
    return rm(folder, { recursive: true });
  };
  return { browser, lab, end };
}

const texts = [
  ...[0, 1, 125, 126, 127, 65_535, 65_536, 200_000].map((length) => 'x'.repeat(length)),
  'über “Straße”',
  '🙂'.repeat(32),
  '🙂'.repeat(20_000),
  '\0\u0080\u07ff',
];

it('sends texts of every length and script whole and in order, and a close frame after them', async () => {
  const { browser, lab, end } = await connected();
  try {
    const received: string[] = [];
    browser.on('message', (data: Buffer, isBinary) => received.push(isBinary ? 'binary' : data.toString()));
    const closed = once(browser, 'close');
    let bytes = 0;
    for (const text of texts) {
      lab.collect(text, Buffer.byteLength(text));
      bytes += Buffer.byteLength(text);
    }
    expect(lab.unsentBytes).toBeGreaterThan(bytes);
    lab.close(1001, 'over');
    lab.collect('too late', 8);
    lab.flush();
    const [code, reason] = (await closed) as [number, Buffer];
    expect(received).toEqual(texts);
    expect([code, reason.toString()]).toEqual([1001, 'over']);
  } finally {
    await end();
  }
});
