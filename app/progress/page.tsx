import type { Metadata } from 'next';
import { labSummaryOf } from '#components/labs/lab-summary.ts';
import { ProgressBoard } from '#components/progress/progress-board.tsx';
import { progressDeckOf } from '#components/progress/progress-deck.ts';
import { deckLibrary } from '#lib/node/deck-library.ts';
import { labLibrary } from '#lib/node/lab-library.ts';

export const metadata: Metadata = { title: 'Progress' };
export const dynamic = 'force-dynamic';

export default async function ProgressPage() {
  const decks = (await deckLibrary().list()).map(progressDeckOf);
  const labs = (await labLibrary().list()).map(labSummaryOf);
  return (
    <>
      <h1 className="mb-4 text-2xl font-semibold">Progress</h1>
      <ProgressBoard decks={decks} labs={labs} />
    </>
  );
}
