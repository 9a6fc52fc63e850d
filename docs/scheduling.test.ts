import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { readDeck } from '#lib/deck/deck-reader.ts';
import { readGuide } from '#lib/guide/read-guide.ts';

const page = readFileSync(new URL('scheduling.md', import.meta.url), 'utf8');
const file = 'content/decks/sockets.md';
const { deck } = readDeck(readFileSync(file, 'utf8'), { file });
const named = z.object({
  card: z.string().optional(),
  lab: z.string().optional(),
  stage: z.string().optional(),
});
const entries = [...page.matchAll(/^\{"kind":.*\}$/gm)].map(([line]) => named.parse(JSON.parse(line)));

it('shows entries of cards and stages that exist', () => {
  const keys = new Set(deck.prompts.map(({ key }) => key));
  const cards = [...page.matchAll(/\bsockets\/[a-z0-9-]+(?:\/[a-z0-9-]+)?/g)].map(([key]) => key);
  expect(cards.length).toBeGreaterThan(6);
  expect(cards.filter((key) => !keys.has(key))).toEqual([]);
  const stages = entries.flatMap(({ lab, stage }) => (lab === undefined ? [] : [{ lab, stage }]));
  expect(stages.length).toBeGreaterThan(0);
  for (const { lab, stage } of stages) {
    const { guide } = readGuide(readFileSync(`content/labs/${lab}.md`, 'utf8'), { file: `${lab}.md` });
    expect(guide?.stages.map(({ id }) => id)).toContain(stage);
  }
});
