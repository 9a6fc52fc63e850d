import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { DiagnosticList } from '#components/deck/diagnostic-list.tsx';
import { labSummaryOf } from '#components/labs/lab-summary.ts';
import { underWayCookie, underWayOf } from '#components/quiz/under-way-cookie.ts';
import { summaryOf } from '#components/data/deck-summary.ts';
import { QuizzesUnderWay } from '#components/today/quizzes-under-way.tsx';
import { TodayBoard } from '#components/today/today-board.tsx';
import { deckLibrary } from '#lib/node/deck-library.ts';
import { isInstructor } from '#lib/node/instructor.ts';
import { labLibrary } from '#lib/node/lab-library.ts';

export const metadata: Metadata = { title: { absolute: 'Today · Ackademy' } };
export const dynamic = 'force-dynamic';

export default async function TodayPage() {
  const library = deckLibrary();
  const isForInstructor = isInstructor(await headers());
  const decks = (await library.list()).map((entry) => {
    const errors = entry.diagnostics.filter(({ severity }) => severity === 'error').length;
    return summaryOf(entry, isForInstructor ? errors : null);
  });
  const labs = (await labLibrary().list()).map(labSummaryOf);
  const kept = await cookies();
  const quizzes = decks.flatMap(({ deck, title }) => {
    const progress = underWayOf(kept.get(underWayCookie(deck))?.value);
    return progress === null || progress === 'result' ? [] : [{ deck, title, progress }];
  });
  const unreadable = isForInstructor ? await library.unreadable() : [];
  return (
    <>
      <TodayBoard decks={decks} labs={labs} painted={<QuizzesUnderWay quizzes={quizzes} />} />
      {unreadable.length > 0 && <DiagnosticList diagnostics={unreadable} lines={[]} />}
    </>
  );
}
