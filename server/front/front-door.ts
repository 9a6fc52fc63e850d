import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { guard } from '#lib/failures/guard.ts';
import type { LabGate } from '#server/front/lab-gate.ts';
import { guardRequests, requestBoundary } from '#server/process/request-boundary.ts';

interface Rooms {
  readonly lab: LabGate;
  readonly page: (request: IncomingMessage, response: ServerResponse) => void;
  /** Takes an upgrade that is not the lab's, or says that it does not: false. */
  readonly upgradePage: (request: IncomingMessage, stream: Duplex, head: Buffer) => boolean;
}

/** Pages are read, and server actions of Next.js are posted. */
const allowed: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

const noUpgrade = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
const noWebSocket =
  'HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nContent-Length: 0\r\nConnection: Upgrade, close\r\n\r\n';

/** Why a request is answered here and goes no further; `null`: it may. */
function refusalOf({
  method,
  url = '',
}: IncomingMessage): { status: number; headers: Record<string, string> } | null {
  if (!allowed.has(method)) return { status: 405, headers: { Allow: 'GET, HEAD, POST' } };
  const isWellFormed = url.startsWith('/') && isDecodable(url.split('?', 1)[0] ?? '');
  return isWellFormed ? null : { status: 400, headers: {} };
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** `Upgrade: websocket`, also among others, as RFC 9110 allows. */
function asksForWebSocket({ headers: { upgrade = '' } }: IncomingMessage): boolean {
  return upgrade.split(',').some((protocol) => protocol.trim().toLowerCase() === 'websocket');
}

/**
 * The one way into the site: what is malformed or asked for wrongly is answered here, the lab's requests go to its gate, and
 * all others to the pages. Whatever a peer does to its connection ends that connection alone.
 */
export function openDoor(server: Server, { lab, page, upgradePage }: Rooms, log: Logger): void {
  /** Answers that are still being written, by their connections. */
  const unfinished = new WeakMap<Duplex, Set<ServerResponse>>();

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const own = unfinished.get(request.socket) ?? new Set<ServerResponse>();
    unfinished.set(request.socket, own.add(response));
    response.once(
      'close',
      guard(requestBoundary(request.socket, log), () => own.delete(response)),
    );
    const refusal = refusalOf(request);
    if (refusal !== null)
      response.writeHead(refusal.status, { ...refusal.headers, Connection: 'close' }).end();
    else if (!lab.answer(request, response)) page(request, response);
  }

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // From here on the connection is nobody's but ours, and a reset of it would end the process.
    stream.on(
      'error',
      guard(requestBoundary(stream, log), () => stream.destroy()),
    );
    const before = [...(unfinished.get(stream) ?? [])].at(-1);
    // Answers come in the order of their requests. No browser asks for an upgrade before it has its answers.
    if (before !== undefined)
      before.once(
        'close',
        guard(requestBoundary(stream, log), () => stream.destroy()),
      );
    else if (lab.isAsked(request)) {
      if (asksForWebSocket(request)) lab.upgrade(request, stream, head);
      else stream.end(noWebSocket);
    } else if (!upgradePage(request, stream, head)) stream.end(noUpgrade);
  }

  server.on('request', guardRequests(log, answer));
  server.on('upgrade', guardRequests(log, upgrade));
}
