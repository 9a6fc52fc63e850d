import { secondsPerItem } from '#lib/games/best-games.ts';
import type { GameRow } from '#lib/review/quiz-row.ts';

const shownAtMost = 5;

/** The quickest games of the log. */
export function BestGames({ best, item }: { best: readonly GameRow[]; item: string }) {
  if (best.length === 0) return null;
  return (
    <section className="mt-8" aria-labelledby="best">
      <h2 id="best" className="text-lg font-semibold">
        Best times
      </h2>
      <ol className="panel mt-3 divide-y divide-line">
        {best.slice(0, shownAtMost).map((row) => (
          <li key={row.id} className="flex flex-wrap gap-x-4 px-5 py-2 tabular-nums">
            <span className="min-w-36 flex-1">
              {secondsPerItem(row).toFixed(1)} s for each {item}
            </span>
            <span className="text-soft">
              {row.items} in {(row.durationMs / 1000).toFixed(1)} s, {row.mistakes}{' '}
              {row.mistakes === 1 ? 'mistake' : 'mistakes'}
            </span>
            <span className="text-soft">
              {new Date(row.at).toLocaleDateString('en-GB', { dateStyle: 'medium' })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
