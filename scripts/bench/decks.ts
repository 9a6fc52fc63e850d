import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import MarkdownIt from 'markdown-it';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { createDeckReader } from '#lib/deck/deck-reader.ts';
import { splitDeck } from '#lib/deck/syntax/split-deck.ts';
import { root } from '../project/run.mjs';
import { generatedDeck } from './deck/generated-deck.ts';
import { type Figure, median, printFigures, timeInTurn } from './report/figure.ts';

const context = { file: 'generated.md' };

/** The deck with one card edited; each time it has another number of lines than the time before. */
function editedDeck(deck: string, round: number): string {
  const middle = deck.indexOf('A plain paragraph', deck.length >> 1);
  return `${deck.slice(0, middle)}Edit ${String(round)}.${'\n'.repeat(round % 2)}${deck.slice(middle)}`;
}

/** Milliseconds of a first check, each in a process of its own; what the process takes to start is not in it. */
function coldCheckMs(rounds: number): number {
  const script = join(root, 'scripts/bench/deck/cold-check.ts');
  const once = () => Number(execFileSync(process.execPath, ['--import', 'tsx', script], { cwd: root }));
  return median(Array.from({ length: rounds }, once));
}

/**
 * How long decks take to read, beside two general Markdown parsers on the same text. markdown-it only parses, all at once.
 * mdast-util-from-markdown is what reads each card here; given a whole file it takes quadratic time once there are lists.
 */
export function benchDecks(rounds: number): readonly Figure[] {
  const small = generatedDeck(1_000);
  const large = generatedDeck(10_000);
  const markdownIt = new MarkdownIt();
  const reader = createDeckReader();
  reader.read(large, context);
  let edits = 0;
  const subjects = {
    split: { what: 'split, 10,000 cards', run: () => splitDeck(large) },
    index: { what: 'split and index, 10,000 cards', run: () => createDeckReader().index(large, context) },
    checkSmall: { what: 'check, 1,000 cards', run: () => createDeckReader().check(small, context) },
    checkLarge: { what: 'check, 10,000 cards', run: () => createDeckReader().check(large, context) },
    readSmall: { what: 'read and render, 1,000 cards', run: () => createDeckReader().read(small, context) },
    again: {
      what: 'read again after one card’s edit, 10,000 cards',
      run: () => reader.read(editedDeck(large, edits++), context),
    },
    peerSmall: { what: 'markdown-it, 1,000 cards', run: () => markdownIt.parse(small, {}) },
    peerLarge: { what: 'markdown-it, 10,000 cards', run: () => markdownIt.parse(large, {}) },
    wholeSmall: { what: 'mdast-util-from-markdown, 1,000 cards at once', run: () => fromMarkdown(small) },
  };
  const medianMs = timeInTurn(Object.values(subjects), { rounds, warmUps: 1 });
  const msOf = ({ what }: { what: string }) => medianMs.get(what) ?? Number.NaN;
  const figure = (subject: { what: string }, peer: { what: string }, atMost: number | null): Figure => ({
    what: subject.what,
    measured: msOf(subject),
    unit: 'ms',
    peer: { what: peer.what, measured: msOf(peer) },
    goal: atMost === null ? null : { atMost },
  });
  const { split, index, checkSmall, checkLarge, readSmall, again, peerSmall, peerLarge, wholeSmall } =
    subjects;
  return [
    figure(split, peerLarge, null),
    figure(index, peerLarge, 500),
    {
      what: 'check, 10,000 cards, first in its process',
      measured: coldCheckMs(Math.min(rounds, 3)),
      unit: 'ms',
      peer: { what: `${peerLarge.what}, not first`, measured: msOf(peerLarge) },
      goal: { atMost: 4000 },
    },
    figure(checkLarge, peerLarge, null),
    figure(checkSmall, wholeSmall, null),
    {
      what: 'check, 10,000 cards ÷ 1,000 cards',
      measured: msOf(checkLarge) / msOf(checkSmall),
      unit: '×',
      peer: { what: 'markdown-it, the same', measured: msOf(peerLarge) / msOf(peerSmall) },
      goal: { atMost: 12 },
    },
    figure(readSmall, peerSmall, null),
    figure(again, peerLarge, 10),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printFigures(benchDecks(5));
