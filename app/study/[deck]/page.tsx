import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { preload } from 'react-dom';
import { deckUrl, headOf } from '#components/deck/deck-head.ts';
import { NoCards } from '#components/study/no-cards.tsx';
import { nextCookie } from '#components/study/next-cookie.ts';
import { StudySession } from '#components/study/study-session.tsx';
import { seedOf, studyModes } from '#components/study/study-turn.ts';
import { deckLibrary } from '#lib/node/deck-library.ts';

export async function generateMetadata({ params }: PageProps<'/study/[deck]'>): Promise<Metadata> {
  const found = await deckLibrary().find((await params).deck);
  return { title: found ? `Study ${found.deck.title}` : 'No such deck' };
}

export default async function StudyPage({ params, searchParams }: PageProps<'/study/[deck]'>) {
  const found = await deckLibrary().find((await params).deck);
  if (!found) notFound();
  const head = headOf(found);
  const wanted = (await searchParams).mode;
  const mode = studyModes.find((each) => each === wanted) ?? 'study';
  const [front] = found.deck.prompts;
  if (!front) return <NoCards head={head} />;

  const seed = (await cookies()).get(nextCookie(head.deck))?.value ?? '';
  const first = found.deck.prompts.find(({ key }) => seed.startsWith(`${key}~`));
  preload(deckUrl(head), { as: 'fetch', crossOrigin: 'anonymous' });
  return (
    <StudySession
      key={mode}
      head={head}
      mode={mode}
      first={first ? { prompt: first, seed } : { prompt: front, seed: seedOf(front.key, 0) }}
    />
  );
}
