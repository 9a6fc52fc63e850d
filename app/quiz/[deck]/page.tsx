import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { preload } from 'react-dom';
import { deckUrl, headOf } from '#components/deck/deck-head.ts';
import { QuizLoader } from '#components/quiz/quiz-loader.tsx';
import { NoCards } from '#components/study/no-cards.tsx';
import { deckLibrary } from '#lib/node/deck-library.ts';

export async function generateMetadata({ params }: PageProps<'/quiz/[deck]'>): Promise<Metadata> {
  const found = await deckLibrary().find((await params).deck);
  return { title: found ? `Quiz: ${found.deck.title}` : 'No such deck' };
}

export default async function QuizPage({ params }: PageProps<'/quiz/[deck]'>) {
  const found = await deckLibrary().find((await params).deck);
  if (!found) notFound();
  const head = headOf(found);
  if (found.deck.prompts.length === 0) return <NoCards head={head} />;
  preload(deckUrl(head), { as: 'fetch', crossOrigin: 'anonymous' });
  return <QuizLoader head={head} />;
}
