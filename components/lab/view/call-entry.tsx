'use client';

import { lazy, memo, type ReactNode, Suspense, useEffect, useState } from 'react';
import { resultText } from '#components/lab/model/call-result.ts';
import { useLab, useLabSnapshot } from '#components/lab/model/lab-context.ts';
import { timeText } from '#components/lab/model/time-text.ts';
import { CodeWords } from '#components/ui/code-words.tsx';
import { LoadBoundary } from '#components/ui/load-boundary.tsx';
import { formatError } from '#lib/lab/protocol/format-event.ts';
import { explainWait } from '#lib/lab/explain/explain-wait.ts';
import type { CallLine } from '#lib/lab/timeline/snapshot.ts';

const tickMs = 100;

/** How long something has been going on. It runs on a live page and is frozen on one that shows the past. */
function WaitingClock({ sinceMicros }: { sinceMicros: number }) {
  const model = useLab();
  const { isLive, snapshot } = useLabSnapshot();
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => setNow(model.nowMicros()), tickMs);
    return () => clearInterval(timer);
  }, [isLive, model]);
  const until = isLive ? Math.max(now, snapshot.at) : snapshot.at;
  return (
    <span className="whitespace-nowrap tabular-nums" aria-hidden={isLive}>
      ◷ {timeText(Math.max(0, until - sinceMicros))}
    </span>
  );
}

/** What a call came to, directly under its line. */
export function CallNote({ tone, children }: { tone: 'bad' | 'waiting'; children: ReactNode }) {
  const look = tone === 'bad' ? 'border-bad' : 'border-waiting bg-waiting-tint';
  return <div className={`mb-1 border-l-3 px-3.25 py-1.5 text-sm text-soft ${look}`}>{children}</div>;
}

// Many words, and no page has a mistake to begin with.
const FailureReason = lazy(() =>
  import('#components/lab/view/failure-reason.tsx').then((module) => ({ default: module.FailureReason })),
);

/** A call as its program has it, with its result, and below it what that means. */
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
  const { snapshot } = useLabSnapshot();
  return (
    <CallNote tone="waiting">
      <CodeWords text={explainWait(line, snapshot)} />
    </CallNote>
  );
}

/** What went wrong in Python's words; why, and what to do, as soon as that has been loaded. */
function Failure({ line }: { line: CallLine }) {
  if (line.outcome?.kind !== 'returned' || line.outcome.result.ok) return null;
  const { error } = line.outcome.result;
  return (
    <CallNote tone="bad">
      <p className="font-mono text-[0.8125rem] font-semibold text-bad">{formatError(error)}</p>
      <LoadBoundary failed={null}>
        <Suspense>
          <FailureReason call={line.call} error={error} seq={line.outcome.seq} />
        </Suspense>
      </LoadBoundary>
    </CallNote>
  );
}
