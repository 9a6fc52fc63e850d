/** The front without pages: forwards WebSockets from a free TCP port, which it prints, to the Unix socket that the argument names. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Proxies } from '#server/front/client.ts';
import { openDoor } from '#server/front/front-door.ts';
import { LabGate } from '#server/front/lab-gate.ts';
import { createLog } from '#server/process/log.ts';
import { origin } from './sidecar-process.ts';

const log = createLog('front', 'error');
const lab = new LabGate(process.argv[2] ?? '', log);
const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address() as AddressInfo;
const site = {
  origins: [origin, `http://127.0.0.1:${String(address.port)}`],
  proxies: new Proxies([]),
  connections: { all: 1_000, each: 1_000 },
  eventStreams: { all: 1, each: 1 },
  files: new Set<string>(),
  isReloading: false,
};
const page = (_: IncomingMessage, response: ServerResponse) => response.writeHead(404).end();
openDoor(server, { lab, page, upgradePage: () => false }, site, log);
console.log(JSON.stringify(address));
process.stdin.once('close', () => process.exit(0)).resume();
