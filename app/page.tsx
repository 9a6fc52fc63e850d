import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { DiagnosticList } from '#components/deck/diagnostic-list.tsx';
import { labSummaryOf } from '#components/labs/lab-summary.ts';
import { underWayCookie, underWayOf } from '#components/quiz/under-way-cookie.ts';
import { summaryOf } from '#components/today/deck-summary.ts';
import { QuizzesUnderWay } from '#components/today/quizzes-under-way.tsx';
import { TodayBoard } from '#components/today/today-board.tsx';
import { deckLibrary } from '#lib/node/deck-library.ts';
import { labLibrary } from '#lib/node/lab-library.ts';

export const metadata: Metadata = { title: { absolute: 'Today · Ackademy' } };
export const dynamic = 'force-dynamic';

export default async function TodayPage() {
  const library = deckLibrary();
  const decks = (await library.list()).map(summaryOf);
  const labs = (await labLibrary().list()).map(labSummaryOf);
  const kept = await cookies();
  const quizzes = decks.flatMap(({ deck, title }) => {
    const progress = underWayOf(kept.get(underWayCookie(deck))?.value);
    return progress === null || progress === 'result' ? [] : [{ deck, title, progress }];
  });
  const unreadable = await library.unreadable();
  return (
    <>
      <TodayBoard decks={decks} labs={labs} painted={<QuizzesUnderWay quizzes={quizzes} />} />
      {unreadable.length > 0 && <DiagnosticList diagnostics={unreadable} lines={[]} />}
    </>
  );
}
