import { chooseCommand, reportUsageError } from '../command/choose-command.ts';
import type { CommandIo } from '../command/output.ts';
import { check, checkUsage } from './check.ts';
import { fix, fixUsage } from './fix.ts';
import { run, runUsage } from './run.ts';

interface Command {
  readonly usage: string;
  /** Gives the exit code. */
  readonly run: (args: string[], io: CommandIo, signal: AbortSignal) => Promise<number> | number;
}

const commands = new Map<string, Command>([
  ['run', { usage: runUsage, run }],
  ['check', { usage: checkUsage, run: check }],
  ['fix', { usage: fixUsage, run: fix }],
]);

const usage = `Usage: npm run lab -- COMMAND [OPTION…] [FILE…]

  run     run lab scripts on the real kernel, and say where it does something else
  check   say what is wrong in lab scripts, and run nothing
  fix     write the ids of stages that are missing, and fix what can be fixed in one way only

A folder in place of a file stands for the Markdown files in it, and in its folders.
Without files: every file of content, or of $CONTENT_DIR.
npm run lab -- COMMAND --help says more.
Exit codes: 0 fine, 1 problems found, 2 arguments not understood.`;

const shortUsage = 'Usage: npm run lab -- run|check|fix [OPTION…] [FILE…]';

/** `npm run lab -- …args`; gives the exit code. It ends soon after `signal` is aborted, and the code then means nothing. */
export async function main(args: string[], io: CommandIo, signal: AbortSignal): Promise<number> {
  const chosen = chooseCommand({ name: 'lab', usage, shortUsage, commands }, args, io);
  if (typeof chosen === 'number') return chosen;
  try {
    return await chosen.command.run(chosen.rest, io, signal);
  } catch (error) {
    return reportUsageError(error, 'lab', chosen.command.usage, io);
  }
}
