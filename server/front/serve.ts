import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import next from 'next';
import { readEnvironment } from '#lib/node/environment.ts';
import { fail, root } from './run.mjs';

type RequestHandler = ReturnType<ReturnType<typeof next>['getRequestHandler']>;

/** How long open answers may take to end after a signal. */
const closingMs = 1_500;

/**
 * Serves the pages until a signal ends the process. One line on standard output says where. Ends the process with a
 * message when it cannot listen.
 */
export async function serve({ dev }: { dev: boolean }): Promise<void> {
  const read = readEnvironment(process.env);
  if (!read.ok) return fail(read.problems.join('\n'));
  const { host, port } = read.environment;

  // Listening comes first: a taken port is told at once, and a request that comes early waits until the pages are ready.
  let becomeReady = (_handle: RequestHandler): void => {};
  const ready = new Promise<RequestHandler>((resolve) => (becomeReady = resolve));
  const server = createServer((request, response) => {
    secure(request, response, dev);
    ready
      .then((handle) => handle(request, response))
      .catch((error: unknown) => {
        process.stderr.write(`${request.method} ${request.url}: ${String(error)}\n`);
        response.destroy();
      });
  });
  await listen(server, host, port).catch((error: NodeJS.ErrnoException) =>
    fail(whyNotListening(error, host, port)),
  );
  const address = server.address() as AddressInfo;
  const app = next({ dev, dir: root, hostname: host, port: address.port, httpServer: server });
  await quietly(dev, () => app.prepare());
  becomeReady(app.getRequestHandler());
  process.stdout.write(`Ackademy is at http://${shownHost(host)}:${address.port}\n`);

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), closingMs).unref();
      server.close();
      server.closeAllConnections();
      void app.close().finally(() => process.exit(0));
    });
  }
}

/** Next.js tells on the console how long it took to read its settings; only in development is that worth a line. */
async function quietly(dev: boolean, work: () => Promise<void>): Promise<void> {
  const { log } = console;
  if (!dev) console.log = () => {};
  await work().finally(() => (console.log = log));
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function whyNotListening(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} is already in use on ${host}.\nStop the program that holds it, or choose another port: PORT=${port + 1} npm start`;
    case 'EACCES':
      return `Port ${port} needs more privilege than this user has.\nChoose a port above 1023: PORT=3000 npm start`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this computer.\nSet HOST to one that is, such as 127.0.0.1: HOST=127.0.0.1 npm start`;
    default:
      return `Cannot listen on ${host}, port ${port}: ${error.message}\nSet HOST and PORT to an address and a port that this computer can listen on.`;
  }
}

/** `0.0.0.0` is no place to go to; the loopback address is one of those it stands for. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '127.0.0.1') return 'localhost';
  return isIPv6(host) ? `[${host}]` : host;
}

/**
 * The headers every answer carries. Scripts run only with this answer's nonce, so that nothing in a deck ever could;
 * Next.js reads the nonce from the request's header of the same name.
 */
function secure(request: IncomingMessage, response: ServerResponse, dev: boolean): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${dev ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  request.headers['content-security-policy'] = policy;
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
}
