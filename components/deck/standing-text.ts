import { intervalText } from '#components/study/interval-text.ts';
import type { Standing } from '#lib/review/standing.ts';

/** The states a list of cards can be filtered by. */
export const standings = ['new', 'learning', 'due', 'review', 'buried', 'suspended', 'leech'] as const;
export type StandingName = (typeof standings)[number];

export const standingNames: Readonly<Record<StandingName, string>> = {
  new: 'New',
  learning: 'Learning',
  due: 'Due',
  review: 'Learnt',
  buried: 'Put off',
  suspended: 'Suspended',
  leech: 'Leech',
};

export function standingName({ kind }: Standing): StandingName {
  return kind === 'revised' ? 'due' : kind;
}

/** What a row says of a prompt: `New`, `Due`, `In 3 days`. */
export function standingText(standing: Standing, now: number): string {
  switch (standing.kind) {
    case 'review':
      return `In ${intervalText(standing.due - now)}`;
    case 'buried':
      return `Put off for ${intervalText(standing.until - now)}`;
    case 'revised':
      return 'Due: changed';
    case 'learning':
    case 'new':
    case 'due':
    case 'suspended':
      return standingNames[standing.kind];
    default:
      return standing satisfies never;
  }
}
