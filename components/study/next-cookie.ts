import { writeCookie } from '#lib/browser/write-cookie.ts';

const yearSeconds = 31_536_000;

/**
 * The cookie in which a browser tells the server which card of a deck comes next, so that the page arrives with that card
 * in it. A hint, no more: the review log decides.
 */
export function nextCookie(deck: string): string {
  return `next-${deck}`;
}

/** @param seed of the card to come (`seedOf`). */
export function rememberNext(deck: string, seed: string): void {
  writeCookie(nextCookie(deck), encodeURIComponent(seed), `/study/${deck}`, yearSeconds);
}
