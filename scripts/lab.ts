/** `npm run lab -- run|check`: see `docs/lab-scripts.md`. */
import { main } from './lab/main.ts';

/** What a shell shows for a program that a signal ended: 128 and the signal's number. */
const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 } as const;

const ending = new AbortController();
let endedWith: number | null = null;
function endWith(code: number): void {
  endedWith ??= code;
  ending.abort();
}
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    endWith(signalCodes[signal]);
  });
process.once('disconnect', () => {
  endWith(signalCodes.SIGHUP);
});
// The reader of the output, such as `head`, has had enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  endWith(signalCodes.SIGPIPE);
});
// The channel to the process that started this one must not keep it running.
process.channel?.unref();

const code = await main(process.argv.slice(2), process, ending.signal);
process.exitCode = endedWith ?? code;
