import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import { Proxies } from '#server/front/client.ts';
import { serverOptions } from '#server/front/connections.ts';
import { openDoor, type Site } from '#server/front/front-door.ts';
import { LabGate } from '#server/front/lab-gate.ts';
import { Sidecar } from '#server/front/sidecar.ts';
import { sourceCommand } from '../../scripts/project/compile.mjs';

export interface Front {
  readonly url: string;
  readonly server: Server;
  readonly sidecar: Sidecar;
  /** Lines of the front's log. */
  readonly log: string[];
  /** Resolves with the answer once the sidecar answers. */
  healthy(): Promise<Response>;
  stop(): Promise<void>;
}

const usualSite = {
  proxies: new Proxies([]),
  connections: { all: 200, each: 100 },
  eventStreams: { all: 20, each: 10 },
  files: new Set(['/icon.svg']),
  isReloading: false,
};

/** The front without pages: its server, the gate, and the sidecar that it watches. */
export async function startFront(
  environment: Record<string, string> = {},
  pages = (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(404).end('a page');
  },
  site: Partial<Site> = {},
): Promise<Front> {
  const server = createServer(serverOptions).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const log: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(line) });
  const sidecar = Sidecar.start({
    root: join(import.meta.dirname, '../..'),
    command: sourceCommand('server/main.ts'),
    origins: [url],
    environment: { ...process.env, ...environment },
    log: logger,
  });
  const gate = new LabGate(sidecar.socketPath, logger);
  const rooms = { lab: gate, page: pages, upgradePage: () => false };
  openDoor(server, rooms, { ...usualSite, origins: [url], ...site }, logger);
  return {
    url,
    server,
    sidecar,
    log,
    healthy: async () => {
      for (;;) {
        const answer = await fetch(`${url}/lab/healthz`);
        if (answer.ok) return answer;
        await answer.text();
      }
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await sidecar.stop();
      await gate.close();
    },
  };
}
