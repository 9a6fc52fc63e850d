import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { guard, wholeProcess } from '#lib/failures/guard.ts';
import { instructorHeader } from '#lib/node/instructor.ts';
import { type Client, clientOf, type Proxies } from '#server/front/client.ts';
import { limitConnections } from '#server/front/connections.ts';
import type { LabGate } from '#server/front/lab-gate.ts';
import { PageTurns } from '#server/front/page-turns.ts';
import { PerMinute, Shares, type ShareLimits } from '#server/front/quotas.ts';
import { StudentCookies } from '#server/front/student-cookie.ts';
import { AllowedOrigins } from '#server/process/allowed-origins.ts';
import { isOnThisComputer } from '#server/process/peer-address.ts';
import { guardRequests, requestBoundary } from '#server/process/request-boundary.ts';
import {
  type Content,
  type HeaderFields,
  refusalText,
  responseHeaders,
} from '#server/process/response-headers.ts';

interface Rooms {
  readonly lab: LabGate;
  readonly page: (request: IncomingMessage, response: ServerResponse) => void;
  /** Takes an upgrade that is not the lab's, or says that it does not: false. */
  readonly upgradePage: (request: IncomingMessage, stream: Duplex, head: Buffer) => boolean;
}

export interface Site {
  /** Exact origins under which the site is served. */
  readonly origins: readonly string[];
  readonly proxies: Proxies;
  readonly connections: ShareLimits;
  readonly eventStreams: ShareLimits;
  /** Paths of the files that are served as they are. */
  readonly files: ReadonlySet<string>;
  /** Pages reload themselves while they are being written. */
  readonly isReloading: boolean;
}

/** Pages are read. Nothing is posted, and Next.js logs each server action that it does not know. */
const reading: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * What may be asked over a connection before it has its answers. Browsers wait for each; a peer that does not would have
 * a thousand pages made at once, for the price of one connection.
 */
const mostUnfinished = 8;

/** Next.js builds addresses from these; a proxy that is not trusted has no say in them. */
const forwardedHeaders = ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'];

/** Students of one address, and of all addresses, that get a cookie within a minute. Any more count by their address. */
const cookiesPerMinute: ShareLimits = { all: 4_096, each: 512 };
/** The same of WebSockets: behind one address a cookie is no way to begin sessions faster than a class does. */
const webSocketsPerMinute: ShareLimits = { all: 8_192, each: 1_024 };

interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  readonly headers?: HeaderFields;
}

const tooMany: Refusal = {
  status: 503,
  reason: 'Service Unavailable',
  message: 'There are too many connections. Close other tabs of this site, and try again in a moment.\n',
  headers: { 'Retry-After': '2' },
};
const malformed: Refusal = { status: 400, reason: 'Bad Request', message: 'The address cannot be read.\n' };
const otherMethod: Refusal = {
  status: 405,
  reason: 'Method Not Allowed',
  message: 'This can be read, and not changed.\n',
  headers: { Allow: 'GET, HEAD' },
};
const otherHost: Refusal = {
  status: 403,
  reason: 'Forbidden',
  message:
    'The site is not served under this host name. Add its origin, such as http://lab.example.org:3000, to ALLOWED_ORIGINS.\n',
};
const noUpgrade: Refusal = { status: 404, reason: 'Not Found', message: 'There is no WebSocket here.\n' };
const noWebSocket: Refusal = {
  status: 426,
  reason: 'Upgrade Required',
  message: 'Only a WebSocket can be opened here.\n',
  headers: { Upgrade: 'websocket', Connection: 'Upgrade, close' },
};
const unknownExpectation: Refusal = {
  status: 417,
  reason: 'Expectation Failed',
  message: 'This expectation is not known.\n',
};

/** What Node finds before there is a request, by its code; anything else is malformed. */
const unread = new Map<string | undefined, Refusal>([
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    { status: 408, reason: 'Request Timeout', message: 'The request took too long.\n' },
  ],
  [
    'HPE_HEADER_OVERFLOW',
    { status: 431, reason: 'Request Header Fields Too Large', message: 'The headers are too long.\n' },
  ],
]);

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

