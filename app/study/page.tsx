import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { preload } from 'react-dom';
import { deckUrl, headOf } from '#components/data/deck-head.ts';
import { allDecks, FirstCard, mixedTitle } from '#components/study/study-frame.tsx';
import { StudyLoader } from '#components/study/study-loader.tsx';
import { hintedPrompt, nextCookie, seedOf } from '#components/study/study-turn.ts';
import { deckOf } from '#lib/cards/prompt.ts';
import { deckLibrary } from '#lib/node/deck-library.ts';
import { isSourceShown } from '../source-shown.ts';

export const metadata: Metadata = { title: `Study ${allDecks.toLowerCase()}` };

/** All decks in one queue. */
export default async function StudyAllPage({ searchParams }: PageProps<'/study'>) {
  const decks = (await deckLibrary().list()).filter(({ deck }) => deck.prompts.length > 0);
  const isShown = await isSourceShown();
  const [firstHead, ...otherHeads] = decks.map((entry) => headOf(entry, isShown));
  const prompts = decks.flatMap(({ deck }) => deck.prompts);
  const [front] = prompts;
  const { mode: wanted } = await searchParams;
  const mode = wanted === 'practice' ? 'practice' : 'study';
  if (firstHead === undefined || front === undefined) redirect('/');
  if (otherHeads.length === 0) redirect(`/study/${firstHead.deck}?mode=${mode}`);

  const hint = (await cookies()).get(nextCookie(null))?.value ?? '';
  const next = hintedPrompt(hint, prompts);
  const first = next ? { prompt: next, seed: hint } : { prompt: front, seed: seedOf(front.key, 0) };
  const heads = [firstHead, ...otherHeads] as const;
  const head = heads.find(({ deck }) => deck === deckOf(first.prompt.key)) ?? firstHead;
  for (const each of heads) preload(deckUrl(each), { as: 'fetch', crossOrigin: 'anonymous' });
  return (
    <StudyLoader key={mode} heads={heads} mode={mode} first={first} quiz={null} hasOthers={false}>
      <FirstCard head={head} title={mixedTitle(head)} {...first} />
    </StudyLoader>
  );
}
