import { answers, answersUsage } from './answers.ts';
import { check, checkUsage } from './check.ts';
import { fix, fixUsage } from './fix.ts';
import { list, listUsage } from './list.ts';
import { topics, topicsUsage } from './topics.ts';
import { UsageError } from './arguments.ts';
import { type CommandIo, print } from './output.ts';

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
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    print(name === undefined ? io.stderr : io.stdout, usage);
    return name === undefined ? 2 : 0;
  }
  const command = commands.get(name);
  if (command === undefined) {
    print(io.stderr, `deck: there is no command \`${name}\`\n${shortUsage}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    print(io.stdout, command.usage);
    return 0;
  }
  try {
    return command.run(rest, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    print(io.stderr, `deck: ${error.message}\n${command.usage.split('\n')[0] ?? shortUsage}`);
    return 2;
  }
}
