'use client';

import { type FormEvent, useState } from 'react';
import { dayNumber } from '#lib/review/calendar.ts';

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
