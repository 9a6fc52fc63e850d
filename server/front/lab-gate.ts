import {
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as askOverHttp,
  type ServerResponse,
} from 'node:http';
import { connect } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import type { Logger } from 'pino';
import { guard, wholeProcess } from '#lib/failures/guard.ts';
import { peerHeader, studentHeader } from '#server/process/peer-header.ts';
import { requestBoundary } from '#server/process/request-boundary.ts';
import { refusalText } from '#server/process/response-headers.ts';

/** Written anew for the sidecar; a body has no place in what is forwarded. */
const ownHeaders = new Set([
  peerHeader,
  studentHeader,
  'connection',
  'upgrade',
  'content-length',
  'transfer-encoding',
  'expect',
]);

/** What the sidecar answers over HTTP. */
const asked = new Set(['/lab/healthz', '/lab/metrics']);

/** A browser that does not read has so long to take the last bytes. */
const lastBytesMs = 2_000;

/** A sidecar that has not answered by then hangs. */
const answerMs = 3_000;

const unavailable = 'The lab does not answer yet. Try again in a second.\n';

/** Who asks, for the sidecar to count by. */
export interface Asker {
  readonly address: string;
  /** Known behind a proxy only. */
  readonly student: string | null;
}

/** Forwards requests for the lab to the sidecar's Unix socket. */
export class LabGate {
  readonly #socketPath: string;
  readonly #log: Logger;
  readonly #browsers = new Set<Duplex>();

  constructor(socketPath: string, log: Logger) {
    this.#socketPath = socketPath;
    this.#log = log;
  }

  /** Whether a path is the lab's. */
  has(path: string): boolean {
    return path === '/lab/socket' || asked.has(path);
  }

  /** Whether the request was the lab's, and is being answered. */
  answer(request: IncomingMessage, response: ServerResponse, asker: Asker): boolean {
    const path = pathOf(request);
    if (!this.has(path)) return false;
    response.setHeader('Cache-Control', 'no-store');
    if (path === '/lab/socket') {
      response.writeHead(426, { Upgrade: 'websocket', Connection: 'Upgrade, close' }).end();
      return true;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD', Connection: 'close' }).end();
      return true;
    }
    const inner = askOverHttp({
      socketPath: this.#socketPath,
      path,
      method: request.method,
      headers: askingHeaders(request, asker),
      agent: false,
    });
    const boundary = requestBoundary(request.socket, this.#log);
    const forward = guard(boundary, (answer: IncomingMessage) => {
      const { 'content-type': type = 'text/plain' } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, { 'Content-Type': type });
      // Also when the sidecar dies in the middle of its answer.
      pipeline(
        answer,
        response,
        guard(boundary, () => undefined),
      );
    });
    const failed = guard(boundary, () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'text/plain' }).end(unavailable);
    });
    inner.once('response', forward);
    inner.on('error', failed);
    inner.setTimeout(
      answerMs,
      guard(boundary, () => inner.destroy(new Error('The sidecar does not answer.'))),
    );
    response.once(
      'close',
      guard(boundary, () => inner.destroy()),
    );
    inner.end();
    return true;
  }

  /** Whether an upgrade is the lab's. */
  isAsked(request: IncomingMessage): boolean {
    return pathOf(request) === '/lab/socket';
  }

  /** Forwards an upgrade that is the lab's. The caller has a listener for errors of `browser`. */
  upgrade(request: IncomingMessage, browser: Duplex, head: Buffer, asker: Asker): void {
    const sidecar = connect(this.#socketPath);
    this.#browsers.add(browser);
    const boundary = requestBoundary(browser, this.#log);
    const destroy = guard(boundary, () => browser.destroy());
    const left = guard(boundary, () => {
      this.#browsers.delete(browser);
      sidecar.destroy();
    });
    browser.once('close', left);
    const forward = guard(boundary, () => {
      sidecar.setNoDelay(true);
      // Header values are bytes, which Node reads as Latin-1.
      sidecar.write(headOf(request, asker), 'latin1');
      sidecar.write(head);
      browser.pipe(sidecar);
      sidecar.pipe(browser);
    });
    const failed = guard(boundary, () => {
      if (sidecar.bytesWritten === 0) refuse(browser);
    });
    const closed = guard(boundary, () => {
      browser.end();
      setTimeout(destroy, lastBytesMs).unref();
    });
    sidecar.once('connect', forward);
    sidecar.on('error', failed);
    sidecar.once('close', closed);
  }

  /** Resolves when no browser is connected any more. */
  async close(): Promise<void> {
    const closed = (browser: Duplex) =>
      new Promise<void>((resolve) => browser.once('close', guard(wholeProcess, resolve)));
    await Promise.all([...this.#browsers].map(closed));
  }
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

function refuse(browser: Duplex): void {
  browser.end(refusalText('503 Service Unavailable', unavailable, { 'Retry-After': '1' }));
}

/** What the sidecar decides by. */
function askingHeaders({ headers }: IncomingMessage, { address }: Asker): OutgoingHttpHeaders {
  const { host, forwarded, 'x-forwarded-for': forwardedFor } = headers;
  return {
    ...(host === undefined ? {} : { host }),
    ...(forwarded === undefined ? {} : { forwarded }),
    ...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
    [peerHeader]: address,
  };
}

/** The headers as they came, name and value, but for those that are written anew. */
function headersFor(request: IncomingMessage, { address, student }: Asker): [name: string, value: string][] {
  const { rawHeaders } = request;
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (!ownHeaders.has(name.toLowerCase())) headers.push([name, rawHeaders[at + 1] ?? '']);
  }
  headers.push([peerHeader, address]);
  if (student !== null) headers.push([studentHeader, student]);
  return headers;
}

function headOf(request: IncomingMessage, asker: Asker): string {
  const headers: [string, string][] = [
    ...headersFor(request, asker),
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `${request.method} ${request.url} HTTP/1.1\r\n${lines}\r\n`;
}
