/**
 * How long decks take to read, beside two general Markdown parsers on the same text. Run with `tsx scripts/bench/decks.ts`.
 *
 * markdown-it only parses, all at once. mdast-util-from-markdown is what reads each card here; over a whole file it takes
 * quadratic time once there are lists, so it gets fewer cards.
 */
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import MarkdownIt from 'markdown-it';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { createDeckReader } from '#lib/deck/deck-reader.ts';
import { splitDeck } from '#lib/deck/split-deck.ts';

const context = { file: 'generated.md' };

/** One card of each kind in turn; every card differs from every other. */
const cardTemplates: readonly ((n: number) => string)[] = [
  (n) =>
    `## What does call ${n} do?  <!-- id: basic-${n}; both; topics: 3, 8 -->\nGives socket ${n} a local **address and port**, see \`bind()\`.\n\n**Why:** without it the kernel picks a port.\n`,
  (n) =>
    `## Which call makes socket ${n} passive?  <!-- id: typed-${n} -->\n**Answer:** \`listen(${n})\`\n\n**Also accept:** \`listen\` | \`s.listen()\`\n\n**Not:** \`accept()\` — it waits for a client.\n`,
  (n) =>
    `## Which of these can block socket ${n}?  <!-- id: choice-${n} -->\n- [x] \`accept()\` — waits for a connection\n- [ ] \`bind()\` — returns at once\n- [ ] \`listen(${n})\` — returns at once too\n`,
  (n) =>
    `## Put the calls of server ${n} in order  <!-- id: order-${n}; order -->\n1. \`socket()\`\n2. \`bind()\`\n3. \`listen(${n})\`\n4. \`accept()\`\n\n**Free:** \`setsockopt()\` after 1 before 2\n`,
  (n) =>
    `## Match error ${n} to its cause  <!-- id: match-${n}; match -->\n| Error | Cause |\n|---|---|\n| \`ConnectionRefusedError\` | nothing listens on port ${n} |\n| \`TimeoutError\` | nobody answers |\n`,
  (n) =>
    `## Handshake ${n}  <!-- id: cloze-${n} -->\nThe server answers {{SYN ${n}|syn}} with {{SYN-ACK::two flags}}; after the {{1::ACK}} both ends are {{1::ESTABLISHED}}.\n`,
  (n) =>
    `## Fill in server ${n}  <!-- id: code-${n} -->\n\`\`\`python\ns = socket({{AF_INET}}, SOCK_STREAM)\ns.{{bind}}(('127.0.0.1', ${n}))\n\`\`\`\n`,
  (n) =>
    `## What is number ${n} about?  <!-- id: plain-${n} -->\nA plain paragraph of a few words on sockets and ports.\n\n- one item\n- another [link](https://example.org/${n})\n`,
];

/** A valid deck of so many cards. */
export function generatedDeck(cards: number): string {
  const parts = ['---\ndeck: generated\ntitle: Generated\nlang: python\n---\n\n# Generated\n'];
  for (let n = 0; n < cards; n++) parts.push(cardTemplates[n % cardTemplates.length]?.(n) ?? '');
  return parts.join('\n');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

function timeMs(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

interface Subject {
  readonly name: string;
  readonly run: () => void;
}

/** Runs the subjects in turn, so that whatever slows the machine slows all of them. */
function medians(subjects: readonly Subject[], rounds: number): Map<string, number> {
  const times = new Map(subjects.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of subjects) times.get(name)?.push(timeMs(run));
  }
  return new Map(Array.from(times, ([name, values]) => [name, median(values)]));
}

function editedDeck(deck: string, round: number): string {
  const middle = deck.indexOf('A plain paragraph', deck.length >> 1);
  return `${deck.slice(0, middle)}Edit ${String(round)}. ${deck.slice(middle)}`;
}

/** Medians in milliseconds, by name. */
export function benchDecks(rounds = 5): Map<string, number> {
  const small = generatedDeck(1_000);
  const large = generatedDeck(10_000);
  const markdownIt = new MarkdownIt();
  const reader = createDeckReader();
  reader.read(large, context);
  let edits = 0;
  const subjects: Subject[] = [
    { name: 'split, 10,000 cards', run: () => splitDeck(large) },
    { name: 'split and index, 1,000 cards', run: () => createDeckReader().index(small, context) },
    { name: 'split and index, 10,000 cards', run: () => createDeckReader().index(large, context) },
    { name: 'check, 1,000 cards', run: () => createDeckReader().check(small, context) },
    { name: 'check, 10,000 cards', run: () => createDeckReader().check(large, context) },
    {
      name: 'check again after one edit, 10,000 cards',
      run: () => reader.check(editedDeck(large, edits++), context),
    },
    {
      name: 'read again after one edit, 10,000 cards',
      run: () => reader.read(editedDeck(large, edits++), context),
    },
    { name: 'read and render, 1,000 cards', run: () => createDeckReader().read(small, context) },
    { name: 'markdown-it, 1,000 cards', run: () => markdownIt.parse(small, {}) },
    { name: 'markdown-it, 10,000 cards', run: () => markdownIt.parse(large, {}) },
    { name: 'mdast-util-from-markdown, whole, 500 cards', run: () => fromMarkdown(generatedDeck(500)) },
    { name: 'mdast-util-from-markdown, whole, 1,000 cards', run: () => fromMarkdown(small) },
  ];
  return medians(subjects, rounds);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const results = benchDecks();
  console.log(
    `decks: medians of 5 interleaved runs, Node ${process.version}, ${cpus()[0]?.model ?? 'unknown CPU'}`,
  );
  for (const [name, ms] of results) console.log(`${name.padEnd(48)}${ms.toFixed(1).padStart(10)} ms`);
}
