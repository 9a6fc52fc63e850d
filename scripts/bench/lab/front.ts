/** The front without pages: forwards WebSockets from a free TCP port, which it prints, to the Unix socket that the argument names. */
import { createServer } from 'node:http';
import { LabGate } from '#server/front/lab-gate.ts';
import { createLog } from '#server/process/log.ts';

const gate = new LabGate(process.argv[2] ?? '', createLog('front', 'error'));
const server = createServer();
server.on('upgrade', (request, stream, head) => {
  if (!gate.upgrade(request, stream, head)) stream.destroy();
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify(server.address())));
process.stdin.once('close', () => process.exit(0)).resume();
