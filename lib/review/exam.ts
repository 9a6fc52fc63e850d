import type { PromptKey, PromptRef } from '#lib/cards/prompt.ts';
import { expectedAnswer, meanRecall, type ModelPrompt, recallOf, study } from '#lib/review/exam-model.ts';
import { memoryFor } from '#lib/review/fold-prompt.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';
import {
  dayMs,
  type Calendar,
  dayNumber,
  doneToday,
  type StudyDay,
  studyDayOf,
} from '#lib/review/study-day.ts';

const mostPoints = 120;
/** A plan is made day by day, and says nothing of use about a day further ahead than this. */
const mostDaysAhead = 3_700;

/** What a deck's exam may expect of the student. Recall is 0 to 1; days are those of `Calendar`. */
export interface ExamOutlook {
  /** `YYYY-MM-DD` */
  readonly examDate: string;
  /** 0 on the exam's day. */
  readonly daysLeft: number;
  /** Mean predicted recall at the exam, if nothing more is studied. */
  readonly ifYouStop: number;
  /** The same, if the plan is followed. */
  readonly ifYouStudy: number;
  readonly prompts: ReadonlyMap<PromptKey, { readonly ifYouStop: number; readonly ifYouStudy: number }>;
  /** What to do on each day from today to the day before the exam; today, what remains. */
  readonly plan: readonly { readonly day: number; readonly new: number; readonly reviews: number }[];
  /**
   * Mean predicted recall *on that day*, from today to the exam: `stop` falls, `study` rises as prompts are introduced and
   * strengthened. Both begin at today's recall and end at `ifYouStop` and `ifYouStudy`.
   */
  readonly curve: readonly { readonly day: number; readonly stop: number; readonly study: number }[];
}

/**
 * Outlook for the deck's exam; null where none is set, it is over, or it is more than `mostDaysAhead` away. A prompt never seen counts as 0; suspended prompts
 * are left out. The model and what it leaves out: docs/scheduling.md.
 */
export function examOutlook(request: {
  readonly state: ReviewState;
  /** The prompts of `deck`, in its order. */
  readonly prompts: readonly PromptRef[];
  readonly deck: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly calendar: Calendar;
}): ExamOutlook | null {
  const { state, deck, now, calendar } = request;
  const settings = state.settings.latest(deck);
  const today = studyDayOf(now, calendar);
  if (settings.examDate === null) return null;
  const daysLeft = dayNumber(settings.examDate) - today.day;
  if (daysLeft < 0 || daysLeft > mostDaysAhead) return null;

  const prompts = request.prompts.filter((prompt) => promptState(state, prompt.key)?.suspended !== true);
  const models = prompts.map((prompt) => modelOf(state, prompt, now, calendar, today));
  const examIn = Math.max(0, calendar.startOf(today.day + daysLeft) - now) / dayMs;
  const pointEveryDays = Math.max(1, Math.ceil(daysLeft / mostPoints));
  const stopped = models.map((model) => recallOf(model, examIn));
  const stop: number[] = [];
  for (let day = 0; day < daysLeft; day += pointEveryDays) stop.push(meanRecall(models, day));
  const ifYouStop = meanRecall(models, examIn);

  const done = doneToday(state, prompts, today);
  const { days, curve } = study(
    {
      settings,
      examIn,
      studyDays: daysLeft,
      reviewedToday: done.reviewed,
      introducedToday: done.introduced,
      pointEveryDays,
    },
    models,
    expectedAnswer,
  );
  const ifYouStudy = meanRecall(models, examIn);
  return {
    examDate: settings.examDate,
    daysLeft,
    ifYouStop,
    ifYouStudy,
    prompts: new Map(
      prompts.map((prompt, index) => {
        const model = models[index];
        return [
          prompt.key,
          { ifYouStop: stopped[index] ?? 0, ifYouStudy: model === undefined ? 0 : recallOf(model, examIn) },
        ];
      }),
    ),
    plan: days.map((planned, index) => ({ day: today.day + index, ...planned })),
    curve: [
      ...curve.map((recall, index) => ({
        day: today.day + index * pointEveryDays,
        stop: stop[index] ?? ifYouStop,
        study: recall,
      })),
      { day: today.day + daysLeft, stop: ifYouStop, study: ifYouStudy },
    ],
  };
}

function modelOf(
  state: ReviewState,
  prompt: PromptRef,
  now: number,
  calendar: Calendar,
  today: StudyDay,
): ModelPrompt {
  const known = promptState(state, prompt.key);
  if (known?.memory == null) return { strength: null, answeredAt: 0, dueOn: null };
  const memory = memoryFor(known, prompt.rev);
  const dueAt = Math.max(memory?.due ?? now, known.buriedUntil);
  return {
    strength: memory,
    answeredAt: memory === null ? 0 : Math.min(0, (memory.lastReviewAt - now) / dayMs),
    dueOn: Math.max(0, calendar.dayOf(dueAt) - today.day),
  };
}
