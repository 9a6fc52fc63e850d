'use client';

import { LabDone, useLabsProgress } from '#components/labs/lab-progress.tsx';
import type { LabSummary } from '#components/labs/lab-summary.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';

/** Free play, and every guided lab with how far it was gone through. */
export function LabsBoard({ labs }: { labs: readonly LabSummary[] }) {
  const statuses = useLabsProgress(labs);
  const next = statuses.find(({ isNext }) => isNext)?.summary;
  const isBegun = statuses.some(({ progress }) => progress !== null && progress.done > 0);
  return (
    <div className="flex flex-col gap-4">
      <section className="panel flex flex-wrap items-center gap-4 p-6" aria-labelledby="free-play">
        <div className="min-w-60 flex-1">
          <h2 id="free-play" className="text-lg font-semibold">
            Free play
          </h2>
          <p className="mt-0.5 text-soft">
            A server, a client and the wire between them: make any call in any order, and see what the kernel
            does.
          </p>
          <p className="mt-1">
            <SoftLink href="/errors">An error in a program of your own, explained</SoftLink>
          </p>
        </div>
        <SoftLink href="/lab" className="button w-full sm:w-auto">
          Open the lab
        </SoftLink>
      </section>
      {labs.length === 0 ? (
        <section className="panel p-6" aria-labelledby="guided">
          <h2 id="guided" className="text-lg font-semibold">
            No guided labs yet
          </h2>
          <p className="mt-0.5 text-soft">
            A guided lab is a Markdown file in <code className="font-mono">content/labs</code>. Write one, and
            it appears here.
          </p>
        </section>
      ) : (
        <section className="panel overflow-hidden" aria-labelledby="guided">
          <div className="flex flex-wrap items-center justify-between gap-x-4 border-b border-line px-6 py-2">
            <h2 id="guided" className="eyebrow py-1">
              Guided labs
            </h2>
            {next && (
              <SoftLink href={`/lab/${next.lab}`} className="py-1">
                {isBegun ? 'Go on' : 'Begin'}: {next.number} · {next.title}
              </SoftLink>
            )}
          </div>
          <ol className="divide-y divide-line">
            {statuses.map(({ summary, progress, isNext }) => (
              <li
                key={summary.lab}
                className="grid grid-cols-[1.75rem_1fr_auto] items-baseline gap-x-3 px-6 py-3"
              >
                <span className="text-right text-soft tabular-nums">{summary.number}</span>
                <div className="min-w-0">
                  <SoftLink
                    href={`/lab/${summary.lab}`}
                    className={`inline-block py-0.5 no-underline hover:underline ${isNext ? 'font-semibold' : 'font-medium'}`}
                  >
                    {summary.title}
                  </SoftLink>
                  <p className="text-sm text-soft">
                    {isNext && <span className="font-semibold text-ink">Next</span>}
                    {isNext && summary.topics.length > 0 && ' · '}
                    {topicsText(summary.topics)}
                  </p>
                </div>
                <LabDone progress={progress} />
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

function topicsText(topics: readonly number[]): string | null {
  if (topics.length === 0) return null;
  return `${topics.length === 1 ? 'Topic' : 'Topics'} ${topics.join(', ')}`;
}
