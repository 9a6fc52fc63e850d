/** A front in a process of its own, to be started with few descriptors. Prints one line, as JSON: where it and its sidecar are. */
import { fitConnections, readMachine } from '#server/process/machine-limits.ts';
import { startFront } from '#test/server/front.ts';

const unlimited = { all: 100_000, each: 100_000 };
const fitted = fitConnections(unlimited, readMachine());
const connections = process.argv[2] === 'limited' && fitted.ok ? fitted.value.limits : unlimited;
const front = await startFront({}, undefined, { connections });
await front.healthy();
console.log(JSON.stringify({ url: front.url, socketPath: front.sidecar.socketPath }));
process.stdin.once('close', () => void front.stop().then(() => process.exit(0))).resume();
