/** Checks 300 cards in a process that has checked nothing before, then parses them with markdown-it; prints both times in ms. */
import MarkdownIt from 'markdown-it';
import { createDeckReader } from '#lib/deck/deck-reader.ts';
import { generatedDeck } from './generated-deck.ts';

const deck = generatedDeck(300);

function timed(run: () => unknown): number {
  const began = performance.now();
  run();
  return performance.now() - began;
}

const checkMs = timed(() => createDeckReader().check(deck, { file: 'generated.md' }));
const peerMs = timed(() => new MarkdownIt().parse(deck, {}));
console.log(JSON.stringify([checkMs, peerMs]));
