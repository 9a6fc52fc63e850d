import type { Metadata } from 'next';
import { DiagnosticList } from '#components/deck/diagnostic-list.tsx';
import { labSummaryOf } from '#components/labs/lab-summary.ts';
import { summaryOf } from '#components/today/deck-summary.ts';
import { TodayBoard } from '#components/today/today-board.tsx';
import { deckLibrary } from '#lib/node/deck-library.ts';
import { labLibrary } from '#lib/node/lab-library.ts';

export const metadata: Metadata = { title: { absolute: 'Today · Ackademy' } };
export const dynamic = 'force-dynamic';

export default async function TodayPage() {
  const library = deckLibrary();
  const decks = (await library.list()).map(summaryOf);
  const labs = (await labLibrary().list()).map(labSummaryOf);
  const unreadable = await library.unreadable();
  return (
    <>
      <TodayBoard decks={decks} labs={labs} />
      {unreadable.length > 0 && <DiagnosticList diagnostics={unreadable} lines={[]} />}
    </>
  );
}
