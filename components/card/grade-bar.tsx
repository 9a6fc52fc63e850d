import { intervalText } from '#components/ui/times.ts';
import type { Rating } from '#lib/review/entry-schema.ts';
import type { Outcome } from '#lib/review/schedule.ts';

export const gradeNames: Readonly<Record<Rating, string>> = { 1: 'Again', 2: 'Hard', 3: 'Good', 4: 'Easy' };

const ratings: readonly Rating[] = [1, 2, 3, 4];

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
      {ratings.map((rating) => (
        <button
          key={rating}
          type="button"
          aria-keyshortcuts={String(rating)}
          className={`panel min-h-16 rounded-lg px-1 py-2 hover:border-edge ${rating === suggested ? 'border-2 border-ink' : ''}`}
          onClick={() => onGrade(rating)}
        >
          <span className="block font-semibold">{gradeNames[rating]}</span>
          {outcomes && (
            <span className="block text-sm text-soft">{intervalText(outcomes[rating].intervalMs)}</span>
          )}
        </button>
      ))}
    </div>
  );
}
