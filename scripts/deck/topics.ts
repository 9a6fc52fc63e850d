import { createDeckReader } from '#lib/deck/deck-reader.ts';
import { facts } from '../../content/decks/facts/facts.ts';
import { parseArguments } from './arguments.ts';
import { readDeckFile } from './read-deck-file.ts';
import { topicProofs, topicTable } from './topic-table.ts';
import { UsageError } from './usage-error.ts';

export const topicsUsage = `Usage: npm run -s deck -- topics [FILE]

Prints, as Markdown, what proves each topic of the course deck: stages of labs, scripts of cards, snippets of Python.
Exit codes: 0 done, 1 the file could not be read, 2 arguments not understood.`;

/** `npm run deck -- topics` */
export function topics(args: string[]): number {
  const [file = 'content/decks/sockets.md', ...more] =
    args.length === 0 ? [] : parseArguments(args, false).files;
  if (more.length > 0) throw new UsageError('one deck at a time');
  const read = readDeckFile(file);
  if ('diagnostic' in read) {
    console.error(`${file}: ${read.diagnostic.message}`);
    return 1;
  }
  const { deck } = createDeckReader().read(read.text, { file });
  process.stdout.write(topicTable(topicProofs(deck, new Set(facts.map(({ card }) => card)))));
  return 0;
}
