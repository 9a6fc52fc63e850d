import { UsageError } from '../deck/arguments.ts';
import { type CommandIo, print } from '../deck/output.ts';
import { check, checkUsage } from './check.ts';
import { run, runUsage } from './run.ts';

interface Command {
  readonly usage: string;
  /** Gives the exit code. */
  readonly run: (args: string[], io: CommandIo, signal: AbortSignal) => Promise<number> | number;
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
npm run lab -- COMMAND --help says more.
Exit codes: 0 fine, 1 problems found, 2 arguments not understood.`;

const shortUsage = 'Usage: npm run lab -- run|check [OPTION…] [FILE…]';

/** `npm run lab -- …args`; gives the exit code. It ends soon after `signal` is aborted, and the code then means nothing. */
export async function main(args: string[], io: CommandIo, signal: AbortSignal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    print(name === undefined ? io.stderr : io.stdout, usage);
    return name === undefined ? 2 : 0;
  }
  const command = commands.get(name);
  if (command === undefined) {
    print(io.stderr, `lab: there is no command \`${name}\`\n${shortUsage}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    print(io.stdout, command.usage);
    return 0;
  }
  try {
    return await command.run(rest, io, signal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    print(io.stderr, `lab: ${error.message}\n${command.usage.split('\n')[0] ?? shortUsage}`);
    return 2;
  }
}
