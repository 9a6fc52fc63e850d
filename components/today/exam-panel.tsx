'use client';

import { useState } from 'react';
import { reviewStore } from '#components/review/use-reviews.ts';
import { announce } from '#lib/browser/announce.ts';
import type { ExamOutlook } from '#lib/review/exam.ts';
import { ExamForm } from './exam-form.tsx';
import { PlanTable } from './plan-table.tsx';
import { RecallChart } from './recall-chart.tsx';
import type { DeckSummary } from './deck-summary.ts';
import type { Today } from './use-decks-today.ts';

/** The exam of a deck: when, what the student will know by then, and what to do each day for it. */
export function ExamPanel({
  summary,
  several,
  today,
  exam,
}: {
  summary: DeckSummary;
  /** Whether there are other decks, so that this one has to be named. */
  several: boolean;
  today: Today | null;
  exam: ExamOutlook | null;
}) {
  const [editing, setEditing] = useState(false);
  const [edited, setEdited] = useState(false);

  function setDate(examDate: string | null) {
    void reviewStore().append([{ kind: 'settings', deck: summary.deck, patch: { examDate } }], Date.now());
    setEdited(true);
    setEditing(false);
    announce(examDate === null ? 'No exam.' : 'Exam date set.');
  }

  return (
    <section className="panel px-6 py-5 sm:px-7" aria-label={`Exam: ${summary.title}`}>
      {exam && !editing ? (
        <Outlook
          exam={exam}
          name={several ? summary.title : null}
          focused={edited}
          onEdit={() => setEditing(true)}
        />
      ) : editing && today ? (
        <ExamForm
          today={today.calendar.dayOf(today.now)}
          date={exam?.examDate ?? null}
          onSet={setDate}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-48 flex-1 text-soft">
            {several && <span className="text-ink">{summary.title}. </span>}
            With the date of your exam, each day’s cards are chosen to raise what you know on that day.
          </p>
          <button type="button" className="button" disabled={!today} onClick={() => setEditing(true)}>
            Set an exam date
          </button>
        </div>
      )}
    </section>
  );
}

function Outlook({
  exam,
  name,
  focused,
  onEdit,
}: {
  exam: ExamOutlook;
  name: string | null;
  focused: boolean;
  onEdit: () => void;
}) {
  const [first] = exam.plan;
  return (
    <div className="grid items-center gap-x-8 gap-y-3 sm:grid-cols-[1fr_auto]">
      <div>
        <h2 className="font-semibold">
          {name && `${name}: `}
          {whenText(exam.daysLeft)}{' '}
          <button
            type="button"
            className="ml-1 min-h-8 text-sm font-normal text-soft underline"
            autoFocus={focused}
            onClick={onEdit}
          >
            change
          </button>
        </h2>
        <p className="text-soft">
          Studying every day you will know about{' '}
          <strong className="text-2xl font-semibold text-ink tabular-nums">{percent(exam.ifYouStudy)}</strong>
          , <span className="whitespace-nowrap">{percent(exam.ifYouStop)} if you stop now.</span>
        </p>
        {first && exam.daysLeft > 0 && (
          <details className="mt-1 text-sm text-soft">
            <summary className="min-h-6">
              Today {first.reviews} {first.reviews === 1 ? 'review' : 'reviews'} and {first.new} new
              {exam.daysLeft > 1 && `, then about ${dailyLoad(exam)} a day`}
            </summary>
            <PlanTable exam={exam} />
          </details>
        )}
      </div>
      {exam.curve.length > 1 && <RecallChart curve={exam.curve} />}
    </div>
  );
}

function whenText(daysLeft: number): string {
  if (daysLeft === 0) return 'Exam today';
  return daysLeft === 1 ? 'Exam tomorrow' : `Exam in ${daysLeft} days`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Mean number of cards on the plan's days after today. */
function dailyLoad({ plan }: ExamOutlook): number {
  const later = plan.slice(1);
  return Math.round(later.reduce((sum, day) => sum + day.new + day.reviews, 0) / Math.max(1, later.length));
}
