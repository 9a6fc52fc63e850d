import { phraseHtml, plainHtml } from '#lib/cards/html.ts';
import type { Body, Html, Prompt } from '#lib/cards/prompt.ts';
import { shuffled } from '#lib/cards/shuffle.ts';
import type { GameEntry } from '#lib/review/log-entry.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { isUndone } from '#lib/review/undo.ts';

type Code = Extract<Body, { kind: 'cloze' | 'code' }>;

interface TypingPrompt {
  readonly prompt: Prompt;
  readonly body: Code;
}

/** Code with blanks to be typed, up to `most` prompts of different cards; the same seed gives the same. */
export function typingPrompts(prompts: readonly Prompt[], most: number, seed: string): TypingPrompt[] {
  const cards = new Set<string>();
  return shuffled(prompts, seed)
    .flatMap((prompt): TypingPrompt[] => {
      if (prompt.body.kind !== 'code' || cards.has(prompt.card)) return [];
      cards.add(prompt.card);
      return [{ prompt, body: prompt.body }];
    })
    .slice(0, most);
}

export type Game = GameEntry['game'];

/** Seconds for each pair or blank, penalties included: what makes games of different lengths comparable. */
export function secondsPerItem({ durationMs, items }: Pick<GameEntry, 'durationMs' | 'items'>): number {
  return durationMs / 1000 / items;
}

/** A student's games of one sort on one deck, the quickest first. */
export function bestGames({ games, undos }: ReviewState, deck: string, game: Game): GameEntry[] {
  return games
    .filter((row) => row.deck === deck && row.game === game && !isUndone(row, undos))
    .sort((a, b) => secondsPerItem(a) - secondsPerItem(b) || a.at - b.at);
}

/** Two sides that belong together. */
type Pair = readonly [left: Html, right: Html];

/** Pairs that are on the table at the same time; no left side fits two right ones. */
type MatchRound = readonly Pair[];

const mostPairs = 6;
/** With fewer the last ones match themselves. */
const fewestPairs = 3;

/** The rows of a match card belong together; so do all the cards that are asked both ways. */
function groupsOf(prompts: readonly Prompt[]): MatchRound[] {
  const groups: MatchRound[] = [];
  const named: Pair[] = [];
  for (const { body, front } of prompts) {
    if (body.kind === 'match') groups.push(body.pairs);
    const meaning = body.kind === 'basic' && body.asks === 'meaning' ? phraseHtml(body.answer) : null;
    if (meaning !== null) named.push([front, meaning]);
  }
  return [...groups, named];
}

/** Pairs of which no two have the same text on one side. */
function distinct(pairs: MatchRound): Pair[] {
  const seen = new Set<string>();
  return pairs.filter(([left, right]) => {
    const sides = [`<${plainHtml(left)}`, `>${plainHtml(right)}`];
    const isNew = sides.every((side) => !seen.has(side));
    for (const side of sides) seen.add(side);
    return isNew;
  });
}

/**
 * The rounds of a game of matching: each is one table of the deck, or cards that are asked both ways, never two of these
 * mixed, as then a left side could fit two right ones. The same seed gives the same; none where the deck has too few pairs.
 */
export function matchRounds(prompts: readonly Prompt[], rounds: number, seed: string): MatchRound[] {
  const usable = groupsOf(prompts)
    .map((group, index) => shuffled(distinct(group), `${seed}~${String(index)}`).slice(0, mostPairs))
    .filter(({ length }) => length >= fewestPairs);
  return shuffled(usable, seed).slice(0, rounds);
}
