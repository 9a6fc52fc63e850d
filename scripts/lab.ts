/** `npm run lab -- run|check`: see `docs/lab-scripts.md`. */
import { UsageError } from './deck/arguments.ts';
import { check, checkUsage } from './lab/check.ts';
import { run, runUsage } from './lab/run.ts';

interface Command {
  readonly usage: string;
  /** Gives the exit code. */
  readonly run: (args: string[], signal: AbortSignal) => Promise<number> | number;
}

const commands = new Map<string, Command>([
  ['run', { usage: runUsage, run }],
  ['check', { usage: checkUsage, run: check }],
]);

const usage = `Usage: npm run lab -- COMMAND [OPTION…] [FILE…]

  run     run lab scripts on the real kernel, and say where it does something else
  check   say what is wrong in lab scripts, and run nothing

A folder in place of a file stands for the Markdown files in it, and in its folders.
Without files: every file of content, or of $CONTENT_DIR.
npm run lab -- COMMAND --help tells more.
Exit codes: 0 fine, 1 problems found, 2 arguments not understood.`;

const shortUsage = 'Usage: npm run lab -- run|check [OPTION…] [FILE…]';

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? console.error : console.log)(usage);
    return name === undefined ? 2 : 0;
  }
  const command = commands.get(name);
  if (command === undefined) {
    console.error(`lab: there is no command \`${name}\`\n${shortUsage}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.usage);
    return 0;
  }
  try {
    return await command.run(rest, signal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`lab: ${error.message}\n${command.usage.split('\n')[0] ?? shortUsage}`);
    return 2;
  }
}

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
// Whoever read what is printed, such as `head`, has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  endWith(signalCodes.SIGPIPE);
});
// The channel to the process that started this one must not keep it running.
process.channel?.unref();

const code = await main(process.argv.slice(2), ending.signal);
process.exitCode = endedWith ?? code;
