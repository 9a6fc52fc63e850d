/** The front without pages: forwards WebSockets from a free TCP port, which it prints, to the Unix socket that the argument names. */
import { createServer } from 'node:http';
import { openDoor } from '#server/front/front-door.ts';
import { LabGate } from '#server/front/lab-gate.ts';
import { createLog } from '#server/process/log.ts';

const log = createLog('front', 'error');
const lab = new LabGate(process.argv[2] ?? '', log);
const server = createServer();
openDoor(
  server,
  { lab, page: (_, response) => response.writeHead(404).end(), upgradePage: () => false },
  log,
);
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify(server.address())));
process.stdin.once('close', () => process.exit(0)).resume();
