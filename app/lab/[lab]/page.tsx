import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cardsByTerm } from '#components/lab/view/cards-by-term.ts';
import { GuidedLab } from '#components/lab/guide/guided-lab.tsx';
import { deckLibrary } from '#lib/node/deck-library.ts';
import { labLibrary } from '#lib/node/lab-library.ts';

export async function generateMetadata({ params }: PageProps<'/lab/[lab]'>): Promise<Metadata> {
  const found = await labLibrary().find((await params).lab);
  return { title: found ? `Lab: ${found.guide.title}` : 'No such lab' };
}

export default async function GuidedLabPage({ params }: PageProps<'/lab/[lab]'>) {
  const { lab } = await params;
  const labs = await labLibrary().list();
  const at = labs.findIndex(({ guide }) => guide.lab === lab);
  const found = labs[at];
  if (!found) notFound();
  const following = labs[at + 1]?.guide;
  const decks = await deckLibrary().list();
  return (
    <GuidedLab
      key={found.guide.lab}
      guide={found.guide}
      next={following ? { lab: following.lab, title: following.title } : null}
      cards={cardsByTerm(decks.map(({ deck }) => deck))}
    />
  );
}
