'use client';

import { useState } from 'react';
import type { DeckSummary } from '#components/data/deck-summary.ts';
import { ExamForm, percent, planText, PlanTable, setExamDate, whenText } from './exam-panel.tsx';
import type { DeckToday, Today } from './use-decks-today.ts';

/** The exams of several decks, the earliest first, and the way to set another. */
export function ExamsPanel({ decks, today }: { decks: readonly DeckSummary[]; today: Today | null }) {
  const [edited, setEdited] = useState<string | null>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  const known = today?.decks ?? [];
  const dated = known
    .flatMap(({ summary, exam }) => (exam === null ? [] : [{ summary, exam }]))
    .sort((a, b) => a.exam.daysLeft - b.exam.daysLeft);
  const undated = decks.filter(({ deck }) => dated.every(({ summary }) => summary.deck !== deck));
  const chosen = undated.find(({ deck }) => deck === wanted) ?? undated[0];
  const set = (deck: string, date: string | null) => {
    setExamDate(deck, date);
    setEdited(null);
    setWanted(null);
  };
  const form = (deck: string, date: string | null) =>
    today && (
      <ExamForm
        today={today.calendar.dayOf(today.now)}
        date={date}
        onSet={(chosenDate) => set(deck, chosenDate)}
        onCancel={() => setEdited(null)}
      />
    );

  return (
    <section className="panel overflow-hidden" aria-labelledby="exams">
      <h2 id="exams" className="eyebrow border-b border-line px-6 py-3">
        Exams
      </h2>
      {dated.length > 0 && (
        <ul className="divide-y divide-line border-b border-line last:border-b-0">
          {dated.map(({ summary, exam }) => (
            <li key={summary.deck} className="px-6 py-2.5">
              {edited === summary.deck ? (
                <>
                  <p className="mb-2 font-medium">
                    <bdi>{summary.title}</bdi>
                  </p>
                  {form(summary.deck, exam.examDate)}
                </>
              ) : (
                <ExamLine summary={summary} exam={exam} onEdit={() => setEdited(summary.deck)} />
              )}
            </li>
          ))}
        </ul>
      )}
      {chosen && edited === chosen.deck ? (
        <div className="px-6 py-3">
          <p className="mb-2 font-medium">
            <bdi>{chosen.title}</bdi>
          </p>
          {form(chosen.deck, null)}
        </div>
      ) : (
        chosen && (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-6 py-2.5">
            <p className="min-w-48 flex-1 text-sm text-soft">
              With the date of an exam, each day’s cards are chosen to raise what you know on that day.
            </p>
            {undated.length > 1 && (
              <select
                aria-label="Deck of the exam"
                className="field max-w-full min-w-0 sm:max-w-64"
                disabled={!today}
                value={chosen.deck}
                onChange={({ target }) => setWanted(target.value)}
              >
                {undated.map(({ deck, title }) => (
                  <option key={deck} value={deck}>
                    {title}
                  </option>
                ))}
              </select>
            )}
            <button
              type="button"
              className="button"
              disabled={!today}
              aria-label={`Set an exam date: ${chosen.title}`}
              onClick={() => setEdited(chosen.deck)}
            >
              Set an exam date{undated.length === 1 && `: ${chosen.title}`}
            </button>
          </div>
        )
      )}
    </section>
  );
}

function ExamLine({
  summary,
  exam,
  onEdit,
}: {
  summary: DeckSummary;
  exam: NonNullable<DeckToday['exam']>;
  onEdit: () => void;
}) {
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
        <span className="min-w-40 flex-1 font-medium">
          <bdi>{summary.title}</bdi>
        </span>
        <span>
          {whenText(exam.daysLeft)}{' '}
          <button
            type="button"
            className="ml-1 min-h-8 text-sm text-soft underline"
            aria-label={`Change the exam of ${summary.title}`}
            onClick={onEdit}
          >
            change
          </button>
        </span>
      </p>
      <p className="text-sm text-soft">
        Studying every day you will know about{' '}
        <strong className="font-semibold whitespace-nowrap text-ink tabular-nums">
          {percent(exam.ifYouStudy)}
        </strong>
        , <span className="whitespace-nowrap">{percent(exam.ifYouStop)} if you stop now.</span>
      </p>
      {exam.daysLeft > 0 && (
        <details className="text-sm text-soft">
          <summary className="min-h-6">{planText(exam)}</summary>
          <PlanTable exam={exam} />
        </details>
      )}
    </>
  );
}
