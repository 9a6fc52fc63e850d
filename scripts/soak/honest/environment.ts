import { request } from 'node:http';
import { WebSocket } from 'ws';
import type { LabEnvironment } from '#lib/lab-client/environment.ts';
import { subprotocol } from '#lib/lab/protocol/subprotocol.ts';
import { origin } from '../../bench/lab/sidecar-process.ts';

const headers = { host: new URL(origin).host, origin };
const healthMs = 4_000;

/** What a page has of its browser: here, of a browser at `from`, an address of this computer. */
export function studentEnvironment(url: string, from: string, random: () => number): LabEnvironment {
  return {
    connect(events) {
      const webSocket = new WebSocket(`${url.replace('http', 'ws')}/lab/socket`, subprotocol, {
        headers,
        perMessageDeflate: false,
        localAddress: from,
      });
      webSocket.on('error', () => {});
      webSocket.on('open', () => events.opened());
      webSocket.on('message', (data: Buffer) => events.received(data.toString()));
      webSocket.on('close', (code) => events.closed(code));
      return {
        send: (text) => webSocket.send(text),
        close(closeCode) {
          if (webSocket.readyState === WebSocket.CONNECTING) webSocket.terminate();
          else webSocket.close(closeCode);
        },
        isUp: () => webSocket.readyState <= WebSocket.OPEN,
      };
    },
    health: () =>
      new Promise((resolve) => {
        const asking = request(`${url}/lab/healthz`, {
          headers,
          localAddress: from,
          agent: false,
          timeout: healthMs,
        });
        asking.once('response', (answer) => {
          answer.resume();
          resolve(answer.statusCode === 200 ? 'ok' : 'away');
        });
        asking.once('timeout', () => asking.destroy());
        asking.once('error', () => resolve('silent'));
        asking.end();
      }),
    now: () => Date.now(),
    random,
    after(ms, work) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    beforeFrame: (work) => void setImmediate(work),
    onWake: () => () => {},
    // Not the class's to go on after.
    reportBug(error) {
      throw error;
    },
  };
}
