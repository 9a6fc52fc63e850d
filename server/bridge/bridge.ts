import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocket, WebSocketServer } from 'ws';
import { faults } from '#lib/lab/protocol/codes.ts';
import { maxMessageBytes, subprotocol } from '#lib/lab/protocol/subprotocol.ts';
import { addressGroup, Admission, peerOf, type Refusal, refuseMetrics } from '#server/bridge/admission.ts';
import { Connection } from '#server/bridge/connection.ts';
import { errorFrame } from '#server/bridge/error-frame.ts';
import { Metrics } from '#server/bridge/metrics.ts';
import type { BridgeOptions } from '#server/bridge/options.ts';
import { Sessions } from '#server/bridge/sessions.ts';
import type { LabKernel } from '#server/kernel/lab-kernel.ts';

/** `ws` ends a connection by itself when a message is too long; this says first what was wrong, as for every other fault. */
class LabWebSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    const foundByWs = reason === undefined && this.readyState === WebSocket.OPEN;
    if (foundByWs && code === faults.MESSAGE_TOO_LONG.close) this.send(errorFrame('MESSAGE_TOO_LONG', null));
    super.close(code, reason);
  }
}

/** How long a browser may take to answer a goodbye. */
const goodbyeMs = 3_000;
/** The same when everything ends. */
const lastGoodbyeMs = 500;

/** A message comes in at most so many pieces. */
const maxFragments = 64;

/** A session has one; beside those, some resume, say goodbye, or have not said anything yet. */
const connectionsPerSession = 2;

const notFound: Refusal = { code: 'NOT_FOUND', status: 404, reason: 'There is nothing here.' };

interface Bridge {
  /** Resolves when browsers can connect. */
  listen(socketPath: string): Promise<void>;
  /** Tells every browser why, and closes all connections. */
  close(code: 'SHUTTING_DOWN' | 'INTERNAL'): Promise<void>;
}

/** `/lab/socket`, `/lab/healthz` and `/lab/metrics` on a Unix socket that only the front reaches. */
export function createBridge(kernel: LabKernel, options: BridgeOptions, log: Logger): Bridge {
  const metrics = new Metrics();
  const admission = new Admission(options.origins);
  const sessions = new Sessions(kernel, options, metrics, log);
  const connections = new Set<Connection>();
  let isClosing = false;

  const server = createServer((request, response) => answer(request, response));
  server.on('upgrade', upgrade);

  const webSocketOptions = {
    noServer: true,
    WebSocket: LabWebSocket,
    maxPayload: maxMessageBytes,
    maxFragments,
    perMessageDeflate: false,
    clientTracking: false,
    closeTimeout: goodbyeMs,
    // Checked by the bridge, which then says so in a frame before it closes.
    skipUTF8Validation: true,
    handleProtocols: () => subprotocol,
  };
  const webSockets = new WebSocketServer<typeof LabWebSocket>(webSocketOptions);

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const peer = peerOf(request);
    const refusal =
      pathOf(request) === '/lab/socket'
        ? (refusalWhileClosing() ?? admission.refuseUpgrade(request) ?? whyTooMany(peer))
        : notFound;
    if (refusal !== null) return refuseUpgrade(stream, refusal, peer);
    webSockets.handleUpgrade(request, stream, head, (webSocket) => {
      const connection = new Connection(webSocket, stream, peer, {
        openTimeoutMs: options.openTimeoutMs,
        pingMs: options.pingMs,
        metrics,
        log,
        open: (message, asking) => sessions.open(message, asking),
      });
      connections.add(connection);
      webSocket.on('close', () => connections.delete(connection));
    });
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    // A connection carries one request: a browser cannot append another, with headers of its own, to what is forwarded.
    response.setHeader('Connection', 'close');
    const refusal = admission.refuseHost(request) ?? whyNotRead(request);
    if (refusal !== null) return refuseRequest(response, refusal, peerOf(request));
    if (pathOf(request) === '/lab/metrics') {
      response.setHeader('Content-Type', 'text/plain; version=0.0.4');
      response.end(metrics.expose({ ...kernel.counts(), connections: connections.size }));
      metrics.forgetDelay();
      return;
    }
    response.setHeader('Content-Type', 'application/json');
    response.end(`${JSON.stringify({ status: 'ok', sessions: kernel.counts().sessions })}\n`);
  }

  function refusalWhileClosing(): Refusal | null {
    return isClosing ? { code: 'SHUTTING_DOWN', status: 503, reason: 'The lab is shutting down.' } : null;
  }

  function whyTooMany(peer: string): Refusal | null {
    const reason = 'The lab has as many connections as it can hold. Try again in a moment.';
    if (connections.size >= options.sessions * connectionsPerSession)
      return { code: 'CONNECTIONS_FULL', status: 503, reason };
    const address = addressGroup(peer);
    const ofAddress = [...connections].filter((connection) => addressGroup(connection.peer) === address);
    if (ofAddress.length < options.sessionsPerAddress * connectionsPerSession) return null;
    return {
      code: 'CONNECTIONS_OF_ADDRESS',
      status: 429,
      reason: 'This address has as many connections to the lab as one may have. Close a lab in another tab.',
    };
  }

  function whyNotRead(request: IncomingMessage): Refusal | null {
    switch (pathOf(request)) {
      case '/lab/healthz':
        return refusalWhileClosing();
      case '/lab/metrics':
        return refuseMetrics(request);
      default:
        return notFound;
    }
  }

  function refuseUpgrade(stream: Duplex, refused: Refusal, peer: string): void {
    count(refused, peer);
    const { status, reason } = refused;
    stream.on('error', () => stream.destroy());
    stream.end(
      `HTTP/1.1 ${status} Refused\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(reason)}\r\nConnection: close\r\n\r\n${reason}`,
    );
  }

  function refuseRequest(response: ServerResponse, refused: Refusal, peer: string): void {
    count(refused, peer);
    response.writeHead(refused.status, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(refused.reason);
  }

  function count({ code }: Refusal, peer: string): void {
    metrics.refusals.add({ code });
    log.info({ peer, code }, 'request refused');
  }

  return {
    listen: (socketPath) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(socketPath, () => resolve());
      }),
    close: async (code) => {
      isClosing = true;
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      sessions.shutDown(code);
      for (const connection of connections) connection.fault(code, null);
      const last = setTimeout(() => {
        for (const connection of connections) connection.terminate();
      }, lastGoodbyeMs);
      await ended;
      clearTimeout(last);
      metrics.close();
    },
  };
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}
