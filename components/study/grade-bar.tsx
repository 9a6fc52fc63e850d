import type { Rating } from '#lib/review/row.ts';
import type { Outcome } from '#lib/review/schedule.ts';
import { intervalText } from './interval-text.ts';

const grades: readonly { rating: Rating; name: string }[] = [
  { rating: 1, name: 'Again' },
  { rating: 2, name: 'Hard' },
  { rating: 3, name: 'Good' },
  { rating: 4, name: 'Easy' },
];

/** The four grades, each with the time until the card would come back; no times where the answer does not count. */
export function GradeBar({
  outcomes,
  suggested,
  onGrade,
}: {
  outcomes: Readonly<Record<Rating, Outcome>> | null;
  /** What Space and Enter give; null: nothing. */
  suggested: Rating | null;
  onGrade: (rating: Rating) => void;
}) {
  return (
    <div role="group" aria-label="How well did you know it?" className="grid grid-cols-4 gap-1.5 sm:gap-2.5">
      {grades.map(({ rating, name }) => (
        <button
          key={rating}
          type="button"
          aria-keyshortcuts={String(rating)}
          className={`panel min-h-16 rounded-lg px-1 py-2 hover:border-edge ${rating === suggested ? 'border-2 border-ink' : ''}`}
          onClick={() => onGrade(rating)}
        >
          <span className="block font-semibold">{name}</span>
          {outcomes && (
            <span className="block text-sm text-soft">{intervalText(outcomes[rating].intervalMs)}</span>
          )}
        </button>
      ))}
    </div>
  );
}
