import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageAt } from '#lib/node/content-reader.ts';
import { describe, expect, test } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import { cardKinds, type CardKind } from '#lib/cards/prompt.ts';

/** The topics of the course. None may be without a card. */
const courseTopics = new Map([
  [1, 'gethostname()'],
  [2, 'gethostbyname()'],
  [3, 'listen()'],
  [4, 'port number'],
  [5, 'SOCK_STREAM'],
  [6, 'a socket with a type'],
  [7, 'sockets'],
  [8, 'blocking calls'],
  [9, 'setting up a listening socket'],
  [10, 'the whole server'],
  [11, 'the client'],
  [12, 'how computers are named'],
  [13, 'IP address'],
  [14, 'AF_INET'],
  [15, 'the network picture'],
  [16, 'TCP'],
  [17, 'the echo loop'],
  [18, 'client/server applications'],
  [19, 'bind()'],
  [20, 'accept()'],
  [21, 'a socket is one end'],
  [22, 'the client, in short'],
  [23, 'client program'],
  [24, 'server program'],
  [25, 'creating a socket object'],
  [26, 'listening socket'],
  [27, '127.0.0.1'],
  [28, 'NIC'],
  [29, 'address and port'],
  [30, 'why TCP'],
]);
const fewestCards = 100;
const fewestPerKind = 8;
const fewestPerTopic = 2;

const file = 'content/decks/sockets.md';
const text = readFileSync(join(import.meta.dirname, 'sockets.md'), 'utf8');
const { deck, diagnostics } = readDeck(text, {
  file,
  imageAt: (path) => imageAt(join(import.meta.dirname, path), import.meta.dirname),
});

/** One entry for each card, whatever its number of prompts. */
const cards = new Map(
  deck.prompts.map(({ card, kind, topics, body }) => [card.slice('sockets/'.length), { kind, topics, body }]),
);

function cardsOnTopic(topic: number): string[] {
  return [...cards].filter(([, { topics }]) => topics.includes(topic)).map(([id]) => id);
}

function cardsOfKind(kind: CardKind): string[] {
  return [...cards].filter(([, card]) => card.kind === kind).map(([id]) => id);
}

describe('the course deck', () => {
  test('is read without an error or a warning', () => {
    const found = diagnostics.map(
      ({ line, column, code, message }) => `${file}:${line}:${column} ${code}: ${message}`,
    );
    expect(found).toEqual([]);
  });

  test(`has ${fewestCards} cards or more`, () => {
    expect(cards.size).toBeGreaterThanOrEqual(fewestCards);
  });

  test.each(cardKinds)(`has ${fewestPerKind} cards or more of kind %s`, (kind) => {
    expect(cardsOfKind(kind).length).toBeGreaterThanOrEqual(fewestPerKind);
  });

  test.each([...courseTopics])('covers topic %i, %s, more than once', (topic) => {
    expect(cardsOnTopic(topic).length).toBeGreaterThanOrEqual(fewestPerTopic);
  });

  test('gives every card a topic of the course, and no other', () => {
    const astray = [...cards].filter(
      ([, { topics }]) => topics.length === 0 || !topics.every((topic) => courseTopics.has(topic)),
    );
    expect(astray.map(([id]) => id)).toEqual([]);
  });

  test('has choices with several right answers, and orders with free and with distractors steps', () => {
    const bodies = [...cards.values()].map(({ body }) => body);
    const several = bodies.filter(
      (body) => body.kind === 'choice' && body.options.filter(({ right }) => right).length > 1,
    );
    const orders = bodies.filter((body) => body.kind === 'order');
    expect(several.length).toBeGreaterThanOrEqual(5);
    expect(orders.some(({ free }) => free.length > 0)).toBe(true);
    expect(orders.some(({ distractors }) => distractors.length > 0)).toBe(true);
    expect(orders.every(({ steps }) => steps.length >= 3)).toBe(true);
  });

  test('says something about every wrong choice', () => {
    const silent = [...cards].filter(
      ([, { body }]) =>
        body.kind === 'choice' && body.options.some(({ right, feedback }) => !right && feedback === null),
    );
    expect(silent.map(([id]) => id)).toEqual([]);
  });

  test('gives no two options of a choice the same feedback', () => {
    const repeating = [...cards].filter(([, { body }]) => {
      if (body.kind !== 'choice') return false;
      const said = body.options.map(({ feedback }) => feedback).filter((feedback) => feedback !== null);
      return new Set(said.map((feedback) => JSON.stringify(feedback))).size < said.length;
    });
    expect(repeating.map(([id]) => id)).toEqual([]);
  });

  test('does not let the number of right answers be guessed', () => {
    const counts = [...cards.values()].flatMap(({ body }) =>
      body.kind === 'choice' ? [body.options.filter(({ right }) => right).length] : [],
    );
    const share = (right: number) =>
      counts.filter((count) => count === right).length / counts.filter((count) => count > 1).length;
    expect(share(2)).toBeGreaterThan(0.25);
    expect(share(3)).toBeGreaterThan(0.25);
  });

  test('asks at most four prompts from one card', () => {
    const counts = new Map<string, number>();
    for (const { card } of deck.prompts) counts.set(card, (counts.get(card) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 4)).toEqual([]);
  });

  test('lists its cards by kind and by topic', () => {
    const kinds = cardKinds.map((kind) => `${kind} ${cardsOfKind(kind).length}`).join(', ');
    const topics = [...courseTopics].map(
      ([topic, name]) => `${String(topic).padStart(2)} ${name}: ${cardsOnTopic(topic).join(', ')}`,
    );
    console.log([`${cards.size} cards, ${deck.prompts.length} prompts (${kinds})`, ...topics].join('\n'));
    expect(topics).toHaveLength(30);
  });
});
