'use client';

import { SoftLink } from '#components/ui/soft-link.tsx';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import type { Prompt } from '#lib/cards/prompt.ts';
import { intervalText } from '#components/ui/times.ts';
import type { StudyMode } from '#lib/review/queue.ts';
import type { DeckHead } from '#components/data/deck-head.ts';
import { useKeys } from '#components/ui/keys.tsx';

/** Nothing is left. Undo still works, and so does going on without need. */
export function Finished({
  head,
  mode,
  isMissed,
  done,
  waitMs,
  examAhead,
  leech,
  elsewhere,
  onUndo,
}: {
  head: DeckHead;
  mode: StudyMode;
  /** Only what was missed in a quiz was asked. */
  isMissed: boolean;
  done: number;
  /** Until the next card is due; null where none is waiting. */
  waitMs: number | null;
  examAhead: boolean;
  leech: Prompt | null;
  /** What another tab was quicker to do, in words. */
  elsewhere: string | null;
  onUndo: () => void;
}) {
  const router = useRouter();
  const focus = useCallback(
    (heading: HTMLHeadingElement | null) => heading?.focus({ preventScroll: true }),
    [],
  );
  useKeys({ Enter: () => router.push('/') });
  return (
    <section className="panel mx-auto max-w-2xl p-7 sm:p-9">
      <p className="text-sm text-soft">{head.title}</p>
      <h1 ref={focus} tabIndex={-1} className="mt-1 text-2xl font-semibold">
        {isMissed ? 'Through what was missed' : title(mode, done)}
      </h1>
      <p className="mt-2 text-soft">
        {done === 1 ? '1 question' : `${done} questions`} done{mode === 'study' ? ' today' : ''}.{' '}
        {mode === 'study' && nextText(waitMs)}
      </p>
      {elsewhere && <p className="mt-3 text-waiting">{elsewhere}</p>}
      {leech && (
        <p className="mt-3 text-waiting">
          You keep forgetting “{leech.text}”. Write it down in your own words.
        </p>
      )}
      <div className="mt-6 flex flex-wrap gap-3">
        <SoftLink href="/" className="button button-strong">
          Today <kbd className="key">↵</kbd>
        </SoftLink>
        <button type="button" className="button" aria-keyshortcuts="U" onClick={onUndo}>
          Undo <kbd className="key">U</kbd>
        </button>
        <a href={`/study/${head.deck}?mode=practice`} className="button">
          {mode === 'practice' ? 'Practise again' : 'Practise anyway'}
        </a>
        {examAhead && (
          <a href={`/study/${head.deck}?mode=cram`} className="button">
            Cram for the exam
          </a>
        )}
      </div>
      <p className="mt-4 text-sm text-soft">Practice does not count: your schedule stays as it is.</p>
    </section>
  );
}

function title(mode: StudyMode, done: number): string {
  if (mode !== 'study') return 'Through the whole deck';
  return done > 0 ? 'Done for today' : 'Nothing is due';
}

function nextText(waitMs: number | null): string {
  if (waitMs === null) return 'No card is waiting.';
  return waitMs === 0 ? 'The next card is due now.' : `The next card is due in ${intervalText(waitMs)}.`;
}
