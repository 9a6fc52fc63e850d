import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import { topicProofs, topicTable } from '../scripts/deck/topics.ts';
import { facts } from './decks/facts/facts.ts';

const file = 'content/decks/sockets.md';
const { deck } = readDeck(readFileSync(join(import.meta.dirname, 'decks', 'sockets.md'), 'utf8'), { file });
const proofs = topicProofs(deck, new Set(facts.map(({ card }) => card)));

/** Topics that a lab has no call for. */
const withoutLab = [13, 15, 28];
const fewestCardsThatRun = 40;

test('every topic of the course is proven, by the lab where it can be', () => {
  console.log(topicTable(proofs));
  expect(proofs).toHaveLength(30);
  const unproven = proofs.filter(({ stages, scripts, facts: snippets, topic }) =>
    withoutLab.includes(topic) ? snippets.length === 0 : stages.length + scripts.length === 0,
  );
  expect(unproven.map(({ topic, name }) => `${String(topic)} ${name}`)).toEqual([]);
});

test('the page on topics is up to date (npm run -s deck -- topics > docs/topics.md)', () => {
  expect(readFileSync('docs/topics.md', 'utf8')).toBe(topicTable(proofs));
});

test(`${String(fewestCardsThatRun)} cards or more can be run`, () => {
  const running = new Set(deck.prompts.flatMap(({ card, lab }) => (lab === null ? [] : [card])));
  expect(running.size).toBeGreaterThanOrEqual(fewestCardsThatRun);
});
