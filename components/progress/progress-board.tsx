'use client';

import { SoftLink } from '#components/shell/soft-link.tsx';
import { useMemo } from 'react';
import { useNow } from '#components/review/use-now.ts';
import { useReviews } from '#components/review/use-reviews.ts';
import { localCalendar } from '#lib/browser/local-calendar.ts';
import { activity, streak } from '#lib/review/activity.ts';
import { calibration } from '#lib/review/calibration.ts';
import { forecast } from '#lib/review/forecast.ts';
import { hardest } from '#lib/review/hardest.ts';
import { performanceByTopic } from '#lib/quiz/topic-performance.ts';
import { recallByTopic } from '#lib/review/topic-recall.ts';
import type { LabSummary } from '#components/labs/lab-summary.ts';
import { ActivityCalendar } from './activity-calendar.tsx';
import { CalibrationChart } from './calibration-chart.tsx';
import { ForecastChart } from './forecast-chart.tsx';
import { LabsProgress } from './labs-progress.tsx';
import type { ProgressDeck } from './progress-deck.ts';
import { HardestCards, TopicBars } from './progress-lists.tsx';

const hardestShown = 8;

/** How study goes, over all decks: what is coming, whether the predictions hold, what is hard. */
export function ProgressBoard({
  decks,
  labs,
}: {
  decks: readonly ProgressDeck[];
  labs: readonly LabSummary[];
}) {
  const { ready, state } = useReviews();
  const now = useNow();
  const found = useMemo(() => {
    if (!ready || now === null) return null;
    const calendar = localCalendar(state.settings.latest(null).dayStartsAtHour);
    const prompts = decks.flatMap((deck) => deck.prompts);
    const days = activity(state, prompts, calendar);
    return {
      today: calendar.dayOf(now),
      days,
      streak: streak(days, now, calendar),
      forecast: forecast({ state, prompts, now, calendar }),
      calibration: calibration(state, prompts),
      hardest: hardest(state, prompts, hardestShown),
      topics: decks.map((deck) => ({
        deck,
        topics: recallByTopic(state, deck.prompts, now),
        performance: performanceByTopic(state, deck.prompts),
      })),
    };
  }, [ready, state, now, decks]);

  if (found === null) return <p className="text-soft">Reading your answers …</p>;
  if (found.days.length === 0 && state.labs.size === 0) {
    return (
      <section className="panel p-7">
        <h2 className="text-lg font-semibold">Nothing to show yet</h2>
        <p className="mt-1 text-soft">
          Answer your first cards or go through a lab, and this page shows how well you know them.
        </p>
        <SoftLink href="/" className="button button-strong mt-5">
          Today
        </SoftLink>
      </section>
    );
  }
  const answers = found.days.reduce((sum, day) => sum + day.answers, 0);
  const minutes = found.days.reduce((sum, day) => sum + day.minutes, 0);
  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      <section className="panel grid grid-cols-3 gap-4 p-6 md:col-span-2" aria-label="In short">
        <Fact value={found.streak.days} name={found.streak.days === 1 ? 'day in a row' : 'days in a row'} />
        <Fact value={answers} name={answers === 1 ? 'answer' : 'answers'} />
        <Fact value={Math.round(minutes)} name="minutes" />
      </section>
      <Panel title="Due in the next 14 days">
        <ForecastChart days={found.forecast} today={found.today} />
      </Panel>
      <Panel title="Predicted and actual recall">
        <CalibrationChart bins={found.calibration} />
      </Panel>
      <Panel title="Days studied" wide>
        <ActivityCalendar days={found.days} today={found.today} />
      </Panel>
      <Panel title="Hardest cards">
        <HardestCards hard={found.hardest} decks={decks} />
      </Panel>
      {labs.length > 0 && (
        <Panel title="Performance in the labs">
          <LabsProgress labs={labs} state={state} />
        </Panel>
      )}
      {found.topics
        .filter(({ topics }) => topics.length > 0)
        .map(({ deck, topics, performance }) => (
          <Panel key={deck.deck} title={`Recall of what you have seen, by topic: ${deck.title}`}>
            <TopicBars topics={topics} performance={performance} deck={deck} />
          </Panel>
        ))}
    </div>
  );
}

function Panel({
  title,
  wide = false,
  children,
}: {
  title: string;
  wide?: boolean;
  children: React.ReactNode;
}) {
  return (
    <section className={`panel min-w-0 p-6 ${wide ? 'md:col-span-2' : ''}`} aria-label={title}>
      <h2 className="eyebrow mb-4">{title}</h2>
      {children}
    </section>
  );
}

function Fact({ value, name }: { value: number; name: string }) {
  return (
    <p>
      <span className="block text-2xl font-semibold tabular-nums">{value.toLocaleString('en')}</span>
      <span className="text-soft">{name}</span>
    </p>
  );
}
