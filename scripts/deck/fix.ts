import { fixFiles } from '../command/fix-files.ts';
import type { CommandIo } from '../command/output.ts';
import { parseArguments } from './arguments.ts';
import { readDeckFile } from './read-deck-file.ts';

export const fixUsage = `Usage: npm run deck -- fix [FILE…]

Writes an id into the heading of every card that has none, and fixes the problems for which only one correction is
possible: a backtick that is missing at one end of an answer, the marks of a label, a choice without its spaces,
characters that only look right. Prints what it changed, and changes nothing else.
Exit codes: 0 done, 1 a file could not be read or written, 2 arguments not understood.`;

/** `npm run deck -- fix` */
export function fix(args: string[], io: CommandIo): number {
  return fixFiles(parseArguments(args, io.env, false).files, readDeckFile, io);
}
