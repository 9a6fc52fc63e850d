import type { LabSummary } from '#components/labs/lab-summary.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { percentText } from '#lib/quiz/share-text.ts';
import { labProgress } from '#lib/review/lab-progress.ts';
import type { ReviewState } from '#lib/review/state.ts';

/** Performance: how much of each lab was gone through, and how often the kernel did what was predicted. */
export function LabsProgress({ labs, state }: { labs: readonly LabSummary[]; state: ReviewState }) {
  const begun = labs
    .map((summary) => ({ summary, progress: labProgress(state, summary.lab, summary.stageIds) }))
    .filter(({ progress }) => progress.done > 0 || progress.predictions > 0);
  if (begun.length === 0)
    return (
      <p className="text-soft">
        No lab begun yet. <SoftLink href="/labs">Choose one</SoftLink>: each asks what you expect before it
        shows what the kernel does.
      </p>
    );
  const predictions = begun.reduce((sum, { progress }) => sum + progress.predictions, 0);
  const right = begun.reduce((sum, { progress }) => sum + progress.rightPredictions, 0);
  return (
    <>
      {predictions > 0 && (
        <p className="mb-3">
          <span className="text-2xl font-semibold tabular-nums">{percentText(right, predictions)}</span>{' '}
          <span className="text-soft">
            of {predictions} {predictions === 1 ? 'prediction' : 'predictions'} right the first time
          </span>
        </p>
      )}
      <ul className="flex flex-col gap-1.5">
        {begun.map(({ summary, progress }) => (
          <li
            key={summary.lab}
            className="grid grid-cols-[1.75rem_minmax(0,1fr)_3rem_auto] items-center gap-2 text-sm"
          >
            <span className="text-right text-soft tabular-nums">{summary.number}</span>
            <SoftLink href={`/lab/${summary.lab}`} className="truncate no-underline hover:underline">
              {summary.title}
            </SoftLink>
            <span aria-hidden="true" className="h-1.5 overflow-hidden rounded bg-line">
              <span
                className="block h-full bg-good"
                style={{ width: `${(100 * progress.done) / Math.max(1, progress.total)}%` }}
              />
            </span>
            <span className="min-w-18 text-right whitespace-nowrap text-soft tabular-nums">
              {progress.done}/{progress.total} done
              {progress.predictions > 0 && (
                <span className="block">
                  {progress.rightPredictions}/{progress.predictions} right
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
