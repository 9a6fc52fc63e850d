'use client';

import { useEffect, useState } from 'react';
import { CodeWords } from '#components/ui/code-words.tsx';
import { useLab, useLabSnapshot } from '#components/lab/model/lab-context.ts';

/** Says what became of the connection to the lab, and what the page does about it. */
export function LinkBanner() {
  const model = useLab();
  const { link, notice, transcript, snapshot } = useLabSnapshot();
  if (transcript !== null)
    return (
      <Banner tone="plain">
        <p className="min-w-0 flex-1">
          <strong>Transcript</strong> {transcript}. Nothing here is live.
        </p>
        <button type="button" className="button" onClick={() => model.hideTranscript()}>
          Close the transcript
        </button>
      </Banner>
    );
  switch (link.kind) {
    case 'retrying':
      return (
        <Banner tone="waiting">
          <p className="min-w-0 flex-1">
            <strong>
              <CodeWords text={link.message} />
            </strong>{' '}
            <CodeWords text={link.help} /> <RetryClock retryAtMs={link.retryAtMs} /> What happened so far
            stays here.
          </p>
        </Banner>
      );
    case 'ended':
      return (
        <Banner tone="bad">
          <p className="min-w-0 flex-1">
            <strong>
              ✕ <CodeWords text={link.message} />
            </strong>{' '}
            <CodeWords text={link.help} /> What happened so far stays here.
          </p>
          <button type="button" className="button" onClick={() => model.store.restart()}>
            Begin again
          </button>
        </Banner>
      );
    case 'idle':
    case 'connecting':
    case 'open': {
      const { message } = snapshot;
      const text = notice ?? (message && `${message.message} ${message.help}`);
      return text === null ? null : (
        <Banner tone="waiting">
          <p className="min-w-0 flex-1">
            <CodeWords text={text} />
          </p>
        </Banner>
      );
    }
    default:
      return link satisfies never;
  }
}

const looks = {
  plain: 'border-line bg-panel',
  waiting: 'border-waiting bg-waiting-tint',
  bad: 'border-bad bg-bad-tint',
} as const;

function Banner({ tone, children }: { tone: keyof typeof looks; children: React.ReactNode }) {
  return (
    <div
      role="status"
      className={`mb-3 flex flex-wrap items-center gap-3 rounded-lg border px-4 py-2.5 ${looks[tone]}`}
    >
      {children}
    </div>
  );
}

function RetryClock({ retryAtMs }: { retryAtMs: number }) {
  const [now, setNow] = useState(retryAtMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((retryAtMs - now) / 1000);
  return <span aria-hidden="true">{seconds > 0 ? `Next try in ${String(seconds)} s.` : 'Trying now.'}</span>;
}
