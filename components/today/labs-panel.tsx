'use client';

import { LabDone, useLabsProgress } from '#components/labs/lab-progress.tsx';
import type { LabSummary } from '#components/labs/lab-summary.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';

/** The guided labs in short, the next one marked, and the way to free play. */
export function LabsPanel({ labs }: { labs: readonly LabSummary[] }) {
  const statuses = useLabsProgress(labs);
  return (
    <section className="panel overflow-hidden" aria-labelledby="labs">
      <div className="flex flex-wrap items-center justify-between gap-x-4 border-b border-line px-6 py-2">
        <h2 id="labs" className="eyebrow py-1">
          Labs
        </h2>
        <SoftLink href="/lab" className="py-1">
          Free play
        </SoftLink>
      </div>
      {labs.length === 0 ? (
        <p className="px-6 py-3 text-soft">
          Make the calls of a server and a client yourself, and see on the wire what the kernel does.
        </p>
      ) : (
        <ol className="grid gap-x-6 px-6 py-2 sm:grid-cols-2">
          {statuses.map(({ summary, progress, isNext }) => (
            <li key={summary.lab} className="flex items-baseline gap-3 py-1">
              <span className="w-5 shrink-0 text-right text-soft tabular-nums">{summary.number}</span>
              <SoftLink
                href={`/lab/${summary.lab}`}
                className={`min-w-0 flex-1 py-0.5 no-underline hover:underline ${isNext ? 'font-semibold' : ''}`}
              >
                {summary.title}
              </SoftLink>
              <span className="text-sm whitespace-nowrap">
                {isNext && <span className="font-semibold">Next · </span>}
                <LabDone progress={progress} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