/** As browsers write it: it can be decoded, and has no `.` or `..` that would make it another path further in. */
function isWellFormed(path: string): boolean {
  try {
    decodeURIComponent(path);
    return path.startsWith('/') && new URL(path, 'http://localhost').pathname === path;
  } catch {
    return false;
  }
}

/** `Upgrade: websocket`, also among others, as RFC 9110 allows. */
function asksForWebSocket({ headers: { upgrade = '' } }: IncomingMessage): boolean {
  return upgrade.split(',').some((protocol) => protocol.trim().toLowerCase() === 'websocket');
}

/** A page that a browser goes to, and not something that a page fetches. */
function isVisit({ headers, method }: IncomingMessage, content: Content): boolean {
  const { 'sec-fetch-dest': destination = 'document', accept = '' } = headers;
  return (
    content.kind === 'page' && method === 'GET' && destination === 'document' && accept.includes('text/html')
  );
}

function refuseStream(stream: Duplex, { status, reason, message, headers }: Refusal): void {
  stream.end(refusalText(`${status} ${reason}`, message, headers));
}

/**
 * The one way into the site: what is malformed, asked for wrongly or too much is answered here, the lab's requests go to its gate,
 * and all others to the pages. Whatever a peer does to its connection ends that connection alone.
 */
export function openDoor(server: Server, { lab, page, upgradePage }: Rooms, site: Site, log: Logger): void {
  const origins = new AllowedOrigins(site.origins);
  const connections = limitConnections(server, site.connections, site.proxies, log);
  const eventStreams = new Shares(site.eventStreams);
  const { all, each } = site.connections;
  /** Of browsers behind a trusted proxy, whose connections do not say whose they are. */
  const forwarded = new Shares({ all, each });
  const forwardedWebSockets = new Shares({ all, each: Math.ceil(each / 2) });
  const turns = new PageTurns();
  const cookies = new StudentCookies();
  const newCookies = new PerMinute(cookiesPerMinute, () => performance.now());
  const newWebSockets = new PerMinute(webSocketsPerMinute, () => performance.now());
  /** Answers that are still being written, by their connections. */
  const unfinished = new WeakMap<Duplex, Set<ServerResponse>>();
  /** Connections over which too much was asked at once. */
  const overfull = new WeakSet<Duplex>();

  function contentOf(path: string): Content {
    if (path.startsWith('/api/images/')) return { kind: 'image' };
    if (path.startsWith('/api/') || lab.has(path)) return { kind: 'data' };
    if (path.startsWith('/_next/') || site.files.has(path)) return { kind: 'file' };
    return { kind: 'page', nonce: randomBytes(16).toString('base64'), isReloading: site.isReloading };
  }

  /** Why a request is answered here and goes no further; `null`: it may. */
  function refusalOf(request: IncomingMessage): Refusal | null {
    const { method, headers, socket } = request;
    if (connections.isRefused(socket)) return tooMany;
    // While a page is being written, it asks for the sources of its errors.
    const isAllowed = reading.has(method) || (site.isReloading && method === 'POST');
    if (!isAllowed) return otherMethod;
    if (!isWellFormed(pathOf(request))) return malformed;
    return origins.hasHost(headers.host ?? '') ? null : otherHost;
  }

  /** Takes what the request holds until `closing` closes; `null` when there is none left. */
  function holdShares(request: IncomingMessage, client: Client, closing: ServerResponse): Refusal | null {
    const wanted = [
      ...(client.isForwarded ? [forwarded] : []),
      ...(pathOf(request) === '/api/live' ? [eventStreams] : []),
    ];
    for (const shares of wanted) {
      const giveBack = shares.take(client.group);
      if (giveBack === null) return tooMany;
      closing.once('close', guard(requestBoundary(request.socket, log), giveBack));
    }
    return null;
  }

  /** What the pages learn of who asks. Next.js reads the nonce of its scripts from the header that carries the policy. */
  function introduce(request: IncomingMessage, client: Client, policy: string): void {
    const isHere = isOnThisComputer(request.socket.remoteAddress ?? '', request.headers);
    request.headers[instructorHeader] = isHere ? '1' : '0';
    request.headers['content-security-policy'] = policy;
    if (!client.isForwarded) for (const name of forwardedHeaders) delete request.headers[name];
  }

  function studentOf(request: IncomingMessage, client: Client): string | null {
    return client.isForwarded ? cookies.read(request.headers.cookie) : null;
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (overfull.has(request.socket)) return;
    const own = unfinished.get(request.socket) ?? new Set<ServerResponse>();
    unfinished.set(request.socket, own.add(response));
    // The refusal closes the connection; what follows it is not looked at.
    const isOverfull = own.size > mostUnfinished;
    if (isOverfull) overfull.add(request.socket);
    connections.used(request.socket);
    const closed = guard(requestBoundary(request.socket, log), () => {
      own.delete(response);
      if (own.size === 0) connections.released(request.socket);
    });
    response.once('close', closed);
    const client = clientOf(request, site.proxies);
    const refusal = isOverfull ? tooMany : (refusalOf(request) ?? holdShares(request, client, response));
    if (refusal !== null) return refuse(response, client, refusal);
    const content = contentOf(pathOf(request));
    const fields = responseHeaders(content, client);
    for (const [name, value] of Object.entries(fields)) response.setHeader(name, value);
    const student = studentOf(request, client);
    if (lab.answer(request, response, { address: client.address, student })) return;
    introduce(request, client, fields['Content-Security-Policy'] ?? '');
    const isNew = client.isForwarded && student === null && isVisit(request, content);
    if (isNew && newCookies.take(client.group)) response.setHeader('Set-Cookie', cookies.write(client));
    const begin = () => {
      if (!response.closed) page(request, response);
    };
    turns.next(client.group, requestBoundary(request.socket, log), begin);
  }

  function refuse(response: ServerResponse, client: Client, { status, message, headers }: Refusal): void {
    response.writeHead(status, {
      ...responseHeaders({ kind: 'data' }, client),
      'Cache-Control': 'no-store',
      'Content-Type': 'text/plain; charset=utf-8',
      Connection: 'close',
      ...headers,
    });
    response.end(message);
  }

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // From here on the connection is nobody's but ours, and a reset of it would end the process.
    stream.on(
      'error',
      guard(requestBoundary(stream, log), () => stream.destroy()),
    );
    const before = [...(unfinished.get(stream) ?? [])].at(-1);
    // Answers come in the order of their requests. No browser asks for an upgrade before it has its answers.
    if (before !== undefined) {
      before.once(
        'close',
        guard(requestBoundary(stream, log), () => stream.destroy()),
      );
      return;
    }
    const refusal = refusalOf(request);
    if (refusal !== null) return refuseStream(stream, refusal);
    if (lab.isAsked(request)) upgradeLab(request, stream, head);
    else if (!upgradePage(request, stream, head)) refuseStream(stream, noUpgrade);
  }

  function upgradeLab(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (!asksForWebSocket(request)) return refuseStream(stream, noWebSocket);
    const client = clientOf(request, site.proxies);
    if (client.isForwarded) {
      const giveBack = newWebSockets.take(client.group) ? forwardedWebSockets.take(client.group) : null;
      if (giveBack === null) return refuseStream(stream, tooMany);
      stream.once('close', guard(requestBoundary(stream, log), giveBack));
    }
    connections.used(request.socket);
    // The sidecar has its own pings.
    request.socket.setTimeout(0);
    lab.upgrade(request, stream, head, { address: client.address, student: studentOf(request, client) });
  }

  /** What is no request at all. */
  function unreadable(error: NodeJS.ErrnoException, stream: Duplex): void {
    const isAnswering = (unfinished.get(stream)?.size ?? 0) > 0;
    if (!stream.writable || isAnswering) stream.destroy();
    else
      refuseStream(stream, connections.isRefused(stream) ? tooMany : (unread.get(error.code) ?? malformed));
  }

  server.on('request', guardRequests(log, answer));
  server.on('upgrade', guardRequests(log, upgrade));
  server.on(
    'checkExpectation',
    guardRequests(log, (request: IncomingMessage, response: ServerResponse) =>
      refuse(response, clientOf(request, site.proxies), unknownExpectation),
    ),
  );
  server.on(
    'clientError',
    guard(wholeProcess, (error: NodeJS.ErrnoException, stream: Duplex) => {
      guard(requestBoundary(stream, log), unreadable)(error, stream);
    }),
  );
}
