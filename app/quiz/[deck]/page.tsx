import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { preload } from 'react-dom';
import { deckUrl, headOf } from '#components/data/deck-head.ts';
import { newPlan } from '#components/quiz/setup-facts.ts';
import { QuizLoader } from '#components/quiz/quiz-loader.tsx';
import { setupFacts } from '#components/quiz/setup-facts.ts';
import { underWayCookie } from '#components/quiz/under-way-cookie.ts';
import { NoCards } from '#components/deck/no-cards.tsx';
import { isSourceShown } from '../../source-shown.ts';
import { deckLibrary } from '#lib/node/deck-library.ts';
import { candidatesFor } from '#lib/quiz/compose-quiz.ts';
import { fold } from '#lib/review/fold.ts';

export async function generateMetadata({ params }: PageProps<'/quiz/[deck]'>): Promise<Metadata> {
  const found = await deckLibrary().find((await params).deck);
  return { title: found ? `Quiz: ${found.deck.title}` : 'No such deck' };
}

export default async function QuizPage({ params, searchParams }: PageProps<'/quiz/[deck]'>) {
  const found = await deckLibrary().find((await params).deck);
  if (!found) notFound();
  const head = headOf(found, await isSourceShown());
  const { prompts } = found.deck;
  if (prompts.length === 0) return <NoCards head={head} />;
  const asked = newPlan(queryOf(await searchParams));
  preload(deckUrl(head), { as: 'fetch', crossOrigin: 'anonymous' });
  return (
    <QuizLoader
      head={head}
      facts={setupFacts(found.deck)}
      asked={asked}
      // Nothing was ever answered as far as a server can know, and so no card is weak.
      found={asked.onlyWeak ? null : candidatesFor(asked, prompts, fold([]), 0).length}
      isUnderWay={(await cookies()).has(underWayCookie(head.deck))}
    />
  );
}

function queryOf(params: Readonly<Record<string, string | string[] | undefined>>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(params).flatMap(([name, value]) =>
      [value ?? []].flat().map((each): [string, string] => [name, each]),
    ),
  );
}
