import type { Prompt, PromptKey } from '#lib/cards/prompt.ts';
import type { StudyMode } from '#lib/review/queue.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';
import { writeCookie } from '#lib/storage/cookie.ts';

const yearSeconds = 31_536_000;

/** Where a deck is studied; `null`: all of them in one queue. */
export function studyPath(deck: string | null): '/study' | `/study/${string}` {
  return deck === null ? '/study' : `/study/${deck}`;
}

/**
 * The cookie that carries to the server which card of a deck, or of all (`null`), comes next, so that the page arrives with
 * that card in it. A hint, no more: the review log decides.
 */
export function nextCookie(deck: string | null): string {
  return deck === null ? 'next' : `next-${deck}`;
}

/** @param seed of the card to come (`seedOf`). */
export function rememberNext(deck: string | null, seed: string): void {
  writeCookie(nextCookie(deck), encodeURIComponent(seed), studyPath(deck), yearSeconds);
}

/** The prompt that a cookie names. */
export function hintedPrompt(hint: string, prompts: readonly Prompt[]): Prompt | null {
  return prompts.find(({ key }) => hint.startsWith(`${key}~`)) ?? null;
}

export const studyModes: readonly StudyMode[] = ['study', 'practice', 'cram'];

/** The card in front of the student. It stays there, whatever the queue says, until the log says something new of it. */
export interface Turn {
  readonly key: PromptKey;
  /** Seed of the order in which options are shown; another one each time the prompt is asked. */
  readonly seed: string;
  /** How often it had been answered when it was asked. */
  readonly timesAnswered: number;
  readonly fingerprint: string;
}

export function turnOf(state: ReviewState, key: PromptKey): Turn {
  const timesAnswered = timesAnsweredIn(state, key);
  return { key, seed: seedOf(key, timesAnswered), timesAnswered, fingerprint: fingerprint(state, key) };
}

export function holds(turn: Turn, state: ReviewState): boolean {
  return fingerprint(state, turn.key) === turn.fingerprint;
}

export function seedOf(key: PromptKey, timesAnswered: number): string {
  return `${key}~${timesAnswered}`;
}

/** What became of a card that no longer holds though this tab did nothing with it, in words. */
export function goneText(
  { key, timesAnswered }: Turn,
  { text }: Pick<Prompt, 'text'>,
  state: ReviewState,
): string {
  return timesAnsweredIn(state, key) > timesAnswered
    ? `You answered “${text}” in another tab. That answer counts.`
    : `“${text}” was put off or undone in another tab.`;
}

function timesAnsweredIn(state: ReviewState, key: PromptKey): number {
  return promptState(state, key)?.answers.length ?? 0;
}

function fingerprint(state: ReviewState, key: PromptKey): string {
  const known = promptState(state, key);
  return known ? [known.answers.length, known.suspended, known.buriedUntil].join() : '';
}
