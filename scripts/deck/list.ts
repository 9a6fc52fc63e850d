import { createDeckReader } from '#lib/deck/deck-reader.ts';
import { cardKinds } from '#lib/cards/prompt.ts';
import { formatDiagnostic } from '#lib/diagnostics/diagnostic.ts';
import { parseArguments } from './arguments.ts';
import { type CommandIo, paintFor, print } from '../command/output.ts';
import { readTextFile } from '../command/read-text-file.ts';

export const listUsage = `Usage: npm run deck -- list [FILE…]

Counts the cards of decks, by kind, and the prompts they make.
Exit codes: 0 done, 1 a file could not be read, 2 arguments not understood.`;

const headings = ['deck', 'cards', 'prompts', ...cardKinds, 'file'];

function entryOf(file: string, text: string): string[] {
  const { frontMatter, prompts } = createDeckReader().index(text, { file });
  const kinds = new Map(prompts.map(({ card, kind }) => [card, kind]));
  const perKind = cardKinds.map((kind) => [...kinds.values()].filter((other) => other === kind).length);
  return [frontMatter.deck, ...[kinds.size, prompts.length, ...perKind].map(String), file];
}

/** Text to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const isText = column === 0 || column === headings.length - 1;
        return isText ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** `npm run deck -- list` */
export function list(args: string[], { stdout, stderr, env }: CommandIo): number {
  const { files } = parseArguments(args, env, false);
  const rows: string[][] = [];
  let failed = false;
  for (const file of files) {
    const read = readTextFile(file);
    if (!read.ok) {
      print(stderr, formatDiagnostic(read.error, null, paintFor(stderr, env)));
      failed = true;
    } else {
      rows.push(entryOf(file, read.value.text));
    }
  }
  for (const line of aligned([headings, ...rows])) print(stdout, line);
  return failed ? 1 : 0;
}
