import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { preload } from 'react-dom';
import { deckUrl, headOf } from '#components/data/deck-head.ts';
import { NoCards } from '#components/deck/no-cards.tsx';
import { FirstCard } from '#components/study/study-frame.tsx';
import { StudyLoader } from '#components/study/study-loader.tsx';
import { hintedPrompt, nextCookie, seedOf, studyModes } from '#components/study/study-turn.ts';
import { isSourceShown } from '../../source-shown.ts';
import { deckLibrary } from '#lib/node/deck-library.ts';

export async function generateMetadata({ params }: PageProps<'/study/[deck]'>): Promise<Metadata> {
  const found = await deckLibrary().find((await params).deck);
  return { title: found ? `Study ${found.deck.title}` : 'No such deck' };
}

export default async function StudyPage({ params, searchParams }: PageProps<'/study/[deck]'>) {
  const decks = await deckLibrary().list();
  const wantedDeck = (await params).deck;
  const found = decks.find(({ deck }) => deck.deck === wantedDeck);
  if (!found) notFound();
  const head = headOf(found, await isSourceShown());
  const { mode: wanted, quiz: missedIn } = await searchParams;
  const quiz = typeof missedIn === 'string' ? missedIn : null;
  const mode = studyModes.find((each) => each === wanted) ?? 'study';
  const [front] = found.deck.prompts;
  if (!front) return <NoCards head={head} />;

  const hint = (await cookies()).get(nextCookie(head.deck))?.value ?? '';
  const next = hintedPrompt(hint, found.deck.prompts);
  const first = next ? { prompt: next, seed: hint } : { prompt: front, seed: seedOf(front.key, 0) };
  preload(deckUrl(head), { as: 'fetch', crossOrigin: 'anonymous' });
  return (
    <StudyLoader
      key={`${head.deck} ${mode}`}
      heads={[head]}
      mode={mode}
      first={first}
      quiz={quiz}
      hasOthers={decks.length > 1}
    >
      {quiz === null ? <FirstCard head={head} {...first} /> : <p className="text-soft">Reading your log …</p>}
    </StudyLoader>
  );
}
