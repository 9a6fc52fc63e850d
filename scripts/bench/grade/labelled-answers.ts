import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDeck } from '#lib/deck/deck-reader.ts';
import type { AnswerText, Prompt } from '#lib/cards/prompt.ts';
import { type DeckAnswers, deckAnswers } from '#lib/grade/deck-answers.ts';
import type { GradableBody, StudentResponse, Verdict } from '#lib/grade/verdict.ts';
import { numberValue } from '#lib/grade/number-value.ts';
import { root } from '../../project/run.mjs';

/** One row of the labelled set. */
export interface LabelledAnswer {
  /** Nobody looked at it while the grader was tuned. */
  readonly isHeldOut: boolean;
  readonly card: string;
  readonly typed: string;
  readonly verdict: Verdict;
  readonly body: GradableBody;
  readonly blank: number | null;
  readonly response: StudentResponse;
  readonly accepted: readonly AnswerText[];
  /** The card's own answer is code or a number. */
  readonly isExact: boolean;
}

/** Every second line of the first set, which ends here, was held out. What came later was looked at. */
const lastOfFirstSet = 1173;

const verdicts: readonly Verdict[] = ['right', 'slip', 'close', 'wrong'];

interface Place {
  readonly body: GradableBody;
  readonly blank: number | null;
  readonly accepted: readonly AnswerText[];
}

function placesOf({ key, body }: Prompt): (readonly [string, Place])[] {
  if (body.kind === 'typed') return [[key, { body, blank: null, accepted: body.accepted }]];
  if (body.kind !== 'cloze' && body.kind !== 'code') return [];
  return body.blanks.map(({ accepted }, blank) => [
    body.blanks.length === 1 ? key : `${key}#${String(blank)}`,
    { body, blank, accepted },
  ]);
}

function responseOf({ body, blank }: Place, typed: string): StudentResponse {
  if (blank === null || (body.kind !== 'cloze' && body.kind !== 'code')) return { kind: 'text', text: typed };
  return { kind: 'blanks', texts: body.blanks.map((_, at) => (at === blank ? typed : '')) };
}

/** The labelled answers to the course deck, with what is right for each; fails where a row names no card of it. */
export function labelledAnswers(): { rows: readonly LabelledAnswer[]; others: DeckAnswers } {
  const file = join(root, 'content/decks/sockets.md');
  const { deck } = readDeck(readFileSync(file, 'utf8'), { file });
  const places = new Map(deck.prompts.flatMap(placesOf));
  const lines = readFileSync(join(root, 'content/answers/sockets.tsv'), 'utf8').split('\n');
  const rows = lines.flatMap((text, index): LabelledAnswer[] => {
    if (index === 0 || text === '') return [];
    const [card = '', typed = '', label] = text.split('\t');
    const place = places.get(card);
    const verdict = verdicts.find((one) => one === label);
    if (place === undefined || verdict === undefined) throw new Error(`line ${String(index + 1)}: ${text}`);
    const [first] = place.accepted;
    const isExact = first !== undefined && (first.isCode || numberValue(first.text) !== null);
    const line = index + 1;
    const isHeldOut = line <= lastOfFirstSet && line % 2 === 0;
    return [{ isHeldOut, card, typed, verdict, ...place, response: responseOf(place, typed), isExact }];
  });
  return { rows, others: deckAnswers(deck.prompts) };
}
