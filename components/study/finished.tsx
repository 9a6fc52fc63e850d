'use client';

import { SoftLink } from '#components/ui/soft-link.tsx';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import type { Prompt } from '#lib/cards/prompt.ts';
import { intervalText } from '#components/ui/times.ts';
import type { StudyMode } from '#lib/review/queue.ts';
import { countsText } from '#components/study/counts-text.ts';
import { studyPath } from '#components/study/study-turn.ts';
import { type OtherDecks, useOtherDecks } from '#components/study/use-other-decks.ts';
import { useKeys } from '#components/ui/keys.tsx';

/** Nothing is left to ask. The next deck is offered, undo still works, and so does going on without need. */
export function Finished({
  title,
  deck,
  mode,
  isMissed,
  hasOthers,
  done,
  learning,
  nextDueAt,
  now,
  examAhead,
  leech,
  elsewhere,
  more,
  onUndo,
}: {
  title: string;
  /** `null`: all decks. */
  deck: string | null;
  mode: StudyMode;
  /** Only what was missed in a quiz was asked. */
  isMissed: boolean;
  /** Whether there are other decks. */
  hasOthers: boolean;
  done: number;
  /** Learning steps that end later today. */
  learning: number;
  /** Epoch milliseconds at which the next card is due; null where none is waiting. */
  nextDueAt: number | null;
  now: number;
  examAhead: boolean;
  leech: Prompt | null;
  /** What another tab was quicker to do, in words. */
  elsewhere: string | null;
  /** New cards that may come beyond those of today, and their deck's title; null where there are none. */
  more: { readonly cards: number; readonly title: string; readonly onMore: () => void } | null;
  onUndo: () => void;
}) {
  const router = useRouter();
  const focus = useCallback(
    (heading: HTMLHeadingElement | null) => heading?.focus({ preventScroll: true }),
    [],
  );
  const isStudy = mode === 'study' && !isMissed;
  const others = useOtherDecks(deck, isStudy && hasOthers);
  const next = typeof others === 'string' ? null : others.next;
  const target = next === null ? '/' : studyPath(next.deck.deck);
  useKeys({ Enter: others === 'reading' ? undefined : () => router.push(target), m: more?.onMore });
  // Whether the day is done is known in a moment.
  if (others === 'reading') return null;
  return (
    <section className="panel mx-auto max-w-2xl p-7 sm:p-9">
      <p className="text-sm text-soft">
        <bdi>{title}</bdi>
      </p>
      <h1 ref={focus} tabIndex={-1} className="mt-1 text-2xl font-semibold">
        {isMissed ? 'Through what was missed' : headline(mode, done, learning, others, deck === null)}
      </h1>
      <p className="mt-2 text-soft">
        {done === 1 ? '1 question' : `${done} questions`} done{mode === 'study' ? ' today' : ''}.{' '}
        {mode === 'study' && next === null && nextText(nextDueAt, others, now)}
      </p>
      {elsewhere && <p className="mt-3 text-waiting">{elsewhere}</p>}
      {leech && (
        <p className="mt-3 text-waiting">
          You keep forgetting “{leech.text}”. Write it down in your own words.
        </p>
      )}
      <div className="mt-6 flex flex-wrap gap-3">
        {next && (
          <SoftLink href={target} className="button button-strong">
            <span>
              Next: <bdi>{next.deck.title}</bdi> — {countsText(next.counts)}
            </span>{' '}
            <kbd className="key">↵</kbd>
          </SoftLink>
        )}
        <SoftLink href="/" className={`button ${next ? '' : 'button-strong'}`}>
          Today {!next && <kbd className="key">↵</kbd>}
        </SoftLink>
        {more && (
          <button type="button" className="button" aria-keyshortcuts="M" onClick={more.onMore}>
            <span>
              {more.cards === 1 ? '1 more new card' : `${more.cards} more new cards`}
              {deck === null && (
                <>
                  {' '}
                  of <bdi>{more.title}</bdi>
                </>
              )}
            </span>{' '}
            <kbd className="key">M</kbd>
          </button>
        )}
        <button type="button" className="button" aria-keyshortcuts="U" onClick={onUndo}>
          Undo <kbd className="key">U</kbd>
        </button>
        <a href={`${studyPath(deck)}?mode=practice`} className="button">
          {mode === 'practice' ? 'Practise again' : 'Practise anyway'}
        </a>
        {examAhead && (
          <a href={`${studyPath(deck)}?mode=cram`} className="button">
            Cram for the exam
          </a>
        )}
      </div>
      <p className="mt-4 text-sm text-soft">Practice does not count: your schedule stays as it is.</p>
    </section>
  );
}

/** Says that the day is done only where no deck has anything left of it. */
function headline(
  mode: StudyMode,
  done: number,
  learning: number,
  others: OtherDecks,
  isMixed: boolean,
): string {
  if (mode !== 'study') return isMixed ? 'Through all decks' : 'Through the whole deck';
  if (typeof others === 'string' || others.next !== null)
    return done > 0 ? 'Done with this deck' : 'Nothing is due in this deck';
  if (done === 0) return 'Nothing is due';
  return learning + others.learning > 0 ? 'Done for now' : 'Done for today';
}

function nextText(nextDueAt: number | null, others: OtherDecks, now: number): string {
  const elsewhere = typeof others === 'string' ? null : others.nextDueAt;
  const dueAt = Math.min(nextDueAt ?? Infinity, elsewhere ?? Infinity);
  if (dueAt === Infinity) return 'No card is waiting.';
  return dueAt <= now ? 'The next card is due now.' : `The next card is due in ${intervalText(dueAt - now)}.`;
}
