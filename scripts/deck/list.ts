import { cardKinds } from '#lib/cards/prompt.ts';
import { createDeckReader, duplicateDecks, type ReadDeck } from '#lib/deck/deck-reader.ts';
import { type Diagnostic, formatDiagnostic } from '#lib/diagnostics/diagnostic.ts';
import { parseArguments } from './arguments.ts';
import { type CommandIo, paintFor, print } from '../command/output.ts';
import { readDeckFile } from './read-deck-file.ts';

export const listUsage = `Usage: npm run deck -- list [FILE…]

Counts the cards of decks that are asked, by kind, and the prompts they make.
Exit codes: 0 done, 1 a file could not be read, 2 arguments not understood.`;

interface Entry {
  readonly file: string;
  readonly read: ReadDeck;
}

/** The headings of the table. Cards that are left out have a column only if there are any. */
function headingsFor(entries: readonly Entry[]): string[] {
  const leftOut = entries.some(({ read }) => read.leftOut.length > 0) ? ['left out'] : [];
  return ['deck', 'cards', ...leftOut, 'prompts', ...cardKinds, 'file'];
}

function rowOf({ file, read: { deck, leftOut } }: Entry, headings: readonly string[]): string[] {
  const kinds = new Map(deck.prompts.map(({ card, kind }) => [card, kind]));
  const perKind = cardKinds.map((kind) => [...kinds.values()].filter((other) => other === kind).length);
  const out = headings.includes('left out') ? [leftOut.length] : [];
  return [deck.deck, ...[kinds.size, ...out, deck.prompts.length, ...perKind].map(String), file];
}

/** Text to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const [headings = []] = rows;
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
  const { files, passedOver } = parseArguments(args, env, false);
  const paint = paintFor(stderr, env);
  const entries: Entry[] = [];
  const failed: Diagnostic[] = [];
  for (const file of files) {
    const read = readDeckFile(file);
    if (!read.ok) failed.push(read.error);
    else entries.push({ file, read: createDeckReader().read(read.value.text, { file }) });
  }
  const duplicates = duplicateDecks(entries.map(({ read }) => read.claim));
  failed.push(...duplicates.values());
  for (const found of [...failed, ...passedOver]) print(stderr, formatDiagnostic(found, null, paint));
  const served = entries.filter(({ file }) => !duplicates.has(file));
  const headings = headingsFor(served);
  for (const line of aligned([headings, ...served.map((entry) => rowOf(entry, headings))]))
    print(stdout, line);
  return failed.length > 0 ? 1 : 0;
}
