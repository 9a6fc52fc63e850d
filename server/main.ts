import { rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { guard, wholeProcess } from '#lib/failures/guard.ts';
import type { Failure } from '#lib/failures/result.ts';
import { createBridge } from '#server/bridge/bridge.ts';
import { readOptions } from '#server/bridge/options.ts';
import { reasonVariable } from '#server/process/private-command.mjs';
import { createLabKernel } from '#server/kernel/create-lab-kernel.ts';
import { createLog, outliveReaders } from '#server/process/log.ts';
import { fitLab, machineOf, whyMemoryIsShort } from '#server/process/machine-limits.ts';
import { answerWatchdog } from '#server/process/watchdog-channel.ts';

/** What does not end by itself until then is ended. */
const deadlineMs = 1_200;

/** `EX_CONFIG` of sysexits.h: starting again would not help. */
const wrongOptions = 78;

outliveReaders();
const options = readOptions(process.env);
if (!options.ok) refuse(options.error);
const { socketPath, logLevel, bridge: wanted } = options.value;
const log = createLog('sidecar', logLevel);
const machine = machineOf(process.env);
const fitted = fitLab({ sessions: wanted.sessions, sockets: wanted.limits.sockets }, machine);
if (!fitted.ok) refuse(fitted.error);
const { sessions, sockets } = fitted.value.limits;
const bridgeOptions = { ...wanted, sessions, limits: { ...wanted.limits, sockets } };
// Each session learns how many sockets it may have; that needs no warning where nobody asked for more.
for (const { variable, sentence } of fitted.value.lowered)
  log[variable === 'LAB_SOCKETS' && process.env[variable] === undefined ? 'info' : 'warn'](sentence);
const short = whyMemoryIsShort({ sessions, bufferedBytes: wanted.limits.bufferedBytes }, machine);
if (short !== null) log.info(short);
const kernel = createLabKernel({ hostReason: process.env[reasonVariable] ?? null });
const bridge = createBridge(kernel, bridgeOptions, log);

function refuse({ message, help }: Failure): never {
  process.stderr.write(`${message}\n${help}\n`);
  process.exit(wrongOptions);
}

const kill = guard(wholeProcess, () => process.kill(process.pid, 'SIGKILL'));
const shutDown = guard(wholeProcess, () => {
  end('SHUTTING_DOWN', 0).catch(kill);
});

let isEnding = false;
async function end(code: 'SHUTTING_DOWN' | 'INTERNAL', exitCode: 0 | 1): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  // `process.exit` would wait for a system call that does not come back.
  setTimeout(kill, deadlineMs).unref();
  await bridge.close(code);
  await kernel.close();
  process.exit(exitCode);
}

// Sessions, connections and requests have a guard; what comes here belongs to none of them.
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'a bug ends the sidecar');
  end('INTERNAL', 1).catch(kill);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, shutDown);
}

// Standard input is a pipe from the front: it ends when the front does, however that went.
process.stdin.on(
  'error',
  guard(wholeProcess, () => {}),
);
process.stdin.once(
  'close',
  guard(wholeProcess, () => {
    shutDown();
    rmdir(dirname(socketPath)).catch(() => {});
  }),
);
process.stdin.resume();

answerWatchdog(process.env);
await bridge.listen(socketPath);
log.info({ socketPath }, 'the sidecar listens');
