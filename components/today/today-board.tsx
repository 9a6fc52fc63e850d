'use client';

import { LoadBoundary } from '#components/ui/load-boundary.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { useRouter } from 'next/navigation';
import { lazy, type ReactNode, Suspense } from 'react';
import { useAfterPaint } from '#components/ui/use-after-paint.ts';
import { countsText } from '#components/study/counts-text.ts';
import { intervalText } from '#components/ui/times.ts';
import { useKeys } from '#components/ui/keys.tsx';
import type { LabSummary } from '#components/labs/lab-summary.ts';
import type { DeckSummary } from '#components/data/deck-summary.ts';
import { DeckRow } from './deck-row.tsx';
import { LabsPanel } from './labs-panel.tsx';
import { ExamPanel } from './exam-panel.tsx';
import { ExamsPanel } from './exams-panel.tsx';
import { type DeckToday, type Today, useDecksToday } from './use-decks-today.ts';

const LiveQuizzes = lazy(() =>
  import('./live-quizzes.tsx').then((module) => ({ default: module.LiveQuizzes })),
);

/** What to do now, how the exam looks, the decks, and the labs. */
export function TodayBoard({
  decks,
  labs,
  painted,
}: {
  decks: readonly DeckSummary[];
  labs: readonly LabSummary[];
  /** The quizzes under way as far as the server knows, until the log has been read. */
  painted: ReactNode;
}) {
  const isPainted = useAfterPaint();
  const router = useRouter();
  const today = useDecksToday(decks);
  const only = decks.length === 1 ? decks[0] : undefined;
  const next = today?.decks.find(({ queue }) => queue.items.length > 0) ?? null;
  const target = `/study/${(next?.summary ?? decks[0])?.deck ?? ''}` as const;
  const asking = today?.decks.filter(({ queue }) => queue.items.length > 0).length ?? 0;
  useKeys({
    Enter: next ? () => router.push(target) : undefined,
    a: asking > 1 ? () => router.push('/study') : undefined,
  });

  if (decks.length === 0) {
    return (
      <div className="flex flex-col gap-4">
        <section className="panel p-7">
          <h1 className="text-2xl font-semibold">No decks yet</h1>
          <p className="mt-2 text-soft">
            A deck is a Markdown file in <code className="font-mono">content/decks</code>. Write one, and it
            appears here.
          </p>
        </section>
        <LabsPanel labs={labs} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <section className="panel flex flex-wrap items-center gap-4 p-6 sm:p-7" aria-busy={today === null}>
        <div className="min-w-48 flex-1">
          <h1 className="text-2xl font-semibold">{today ? headline(today) : 'Today'}</h1>
          <p className="mt-0.5 min-h-6 text-soft">{today && subline(today)}</p>
        </div>
        <SoftLink
          href={next || !today ? target : `/study/${decks[0]?.deck ?? ''}?mode=practice`}
          className={`button min-h-12 w-full px-6 text-base sm:w-auto ${next || !today ? 'button-strong' : ''}`}
        >
          <span className="min-w-0 truncate">
            {next || !today ? 'Study' : 'Practise anyway'}
            {next && decks.length > 1 && (
              <>
                : <bdi>{next.summary.title}</bdi>
              </>
            )}
          </span>{' '}
          {next && <kbd className="key">↵</kbd>}
        </SoftLink>
        {asking > 1 && (
          <SoftLink
            href="/study"
            aria-keyshortcuts="A"
            className="button min-h-12 w-full px-6 text-base sm:w-auto"
          >
            <span>All decks, mixed</span> <kbd className="key">A</kbd>
          </SoftLink>
        )}
      </section>
      <LoadBoundary failed={painted}>
        <Suspense fallback={painted}>
          {isPainted ? <LiveQuizzes decks={decks}>{painted}</LiveQuizzes> : painted}
        </Suspense>
      </LoadBoundary>
      {only ? (
        <ExamPanel summary={only} today={today} exam={today?.decks[0]?.exam ?? null} />
      ) : (
        <ExamsPanel decks={decks} today={today} />
      )}
      <section className="panel overflow-hidden" aria-labelledby="decks">
        <h2 id="decks" className="eyebrow border-b border-line px-6 py-3">
          Decks
        </h2>
        <ul className="divide-y divide-line">
          {decks.map((summary) => (
            <DeckRow
              key={summary.deck}
              summary={summary}
              today={today && (today.decks.find((deck) => deck.summary === summary) ?? null)}
              reading={today}
            />
          ))}
        </ul>
      </section>
      <LabsPanel labs={labs} />
    </div>
  );
}

function sum(today: Today, count: (deck: DeckToday) => number): number {
  return today.decks.reduce((total, deck) => total + count(deck), 0);
}

function headline(today: Today): string {
  const counts = {
    review: sum(today, ({ queue }) => queue.counts.review),
    learning: sum(today, ({ queue }) => queue.counts.learning),
    new: sum(today, ({ queue }) => queue.counts.new),
  };
  const text = countsText(counts);
  if (text === null) return 'Nothing is due';
  const asking = today.decks.filter(({ queue }) => countsText(queue.counts) !== null).length;
  return asking > 1 ? `${text} in ${String(asking)} decks` : text;
}

function subline(today: Today): string {
  const minutes = sum(today, (deck) => deck.minutes);
  if (minutes > 0) return `About ${minutes} min.`;
  const dueAt = today.decks.flatMap(({ queue }) => (queue.nextDueAt === null ? [] : [queue.nextDueAt]));
  if (dueAt.length === 0) return 'No card is waiting.';
  return `The next card is due in ${intervalText(Math.max(0, Math.min(...dueAt) - today.now))}.`;
}
