import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { maxMessageBytes, subprotocol } from '#lib/lab/protocol/subprotocol.ts';
import { Admission, groupOf, type HttpRefusal, peerOf, refuseMetrics } from '#server/bridge/admission.ts';
import { Connection } from '#server/bridge/connection.ts';
import { faultOf } from '#server/bridge/error-frame.ts';
import { LabWebSocket } from '#server/bridge/lab-web-socket.ts';
import { Metrics } from '#server/bridge/metrics.ts';
import type { BridgeOptions } from '#server/bridge/options.ts';
import { Sessions } from '#server/bridge/sessions.ts';
import type { LabKernel } from '#server/kernel/lab-kernel.ts';
import { guardRequests, requestBoundary } from '#server/process/request-boundary.ts';
import { refusalText } from '#server/process/response-headers.ts';
import { guard, wholeProcess } from '#lib/failures/guard.ts';

/** How long a browser may take to answer a close frame. */
const closeMs = 3_000;
/** The same when everything ends. */
const shutdownCloseMs = 500;

/** A message comes in at most so many pieces. */
const maxFragments = 64;

/** A session has one; others resume, close, or have not sent anything yet. */
const connectionsPerSession = 2;

const notFound: HttpRefusal = {
  code: 'NOT_FOUND',
  status: 404,
  message: 'There is nothing here.',
  help: 'Use /lab/socket, /lab/healthz or /lab/metrics.',
};

interface Bridge {
  /** Resolves when browsers can connect. */
  listen(socketPath: string): Promise<void>;
  /** Sends every browser the reason, and closes all connections. */
  close(code: 'SHUTTING_DOWN' | 'INTERNAL'): Promise<void>;
}

/** `/lab/socket`, `/lab/healthz` and `/lab/metrics` on a Unix socket that only the front reaches. */
export function createBridge(kernel: LabKernel, options: BridgeOptions, log: Logger): Bridge {
  const metrics = new Metrics();
  const admission = new Admission(options.origins);
  const sessions = new Sessions(kernel, options, metrics, log);
  const connections = new Set<Connection>();
  let isClosing = false;

  const server = createServer();
  server.on('request', guardRequests(log, answer));
  server.on('upgrade', guardRequests(log, upgrade));

  const webSocketOptions = {
    noServer: true,
    WebSocket: LabWebSocket,
    maxPayload: maxMessageBytes,
    maxFragments,
    perMessageDeflate: false,
    clientTracking: false,
    closeTimeout: closeMs,
    // Checked by the bridge, which then says so in a frame before it closes.
    skipUTF8Validation: true,
    handleProtocols: () => subprotocol,
  };
  const webSockets = new WebSocketServer<typeof LabWebSocket>(webSocketOptions);

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const peer = peerOf(request);
    const refusal =
      pathOf(request) === '/lab/socket'
        ? (refusalWhileClosing() ?? admission.refuseUpgrade(request) ?? refusalOfConnection(groupOf(request)))
        : notFound;
    if (refusal !== null) return refuseUpgrade(stream, refusal, peer);
    webSockets.handleUpgrade(request, stream, head, (webSocket) => {
      const connection = new Connection(
        webSocket,
        stream,
        { peer, group: groupOf(request) },
        {
          openTimeoutMs: options.openTimeoutMs,
          pingMs: options.pingMs,
          metrics,
          log,
          share: kernel.turns.share(),
          open: (message, opening) => sessions.open(message, opening),
        },
      );
      connections.add(connection);
      webSocket.on(
        'close',
        guard(connection, () => connections.delete(connection)),
      );
    });
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    // A connection carries one request: a browser cannot append another, with headers of its own, to what is forwarded.
    response.setHeader('Connection', 'close');
    const refusal = admission.refuseHost(request) ?? refusalOfRequest(request);
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

  function refusalWhileClosing(): HttpRefusal | null {
    return isClosing ? { status: 503, ...faultOf('SHUTTING_DOWN') } : null;
  }

  function refusalOfConnection(group: string): HttpRefusal | null {
    if (connections.size >= options.sessions * connectionsPerSession)
      return {
        code: 'CONNECTIONS_FULL',
        status: 503,
        message: 'The lab has as many connections as it can hold.',
        help: 'Try again in a moment.',
      };
    const ofAddress = [...connections].filter((connection) => connection.group === group);
    if (ofAddress.length < options.sessionsPerAddress * connectionsPerSession) return null;
    return {
      code: 'CONNECTIONS_OF_ADDRESS',
      status: 429,
      message: 'This address has as many connections to the lab as one may have.',
      help: 'Close a lab in another tab.',
    };
  }

  function refusalOfRequest(request: IncomingMessage): HttpRefusal | null {
    switch (pathOf(request)) {
      case '/lab/healthz':
        return refusalWhileClosing();
      case '/lab/metrics':
        return refuseMetrics(request);
      default:
        return notFound;
    }
  }

  function refuseUpgrade(stream: Duplex, refused: HttpRefusal, peer: string): void {
    count(refused, peer);
    const text = textOf(refused);
    stream.on(
      'error',
      guard(requestBoundary(stream, log), () => stream.destroy()),
    );
    stream.end(refusalText(`${refused.status} Refused`, text));
  }

  function refuseRequest(response: ServerResponse, refused: HttpRefusal, peer: string): void {
    count(refused, peer);
    response.writeHead(refused.status, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(textOf(refused));
  }

  function count({ code }: HttpRefusal, peer: string): void {
    metrics.refusals.add({ code });
    log.info({ peer, code }, 'request refused');
  }

  return {
    listen: async (socketPath) => {
      server.listen(socketPath);
      await once(server, 'listening');
    },
    close: async (code) => {
      isClosing = true;
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      sessions.shutDown(code);
      for (const connection of connections) connection.fault(faultOf(code));
      const terminateAll = guard(wholeProcess, () => {
        for (const connection of connections) connection.terminate();
      });
      const last = setTimeout(terminateAll, shutdownCloseMs);
      await ended;
      clearTimeout(last);
      metrics.close();
    },
  };
}

function textOf({ message, help }: HttpRefusal): string {
  return `${message} ${help}\n`;
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}
