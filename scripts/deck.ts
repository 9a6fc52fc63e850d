/** `npm run deck -- check|fix|list|topics|answers`: see `docs/deck-format.md`. */
import { answers, answersUsage } from './deck/answers.ts';
import { check, checkUsage } from './deck/check.ts';
import { fix, fixUsage } from './deck/fix.ts';
import { list, listUsage } from './deck/list.ts';
import { topics, topicsUsage } from './deck/topics.ts';
import { UsageError } from './deck/arguments.ts';

interface Command {
  readonly usage: string;
  /** Gives the exit code. */
  readonly run: (args: string[]) => number;
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
  fix     write the ids that are missing, and mend what can be mended in one way only
  list    count the cards of decks
  topics  show what proves each topic of the course
  answers show what students answered, and what to accept

A folder in place of a file stands for the decks in it.
Without files: every deck of content/decks, or of $CONTENT_DIR/decks.
npm run deck -- COMMAND --help tells more.
Exit codes: 0 fine, 1 problems found, 2 arguments not understood.`;

const shortUsage = 'Usage: npm run deck -- check|fix|list|topics|answers [OPTION…] [FILE…]';

function main(args: string[]): number {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? console.error : console.log)(usage);
    return name === undefined ? 2 : 0;
  }
  const command = commands.get(name);
  if (command === undefined) {
    console.error(`deck: there is no command \`${name}\`\n${shortUsage}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.usage);
    return 0;
  }
  try {
    return command.run(rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`deck: ${error.message}\n${command.usage.split('\n')[0] ?? shortUsage}`);
    return 2;
  }
}

process.exitCode = main(process.argv.slice(2));
