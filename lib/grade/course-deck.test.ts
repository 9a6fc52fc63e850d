import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import type { Body } from '#lib/cards/prompt.ts';
import { deckAnswers } from './deck-answers.ts';
import { grade } from './grade.ts';

const file = 'content/decks/sockets.md';
const { deck } = readDeck(readFileSync(file, 'utf8'), { file });
const others = deckAnswers(deck.prompts);

type Typed = Extract<Body, { kind: 'typed' }>;
const typed = deck.prompts.flatMap(({ key, body }) => (body.kind === 'typed' ? [{ key, body }] : []));

function graded(body: Typed, text: string) {
  return grade(body, { kind: 'text', text }, others);
}

/** The ways to write an answer: as it is, and as the author wrote it. */
function answersOf({ accepted, list }: Typed): string[] {
  return list === null
    ? accepted.map(({ text }) => text)
    : [list.items.map((item) => item[0]?.text ?? '').join(', ')];
}

describe('of the course deck', () => {
  it('every answer to a typed card is right on its card', () => {
    expect(typed.length).toBeGreaterThanOrEqual(30);
    for (const { key, body } of typed) {
      for (const text of answersOf(body))
        expect([key, text, graded(body, text).verdict]).toEqual([key, text, 'right']);
    }
  });

  it('every answer that a card names as wrong is wrong, and has its word', () => {
    for (const { key, body } of typed) {
      for (const { text } of body.not) {
        const found = graded(body, text.text);
        const [one] = found.kind === 'list' ? found.items : found.kind === 'text' ? [found.text] : [];
        expect([key, found.verdict, one?.note?.kind]).toEqual([key, 'wrong', 'not']);
      }
    }
  });

  it('every answer to a blank is right in its blank', () => {
    for (const { key, body } of deck.prompts) {
      if (body.kind !== 'cloze' && body.kind !== 'code') continue;
      const most = Math.max(...body.blanks.map(({ accepted }) => accepted.length));
      for (let way = 0; way < most; way += 1) {
        const texts = body.blanks.map(({ accepted }) => (accepted[way] ?? accepted[0])?.text ?? '');
        const { verdict, credit } = grade(body, { kind: 'blanks', texts }, others);
        expect([key, texts, verdict, credit]).toEqual([key, texts, 'right', 1]);
      }
    }
  });

  it('no answer to another typed card is right, unless the card accepts it', () => {
    const answers = typed.flatMap(({ body }) => answersOf(body));
    for (const { key, body } of typed) {
      const own = new Set(answersOf(body).map((text) => text.toLowerCase()));
      const taken = answers.filter(
        (text) => !own.has(text.toLowerCase()) && ['right', 'slip'].includes(graded(body, text).verdict),
      );
      expect([key, taken]).toEqual([
        key,
        taken.filter((text) => graded(body, text).credit === 1 && isAccepted(body, text)),
      ]);
    }
  });
});

/** Whether the card accepts the same with other parentheses or another receiver. */
function isAccepted(body: Typed, text: string): boolean {
  const bare = (one: string) => one.toLowerCase().replace(/\(\)$/, '').replace(/[`'"]/g, '');
  return answersOf(body).some((one) => bare(one) === bare(text));
}
