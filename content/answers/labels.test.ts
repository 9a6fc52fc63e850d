import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import type { Prompt } from '#lib/cards/prompt.ts';

const verdicts = ['right', 'slip', 'close', 'wrong'];
const fewestRows = 400;

const content = join(import.meta.dirname, '..');
const { deck } = readDeck(readFileSync(join(content, 'decks', 'sockets.md'), 'utf8'), { file: 'sockets.md' });
const [header, ...lines] = readFileSync(join(import.meta.dirname, 'sockets.tsv'), 'utf8')
  .replace(/\n$/, '')
  .split('\n');
const rows = lines.map((line) => line.split('\t'));

/** What of a prompt is typed: the whole answer, or one blank of several. */
function keysOf({ key, body }: Prompt): string[] {
  switch (body.kind) {
    case 'typed':
      return [key];
    case 'cloze':
    case 'code':
      return body.blanks.length === 1 ? [key] : body.blanks.map((_, index) => `${key}#${String(index)}`);
    case 'basic':
    case 'choice':
    case 'order':
    case 'match':
      return [];
    default:
      return body satisfies never;
  }
}

describe('the labelled answers', () => {
  const keys = deck.prompts.flatMap(keysOf);

  test('have three columns, and a verdict of four', () => {
    expect(header).toBe('card\ttyped\tverdict');
    const odd = rows.filter((row) => row.length !== 3 || !verdicts.includes(row[2] ?? ''));
    expect(odd).toEqual([]);
  });

  test(`are ${String(fewestRows)} or more, none of them twice`, () => {
    expect(rows.length).toBeGreaterThanOrEqual(fewestRows);
    const seen = new Set<string>();
    const twice = rows.filter(([card, typed]) => {
      const row = `${String(card)}\t${String(typed)}`;
      return seen.size === seen.add(row).size;
    });
    expect(twice).toEqual([]);
  });

  test('name typed answers and blanks of the deck, and nothing else', () => {
    expect(rows.filter(([card]) => card === undefined || !keys.includes(card))).toEqual([]);
  });

  test('have a right and a wrong one for each typed answer and each blank', () => {
    const has = (key: string, wanted: string) =>
      rows.some(([card, , verdict]) => card === key && verdict === wanted);
    expect(keys.filter((key) => !has(key, 'right') || !has(key, 'wrong'))).toEqual([]);
  });
});
