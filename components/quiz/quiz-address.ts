import type { QuizRecord } from '#lib/quiz/quiz-record.ts';

/** Names the quiz in the address, so that a reload comes back to it; `null`: none, and the next one gets another number. */
export function setAddress(quiz: QuizRecord | null, query = location.search): void {
  history.replaceState(null, '', `${location.pathname}${query}${quiz === null ? '' : `#${quiz.id}`}`);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Whether this page was opened by a link to another quiz than the one that goes on. */
export function asksForAnother(quiz: QuizRecord, wanted: string): boolean {
  const seed = new URLSearchParams(location.search).get('seed')?.trim() ?? '';
  return seed !== '' && seed !== quiz.seed && wanted !== quiz.id;
}

export function subscribeToHash(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}
