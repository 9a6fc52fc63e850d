import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import next from 'next';
import { guard, wholeProcess } from '#lib/failures/guard.ts';
import { type Failure, failure, type Result, success } from '#lib/failures/result.ts';
import { readContentWith } from '#lib/node/content-reader.ts';
import { ContentThread } from '#lib/node/content-thread.ts';
import { readEnvironment } from '#lib/node/environment.ts';
import { Proxies } from '#server/front/client.ts';
import { serverOptions } from '#server/front/connections.ts';
import { openDoor } from '#server/front/front-door.ts';
import { LabGate } from '#server/front/lab-gate.ts';
import { allowedOrigins } from '#server/front/site-origins.ts';
import { restartOnChange, Sidecar } from '#server/front/sidecar.ts';
import { fitConnections, readMachine } from '#server/process/machine-limits.ts';
import { createLog, outliveReaders } from '#server/process/log.ts';

/** Resolves once the server listens, or cannot. */
async function listen(server: Server, host: string, port: number): Promise<Result<null>> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
    return success(null);
  } catch (error) {
    return failure(listenFailure(error, host, port));
  }
}

function listenFailure(error: unknown, host: string, port: number): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
  switch (code) {
    case 'EADDRINUSE':
      return {
        code,
        message: `Port ${port} is already in use on ${host}.`,
        help: `Stop the program that holds it, or choose another port: PORT=${port + 1} npm start`,
      };
    case 'EACCES':
      return {
        code,
        message: `Port ${port} needs more privilege than this user has.`,
        help: 'Choose a port above 1023: PORT=3000 npm start',
      };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return {
        code,
        message: `${host} is not an address of this computer.`,
        help: 'Set HOST to one that is, such as 127.0.0.1: HOST=127.0.0.1 npm start',
      };
    default:
      return {
        code,
        message: `Cannot listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}`,
        help: 'Set HOST and PORT to an address and a port that this computer can listen on.',
      };
  }
}

/** `0.0.0.0` is no place to go to; the loopback address is one of those it stands for. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '127.0.0.1') return 'localhost';
  return isIPv6(host) ? `[${host}]` : host;
}

/** The paths under which the files of a folder are served. */
function filesIn(folder: string): ReadonlySet<string> {
  return new Set(readdirSync(folder).map((name) => `/${name}`));
}

type RequestHandler = ReturnType<ReturnType<typeof next>['getRequestHandler']>;

/** How long everything may take to end after a signal. */
const closingMs = 1_500;

/** How long the line that says where may wait for the sidecar. */
const startingMs = 3_000;

interface ServeOptions {
  readonly dev: boolean;
  /** The project's folder. */
  readonly root: string;
  /** File of the program that reads decks and labs. */
  readonly contentWorker: string;
  /** What starts the sidecar. */
  readonly sidecar: readonly string[];
}

/**
 * Serves the pages, and the lab through its sidecar, until a signal ends the process. One line on standard output says
 * where. Fails where the environment or the address cannot be used.
 */
export async function serve({
  dev,
  root,
  contentWorker,
  sidecar: command,
}: ServeOptions): Promise<Result<null>> {
  outliveReaders();
  readContentWith(new ContentThread(contentWorker));
  const read = readEnvironment(process.env);
  if (!read.ok) return read;
  const { host, port, allowedOrigins: named, logLevel, trustedProxies, eventStreams } = read.value;
  const fitted = fitConnections(read.value.connections, readMachine());
  if (!fitted.ok) return fitted;
  const { limits: connections, lowered } = fitted.value;

  // Listening comes first: a port in use is reported at once, and an early request waits until the pages are ready.
  // Between listening and the handlers below nothing is awaited, so that no request falls through.
  let becomeReady = (_handle: RequestHandler): void => {};
  const ready = new Promise<RequestHandler>((resolve) => (becomeReady = resolve));
  const server = createServer(serverOptions);
  const listening = await listen(server, host, port);
  if (!listening.ok) return listening;
  const address = server.address() as AddressInfo;

  const log = createLog('front', logLevel);
  for (const { sentence } of lowered) log.warn(sentence);
  const origins = allowedOrigins({ host, port: address.port, named }, networkInterfaces());
  const sidecar = Sidecar.start({
    root,
    command,
    origins,
    environment: process.env,
    log,
  });
  const lab = new LabGate(sidecar.socketPath, log);
  if (dev)
    restartOnChange(root, sidecar).catch((error: unknown) => {
      sidecar.fail(error);
    });

  function page(request: IncomingMessage, response: ServerResponse): void {
    ready
      .then((handle) => handle(request, response))
      .catch((error: unknown) => {
        process.stderr.write(`${request.method} ${request.url}: ${String(error)}\n`);
        response.destroy();
      });
  }
  // Next.js would take every upgrade of a server that it is given, the lab's too, so it is given one that never listens.
  const upgradesOfPages = createServer();
  const upgradePage = (request: IncomingMessage, stream: Duplex, head: Buffer) =>
    dev && upgradesOfPages.emit('upgrade', request, stream, head);
  const site = {
    origins,
    proxies: new Proxies(trustedProxies),
    connections,
    eventStreams,
    files: filesIn(join(root, 'public')),
    isReloading: dev,
  };
  openDoor(server, { lab, page, upgradePage }, site, log);

  let closePages = (): Promise<void> => Promise.resolve();
  const exit = guard(wholeProcess, () => process.exit(0));
  const end = guard(wholeProcess, () => {
    setTimeout(exit, closingMs).unref();
    server.close();
    server.closeAllConnections();
    Promise.allSettled([sidecar.stop().then(() => lab.close()), closePages()]).then(exit, exit);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);

  const app = next({ dev, dir: root, hostname: host, port: address.port, httpServer: upgradesOfPages });
  await quietly(dev, () => app.prepare());
  closePages = () => app.close();
  becomeReady(app.getRequestHandler());
  // Pages are served without the lab, but a student who sees the address may well begin with it.
  await sidecar.listens(startingMs);
  process.stdout.write(`Ackademy is at http://${shownHost(host)}:${address.port}\n`);
  return success(null);
}

/** Next.js logs how long it took to read its settings, which is worth a line in development only. */
async function quietly(dev: boolean, work: () => Promise<void>): Promise<void> {
  const { log } = console;
  if (!dev) console.log = () => {};
  await work().finally(() => (console.log = log));
}
