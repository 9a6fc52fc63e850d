'use client';

import { memo } from 'react';
import { explainError } from '#lib/lab/explain/explain-error.ts';
import { explainWait } from '#lib/lab/explain/explain-wait.ts';
import type { CallLine } from '#lib/lab/timeline/moment.ts';
import { resultText } from './call-result.ts';
import { CardsOnError } from './cards-on-error.tsx';
import { CodeWords } from './code-words.tsx';
import { useLab, useLabSnapshot } from './lab-context.ts';
import { timeText } from './time-text.ts';
import { WaitingClock } from './waiting-clock.tsx';

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
        <Note tone="waiting">
          <CodeWords text={`The lab did not do this. ${outcome.message} ${outcome.help}`} />
        </Note>
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

function Note({ tone, children }: { tone: 'bad' | 'waiting'; children: React.ReactNode }) {
  const look = tone === 'bad' ? 'border-bad' : 'border-waiting bg-waiting-tint';
  return <div className={`mb-1 border-l-3 px-3.25 py-1.5 text-sm text-soft ${look}`}>{children}</div>;
}

function Waiting({ line }: { line: CallLine }) {
  const { moment } = useLabSnapshot();
  return (
    <Note tone="waiting">
      <CodeWords text={explainWait(line, moment)} />
    </Note>
  );
}

function Failure({ line }: { line: CallLine }) {
  const model = useLab();
  if (line.outcome?.kind !== 'returned' || line.outcome.result.ok) return null;
  const { error } = line.outcome.result;
  // As things stood then: later the port may be free, and somebody may listen.
  const { why, todo, term } = explainError(line.call, error, model.momentAt(line.outcome.seq));
  return (
    <Note tone="bad">
      <p className="font-mono text-[0.8125rem] font-semibold text-bad">
        {error.exception}: {error.message}
      </p>
      <p>
        <CodeWords text={`${why} ${todo}`} /> <CardsOnError term={term} />
      </p>
    </Note>
  );
}
