import type { Deck, Prompt } from '#lib/cards/prompt.ts';
import { createDeckReader } from '#lib/deck/deck-reader.ts';
import { facts } from '../../content/decks/facts/facts.ts';
import { UsageError } from '../command/arguments.ts';
import { type CommandIo, print } from '../command/output.ts';
import { readTextFile } from '../command/read-text-file.ts';
import { parseArguments } from './arguments.ts';

/** One topic of the course, and what shows on the kernel that its cards are right. */
interface TopicProof {
  readonly topic: number;
  readonly name: string;
  /** Ids of its cards, in the order of the deck. */
  readonly cards: readonly string[];
  /** Stages of labs, as `lab#stage`. */
  readonly stages: readonly string[];
  /** Ids of cards that hold a script. */
  readonly scripts: readonly string[];
  /** Ids of cards that a fact test runs Python for. */
  readonly facts: readonly string[];
}

function distinct(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** @param factCards ids of cards that have a fact test */
export function topicProofs(
  { deck, topicNames, prompts }: Deck,
  factCards: ReadonlySet<string>,
): TopicProof[] {
  const idOf = ({ card }: Prompt): string => card.slice(deck.length + 1);
  return Object.entries(topicNames).map(([number, name]) => {
    const topic = Number(number);
    const own = prompts.filter(({ topics }) => topics.includes(topic));
    const cards = distinct(own.map(idOf));
    return {
      topic,
      name,
      cards,
      stages: distinct(own.flatMap(({ lab }) => (lab?.kind === 'stage' ? [`${lab.lab}#${lab.stage}`] : []))),
      scripts: distinct(own.flatMap((prompt) => (prompt.lab?.kind === 'script' ? [idOf(prompt)] : []))),
      facts: cards.filter((card) => factCards.has(card)),
    };
  });
}

function code(items: readonly string[]): string {
  return items.map((item) => `\`${item}\``).join(', ');
}

const head = `# Topics, cards and proofs

Every topic of the course, how many cards ask for it, and what shows on the real kernel that they are right: a stage of a
guided lab, a script in a card, or a snippet of Python (\`content/decks/facts/\`).

\`npm run -s deck -- topics > docs/topics.md\` writes this page again; a test fails if it is not up to date, or if a topic has no
proof.

Snippets alone prove what a lab cannot do: addresses that are not IPv4 addresses (13), the interfaces of a computer (15, 28), the
processor time of a blocked program (8), the two ways to import and the \`with\` block (25).

| | topic | cards | stages of labs | cards with a script | snippets on cards |
|---|---|---|---|---|---|
`;

/** The page that shows the proofs of all topics. */
export function topicTable(proofs: readonly TopicProof[]): string {
  const rows = proofs.map(
    ({ topic, name, cards, stages, scripts, facts }) =>
      `| ${String(topic)} | ${name} | ${String(cards.length)} | ${code(stages)} | ${code(scripts)} | ${code(facts)} |`,
  );
  return `${head}${rows.join('\n')}\n`;
}

export const topicsUsage = `Usage: npm run -s deck -- topics [FILE]

Prints, as Markdown, what proves each topic of the course deck: stages of labs, scripts of cards, snippets of Python.
Exit codes: 0 done, 1 the file could not be read, 2 arguments not understood.`;

/** `npm run deck -- topics` */
export function topics(args: string[], { stdout, stderr, env }: CommandIo): number {
  const [file = 'content/decks/sockets.md', ...more] =
    args.length === 0 ? [] : parseArguments(args, env, false).files;
  if (more.length > 0) throw new UsageError('one deck at a time');
  const read = readTextFile(file);
  if (!read.ok) {
    print(stderr, `${file}: ${read.error.message}`);
    return 1;
  }
  const { deck } = createDeckReader().read(read.value.text, { file });
  stdout.write(topicTable(topicProofs(deck, new Set(facts.map(({ card }) => card)))));
  return 0;
}
