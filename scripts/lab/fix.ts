import { isGuide } from '#lib/guide/read-guide.ts';
import { fixFiles } from '../command/fix-files.ts';
import type { CommandIo } from '../command/output.ts';
import { readTextFile } from '../command/read-text-file.ts';
import { parseArguments } from './arguments.ts';

export const fixUsage = `Usage: npm run lab -- fix [FILE…]

Writes an id into the heading of every stage that has none, and fixes the problems of guided labs for which only one
correction is possible. Prints what it changed, and changes nothing else. \`npm run deck -- fix\` does the same for decks.
Exit codes: 0 done, 1 a file could not be read or written, 2 arguments not understood.`;

/** Whether the file is a guided lab, or cannot be read, which fixing it reports. */
function isLab(file: string): boolean {
  const read = readTextFile(file);
  return !read.ok || isGuide(read.value.text, file);
}

/** `npm run lab -- fix` */
export function fix(args: string[], io: CommandIo): number {
  const { files } = parseArguments(args, io.env);
  return fixFiles(files.map(({ file }) => file).filter(isLab), readTextFile, io);
}
