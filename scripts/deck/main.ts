import { answers, answersUsage } from './answers.ts';
import { check, checkUsage } from './check.ts';
import { fix, fixUsage } from './fix.ts';
import { list, listUsage } from './list.ts';
import { topics, topicsUsage } from './topics.ts';
import { chooseCommand, reportUsageError } from '../command/choose-command.ts';
import type { CommandIo } from '../command/output.ts';

interface Command {
  readonly usage: string;
  /** Gives the exit code. */
  readonly run: (args: string[], io: CommandIo) => number;
}

const commands = new Map<string, Command>([
  ['check', { usage: checkUsage, run: check }],
  ['fix', { usage: fixUsage, run: fix }],
  ['list', { usage: listUsage, run: list }],
  ['topics', { usage: topicsUsage, run: topics }],
  ['answers', { usage: answersUsage, run: answers }],
]);

const usage = `Usage: npm run deck -- COMMAND [OPTION…] [FILE…]

  check   say what is wrong in decks
  fix     write the ids that are missing, and fix what can be fixed in one way only
  list    count the cards of decks
  topics  show what proves each topic of the course
  answers show what students answered, and what to accept

A folder in place of a file stands for the decks in it.
Without files: every deck of content/decks, or of $CONTENT_DIR/decks.
npm run deck -- COMMAND --help says more.
Exit codes: 0 fine, 1 problems found, 2 arguments not understood.`;

const shortUsage = 'Usage: npm run deck -- check|fix|list|topics|answers [OPTION…] [FILE…]';

/** `npm run deck -- …args`; gives the exit code. */
export function main(args: string[], io: CommandIo): number {
  const chosen = chooseCommand({ name: 'deck', usage, shortUsage, commands }, args, io);
  if (typeof chosen === 'number') return chosen;
  try {
    return chosen.command.run(chosen.rest, io);
  } catch (error) {
    return reportUsageError(error, 'deck', chosen.command.usage, io);
  }
}
