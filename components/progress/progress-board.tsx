'use client';

import { useMemo } from 'react';
import { useNow } from '#components/data/use-now.ts';
import { useReviews } from '#components/data/use-reviews.ts';
import type { LabSummary } from '#components/labs/lab-summary.ts';
import { ActivityCalendar } from '#components/progress/activity-calendar.tsx';
import { CalibrationChart } from '#components/progress/calibration-chart.tsx';
import { LabsProgress } from '#components/progress/labs-progress.tsx';
import type { ProgressDeck } from '#components/progress/progress-deck.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { dayText } from '#components/ui/times.ts';
import { percentText } from '#lib/quiz/share-text.ts';
import { performanceByTopic, type Score } from '#lib/quiz/quiz-result.ts';
import {
  activity,
  calibration,
  forecast,
  type ForecastDay,
  hardest,
  type HardPrompt,
  recallByTopic,
  streak,
  type TopicRecall,
} from '#lib/review/progress.ts';
import { localCalendar } from '#lib/storage/local-calendar.ts';

/** The cards that were forgotten most, each with the way to it. */
function HardestCards({ hard, decks }: { hard: readonly HardPrompt[]; decks: readonly ProgressDeck[] }) {
  if (hard.length === 0)
    return (
      <p className="text-soft">
        No card has been hard for you so far. One is listed after three answers, if one of them was Again.
      </p>
    );
  const texts = new Map(decks.flatMap(({ prompts }) => prompts.map(({ key, text }) => [key, text])));
  return (
    <ol className="flex flex-col gap-2">
      {hard.map(({ prompt, lapses, againShare, leech }) => {
        const [deck = '', card = ''] = prompt.card.split('/');
        return (
          <li key={prompt.key} className="flex flex-wrap items-baseline justify-between gap-x-4">
            <SoftLink href={`/decks/${deck}#${card}`} className="min-w-0 no-underline hover:underline">
              {texts.get(prompt.key)}
            </SoftLink>
            <span className="text-sm whitespace-nowrap text-soft tabular-nums">
              {leech && <span className="font-semibold text-waiting">leech · </span>}
              {lapses} {lapses === 1 ? 'lapse' : 'lapses'} · {percentText(againShare, 1)} again
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** How much is known now, and what quizzes showed, topic by topic; a topic without a name goes by the first card on it. */
function TopicBars({
  topics,
  performance,
  deck,
}: {
  topics: readonly TopicRecall[];
  /** By topic. */
  performance: ReadonlyMap<number, Score>;
  deck: ProgressDeck;
}) {
  const name = (topic: number) =>
    deck.topicNames[topic] ?? deck.prompts.find((prompt) => prompt.topics.includes(topic))?.text;
  return (
    <ul className="grid gap-x-10 gap-y-2.5 md:grid-cols-2">
      {topics.map(({ topic, known, seen, total }) => (
        <li
          key={topic}
          className="grid grid-cols-[1.75rem_minmax(0,1fr)_auto] content-start items-center gap-x-2 text-sm"
        >
          <span className="text-right text-soft tabular-nums">{topic}</span>
          <span className="truncate" title={name(topic)}>
            {name(topic)}
          </span>
          <span aria-hidden="true" className="h-1.5 w-16 overflow-hidden lg:w-24 rounded bg-line">
            <span className="block h-full bg-good" style={{ width: `${100 * known}%` }} />
          </span>
          <span className="col-span-2 col-start-2 whitespace-nowrap text-soft tabular-nums">
            {seen === 0 ? 'not seen' : `${percentText(known, 1)} known · ${seen} of ${total} seen`}
            <QuizShare score={performance.get(topic)} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function QuizShare({ score }: { score: Score | undefined }) {
  if (score === undefined) return null;
  return (
    <span className="max-lg:block">
      <span className="max-lg:hidden"> · </span>
      {percentText(score.credit, score.questions)} of {score.questions} asked in quizzes
    </span>
  );
}

/** A bar for each day, with its number; a table to a screen reader. */
function ForecastChart({ days, today }: { days: readonly ForecastDay[]; today: number }) {
  const most = Math.max(1, ...days.map(({ reviews }) => reviews));
  return (
    <table className="block w-full">
      <caption className="sr-only">Cards that come due on each day</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Cards due</th>
        </tr>
      </thead>
      <tbody className="flex h-36 items-end gap-1">
        {days.map(({ day, reviews }) => (
          <tr
            key={day}
            className="flex h-full min-w-0 flex-1 flex-col items-center justify-end"
            title={dayText(day)}
          >
            <td className="order-1 text-xs text-soft tabular-nums">{reviews || ''}</td>
            <td aria-hidden="true" className="order-2 w-full">
              <div
                className={`w-full rounded-t ${day === today ? 'bg-ink' : 'bg-edge'}`}
                style={{ height: `${Math.max(reviews > 0 ? 3 : 1, (96 * reviews) / most)}px` }}
              />
            </td>
            <th
              scope="row"
              className={`order-3 mt-1 text-xs whitespace-nowrap ${day === today ? 'font-semibold' : 'font-normal text-soft'}`}
            >
              <span aria-hidden="true">{dayText(day).slice(0, 2)}</span>
              <span className="sr-only">{day === today ? `Today, ${dayText(day)}` : dayText(day)}</span>
            </th>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

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
    const days = activity(state, prompts, now, calendar);
    return {
      today: calendar.dayOf(now),
      days,
      streak: streak(days, now, calendar),
      forecast: forecast({ state, decks, now, calendar }),
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
      <section
        className="panel grid grid-cols-[auto_auto_auto] justify-between gap-4 p-6 md:col-span-2 md:grid-cols-3 md:justify-normal"
        aria-label="In short"
      >
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
          <Panel key={deck.deck} title={`What you know, by topic: ${deck.title}`} wide>
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
