'use client';

import { type FormEvent, useState } from 'react';
import { reviewStore } from '#components/data/use-reviews.ts';
import type { DeckSummary } from '#components/data/deck-summary.ts';
import type { Today } from '#components/today/use-decks-today.ts';
import { announce } from '#components/ui/announce.ts';
import { dayText } from '#components/ui/times.ts';
import type { ExamOutlook } from '#lib/review/exam.ts';
import { dayNumber } from '#lib/review/study-day.ts';

/** Writes the date of a deck's exam to the log; `null`: there is none. */
export function setExamDate(deck: string, examDate: string | null): void {
  void reviewStore().append([{ kind: 'settings', deck, patch: { examDate } }], Date.now());
  announce(examDate === null ? 'No exam.' : 'Exam date set.');
}

/** Asks for the date of an exam. `today` is a day number of the calendar. */
export function ExamForm({
  today,
  date,
  onSet,
  onCancel,
}: {
  today: number;
  date: string | null;
  onSet: (date: string | null) => void;
  onCancel: () => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget).get('date');
    if (typeof chosen !== 'string' || chosen === '') setProblem('Choose a date.');
    else if (dayNumber(chosen) < today) setProblem('This date is over. Choose today or a later day.');
    else onSet(chosen);
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-3">
      <label className="flex flex-col gap-1">
        <span className="text-sm text-soft">Date of the exam</span>
        <input
          type="date"
          name="date"
          className="field"
          defaultValue={date ?? ''}
          min={new Date(today * 86_400_000).toISOString().slice(0, 10)}
          autoFocus
          aria-invalid={problem !== null}
          aria-describedby={problem ? 'exam-problem' : undefined}
        />
      </label>
      <button type="submit" className="button button-strong">
        Set
      </button>
      {date !== null && (
        <button type="button" className="button" onClick={() => onSet(null)}>
          No exam
        </button>
      )}
      <button type="button" className="button" onClick={onCancel}>
        Cancel
      </button>
      {problem && (
        <p id="exam-problem" role="alert" className="w-full text-bad">
          ✕ {problem}
        </p>
      )}
    </form>
  );
}

/** What to do on each day until the exam. */
export function PlanTable({ exam }: { exam: ExamOutlook }) {
  return (
    <div className="mt-2 max-h-64 overflow-y-auto" tabIndex={0} role="group" aria-label="Plan until the exam">
      <table className="tabular-nums">
        <thead className="text-left">
          <tr>
            {['Day', 'Reviews', 'New'].map((name) => (
              <th key={name} scope="col" className="pr-6 font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="text-ink">
          {exam.plan.map(({ day, reviews, new: fresh }) => (
            <tr key={day}>
              <td className="pr-6">{dayText(day)}</td>
              <td className="pr-6">{reviews}</td>
              <td>{fresh}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const width = 230;
const height = 56;
const inset = 4;

/** Predicted recall from today to the exam: following the plan (solid) and without further study (dashed). */
function RecallChart({ curve }: { curve: ExamOutlook['curve'] }) {
  const firstDay = curve[0]?.day ?? 0;
  const days = Math.max(1, (curve.at(-1)?.day ?? 0) - firstDay);
  const x = (day: number) => inset + ((day - firstDay) / days) * (width - 2 * inset);
  const y = (recall: number) => height - inset - recall * (height - 2 * inset);
  const path = (recall: (point: ExamOutlook['curve'][number]) => number) =>
    curve
      .map((point, index) => `${index ? 'L' : 'M'}${x(point.day).toFixed(1)} ${y(recall(point)).toFixed(1)}`)
      .join('');
  const end = curve.at(-1);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="w-full max-w-xs sm:w-60"
      role="img"
      aria-label="Predicted recall from today to the exam: rising if you study every day, falling if you stop"
      fill="none"
      strokeWidth="2"
    >
      <path d={`M${inset} ${height - inset}H${width - inset}`} className="stroke-line" strokeWidth="1" />
      <path d={path(({ stop }) => stop)} className="stroke-soft" strokeDasharray="3 4" />
      <path d={path(({ study }) => study)} className="stroke-good" strokeLinejoin="round" />
      {end && <circle cx={x(end.day)} cy={y(end.study)} r="3.5" className="fill-good" />}
    </svg>
  );
}

/** The exam of the only deck: when, what the student will know by then, and what to do each day for it. */
export function ExamPanel({
  summary,
  today,
  exam,
}: {
  summary: DeckSummary;
  today: Today | null;
  exam: ExamOutlook | null;
}) {
  const [editing, setEditing] = useState(false);
  const [edited, setEdited] = useState(false);

  function setDate(examDate: string | null) {
    setExamDate(summary.deck, examDate);
    setEdited(true);
    setEditing(false);
  }

  return (
    <section className="panel px-6 py-5 sm:px-7" aria-label={`Exam: ${summary.title}`}>
      {exam && !editing ? (
        <Outlook exam={exam} focused={edited} onEdit={() => setEditing(true)} />
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

function Outlook({ exam, focused, onEdit }: { exam: ExamOutlook; focused: boolean; onEdit: () => void }) {
  const [first] = exam.plan;
  return (
    <div className="grid items-center gap-x-8 gap-y-3 sm:grid-cols-[1fr_auto]">
      <div>
        <h2 className="font-semibold">
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
            <summary className="min-h-6">{planText(exam)}</summary>
            <PlanTable exam={exam} />
          </details>
        )}
      </div>
      {exam.curve.length > 1 && <RecallChart curve={exam.curve} />}
    </div>
  );
}

export function whenText(daysLeft: number): string {
  if (daysLeft === 0) return 'Exam today';
  return daysLeft === 1 ? 'Exam tomorrow' : `Exam in ${daysLeft} days`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** The plan in a line: `Today 3 reviews and 10 new, then about 14 a day`. */
export function planText(exam: ExamOutlook): string {
  const { reviews, new: fresh } = exam.plan[0] ?? { reviews: 0, new: 0 };
  const today = `Today ${reviews} ${reviews === 1 ? 'review' : 'reviews'} and ${fresh} new`;
  return exam.daysLeft > 1 ? `${today}, then about ${dailyLoad(exam)} a day` : today;
}

/** Mean number of cards on the plan's days after today. */
function dailyLoad({ plan }: ExamOutlook): number {
  const later = plan.slice(1);
  return Math.round(later.reduce((sum, day) => sum + day.new + day.reviews, 0) / Math.max(1, later.length));
}
