/**
 * The cookie by which a browser tells the server that the quiz page of a deck last showed a quiz or its result, so that the
 * server does not paint the choice of a new one. A hint, no more: the review log decides.
 */
export function underWayCookie(deck: string): string {
  return `quiz-${deck}`;
}

export function rememberUnderWay(deck: string, isUnderWay: boolean): void {
  const lifetime = isUnderWay ? '' : '; max-age=0';
  document.cookie = `${underWayCookie(deck)}=1; path=/quiz/${deck}; samesite=lax${lifetime}`;
}
