import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { preload } from 'react-dom';
import { deckUrl, headOf } from '#components/data/deck-head.ts';
import { GameLoader } from '#components/games/game-loader.tsx';
import { gameNames } from '#components/games/game-names.ts';
import { isSourceShown } from '../../../source-shown.ts';
import { deckLibrary } from '#lib/node/deck-library.ts';

type Game = keyof typeof gameNames;

function gameOf(name: string): Game | null {
  return name === 'match' || name === 'typing' ? name : null;
}

export async function generateMetadata({ params }: PageProps<'/quiz/[deck]/[game]'>): Promise<Metadata> {
  const { deck, game } = await params;
  const found = await deckLibrary().find(deck);
  const known = gameOf(game);
  return { title: found && known ? `${gameNames[known]}: ${found.deck.title}` : 'No such game' };
}

export default async function GamePage({ params }: PageProps<'/quiz/[deck]/[game]'>) {
  const { deck, game } = await params;
  const found = await deckLibrary().find(deck);
  const known = gameOf(game);
  if (!found || !known) notFound();
  const head = headOf(found, await isSourceShown());
  preload(deckUrl(head), { as: 'fetch', crossOrigin: 'anonymous' });
  return <GameLoader head={head} game={known} />;
}
