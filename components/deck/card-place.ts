import { intervalText } from '#components/ui/times.ts';
import type { PromptRef } from '#lib/cards/prompt.ts';
import { type CardStatus, cardStatus } from '#lib/review/card-status.ts';
import type { ExamOutlook } from '#lib/review/exam.ts';
import { retrievability } from '#lib/review/schedule.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';
import type { Calendar } from '#lib/review/study-day.ts';

/** The states a list of cards can be filtered by. */
export const cardStatuses = ['new', 'learning', 'due', 'review', 'buried', 'suspended', 'leech'] as const;
export type CardStatusName = (typeof cardStatuses)[number];

export const cardStatusNames: Readonly<Record<CardStatusName, string>> = {
  new: 'New',
  learning: 'Learning',
  due: 'Due',
  review: 'Learnt',
  buried: 'Put off',
  suspended: 'Suspended',
  leech: 'Leech',
};

function cardStatusName({ kind }: CardStatus): CardStatusName {
  return kind === 'revised' ? 'due' : kind;
}

/** What a row says of a prompt: `New`, `Due`, `In 3 days`. */
function cardStatusText(cardStatus: CardStatus, now: number): string {
  switch (cardStatus.kind) {
    case 'review':
      return `In ${intervalText(cardStatus.due - now)}`;
    case 'buried':
      return `Put off for ${intervalText(cardStatus.until - now)}`;
    case 'revised':
      return 'Due: changed';
    case 'learning':
    case 'new':
    case 'due':
    case 'suspended':
      return cardStatusNames[cardStatus.kind];
    default:
      return cardStatus satisfies never;
  }
}

/** The status of a question, as the list of a deck shows it. */
export interface CardPlace {
  /** Last part of the question's key; null where its card has only one. */
  readonly part: string | null;
  readonly name: CardStatusName;
  readonly text: string;
  readonly leech: boolean;
  /** Predicted recall now, 0 to 1; null before the first answer. */
  readonly recall: number | null;
  /** Predicted recall at the exam, 0 to 1; null where none is ahead. */
  readonly exam: { readonly ifYouStop: number; readonly ifYouStudy: number } | null;
}

export function placeOf(
  state: ReviewState,
  prompt: PromptRef,
  now: number,
  calendar: Calendar,
  exam: ExamOutlook | null,
): CardPlace {
  const { cardStatus: place, leech } = cardStatus(state, prompt, now, calendar);
  const memory = promptState(state, prompt.key)?.memory;
  return {
    part: prompt.key === prompt.card ? null : prompt.key.slice(prompt.card.length + 1),
    name: cardStatusName(place),
    text: cardStatusText(place, now),
    leech,
    recall: memory ? retrievability(memory, now) : null,
    exam: exam?.prompts.get(prompt.key) ?? null,
  };
}

/** How well the weakest question of a card is known: at the exam where one is ahead, else now. Unseen is 0. */
export function weakness(places: readonly CardPlace[]): number {
  return Math.min(...places.map(({ exam, recall }) => exam?.ifYouStop ?? recall ?? 0));
}

/** What the row of a card says of its questions together. */
export function summaryText(places: readonly CardPlace[]): string {
  const counts = new Map<string, number>();
  for (const { text } of places) counts.set(text, (counts.get(text) ?? 0) + 1);
  const texts = [...counts].map(([text, count]) =>
    places.length > 1 ? `${count} ${text.toLowerCase()}` : text,
  );
  return [...texts, ...(places.some(({ leech }) => leech) ? ['leech'] : [])].join(' · ');
}
