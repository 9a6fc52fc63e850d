'use client';

import { lazy, memo, Suspense } from 'react';
import { LoadBoundary } from '#components/shell/load-boundary.tsx';
import { explainWait } from '#lib/lab/explain/explain-wait.ts';
import type { CallLine } from '#lib/lab/timeline/moment.ts';
import { CallNote } from './call-note.tsx';
import { resultText } from './call-result.ts';
import { CodeWords } from './code-words.tsx';
import { useLabSnapshot } from './lab-context.ts';
import { timeText } from './time-text.ts';
import { WaitingClock } from './waiting-clock.tsx';

// Many words, and no page has a mistake to begin with.
const FailureReason = lazy(() =>
  import('./failure-reason.tsx').then((module) => ({ default: module.FailureReason })),
);

/** A call as its program has it, what it gave beside it, and what that means under it. */
export const CallEntry = memo(function CallEntry({
  line,
  showsThread,
}: {
  line: CallLine;
  showsThread: boolean;
}) {
  const { outcome, blocked } = line;
  const isWaiting = outcome === null && blocked !== null;
  return (
    <li>
      <div
        className={`flex flex-wrap items-baseline gap-x-3 px-4 py-1 font-mono text-[0.8125rem] ${isWaiting ? 'border-l-3 border-waiting bg-waiting-tint pl-3.25' : ''}`}
      >
        <code className="max-w-full grow">
          {showsThread && <span className="mr-2 text-soft">{line.thread}</span>}
          {line.text}
        </code>
        <Outcome line={line} />
      </div>
      {isWaiting && <Waiting line={line} />}
      {outcome?.kind === 'returned' && !outcome.result.ok && <Failure line={line} />}
      {outcome?.kind === 'refused' && (
        <CallNote tone="waiting">
          <CodeWords text={`The lab did not do this. ${outcome.message} ${outcome.help}`} />
        </CallNote>
      )}
    </li>
  );
});

function Outcome({ line: { outcome, blocked } }: { line: CallLine }) {
  if (outcome === null)
    return blocked === null ? (
      <span className="text-soft">…</span>
    ) : (
      <strong className="font-semibold text-waiting">
        waits <WaitingClock sinceMicros={blocked.at} />
      </strong>
    );
  switch (outcome.kind) {
    case 'returned':
      return (
        <span className={`ml-auto text-right ${outcome.result.ok ? 'text-good' : 'text-bad'}`}>
          {blocked !== null && (
            <span className="mr-2 font-sans text-xs text-soft">
              waited {timeText(outcome.at - blocked.at)}
            </span>
          )}
          <span className="sr-only">{outcome.result.ok ? 'returned' : 'raised'}</span>
          <span aria-hidden="true">{outcome.result.ok ? '→' : '✕'}</span> {resultText(outcome.result)}
        </span>
      );
    case 'refused':
      return <span className="text-waiting">not done</span>;
    case 'unfinished':
      return <span className="text-soft">never returned: the program ended</span>;
    default:
      return outcome satisfies never;
  }
}

function Waiting({ line }: { line: CallLine }) {
  const { moment } = useLabSnapshot();
  return (
    <CallNote tone="waiting">
      <CodeWords text={explainWait(line, moment)} />
    </CallNote>
  );
}

/** What went wrong in Python's words; why, and what to do, as soon as that has been loaded. */
function Failure({ line }: { line: CallLine }) {
  if (line.outcome?.kind !== 'returned' || line.outcome.result.ok) return null;
  const { error } = line.outcome.result;
  return (
    <CallNote tone="bad">
      <p className="font-mono text-[0.8125rem] font-semibold text-bad">
        {error.exception}: {error.message}
      </p>
      <LoadBoundary failed={null}>
        <Suspense>
          <FailureReason call={line.call} error={error} seq={line.outcome.seq} />
        </Suspense>
      </LoadBoundary>
    </CallNote>
  );
}
