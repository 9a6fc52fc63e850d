'use client';

import { useMemo } from 'react';
import { useNow } from '#components/data/use-now.ts';
import { useReviews } from '#components/data/use-reviews.ts';
import type { DeckSummary } from '#components/data/deck-summary.ts';
import { type ExamOutlook, examOutlook } from '#lib/review/exam.ts';
import { type StudyQueue, studyQueue } from '#lib/review/queue.ts';
import type { ReviewState } from '#lib/review/state.ts';
import type { Calendar } from '#lib/review/study-day.ts';
import { workload } from '#lib/review/workload.ts';
import { localCalendar } from '#lib/storage/local-calendar.ts';

export interface DeckToday {
  readonly summary: DeckSummary;
  readonly queue: StudyQueue;
  readonly minutes: number;
  readonly exam: ExamOutlook | null;
}

export interface Today {
  readonly state: ReviewState;
  readonly now: number;
  readonly calendar: Calendar;
  readonly decks: readonly DeckToday[];
}

/** What today asks of each deck; null until the review log has been read. */
export function useDecksToday(decks: readonly DeckSummary[]): Today | null {
  const { ready, state } = useReviews();
  const now = useNow();
  return useMemo(() => {
    if (!ready || now === null) return null;
    const calendar = localCalendar(state.settings.latest(null).dayStartsAtHour);
    return {
      state,
      now,
      calendar,
      decks: decks.map((summary) => {
        const request = { state, prompts: summary.prompts, deck: summary.deck, now, calendar };
        const queue = studyQueue({ ...request, mode: 'study' });
        return {
          summary,
          queue,
          minutes: workload(state, summary.deck, summary.prompts, queue).minutes,
          exam: examOutlook(request),
        };
      }),
    };
  }, [ready, state, now, decks]);
}
