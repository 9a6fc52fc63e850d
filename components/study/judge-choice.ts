import { plainHtml } from '#lib/deck/plain-html.ts';
import type { Body } from '#lib/deck/prompt.ts';

/** What the chosen options (positions in the deck) say for the log; null where there is nothing to judge. */
export function judgeChoice(
  body: Body,
  picked: ReadonlySet<number>,
): { readonly answer: string; readonly verdict: 'right' | 'wrong' } | null {
  if (body.kind !== 'choice' || picked.size === 0) return null;
  const chosen = body.options.filter((_, position) => picked.has(position));
  const isRight = body.options.every(({ right }, position) => right === picked.has(position));
  return {
    answer: chosen.map(({ text }) => plainHtml(text)).join(' | '),
    verdict: isRight ? 'right' : 'wrong',
  };
}
