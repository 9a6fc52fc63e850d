'use client';

import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { resultText } from '#components/lab/model/call-result.ts';
import { CallEntry } from '#components/lab/view/call-entry.tsx';
import type { ProgramSnapshot } from '#lib/lab/timeline/snapshot.ts';

type Lines = ProgramSnapshot['lines'];

/** So many of the newest lines are drawn at least, which is more than a list shows at once. */
const mostNewest = 40;
/** Lines leave the drawing together, and come back to it together. */
const step = 20;

/** Where what is drawn begins when nobody asked for more: lines that still change are always drawn. */
function ordinaryStart(lines: Lines): number {
  const start = Math.floor(Math.max(0, lines.length - mostNewest) / step) * step;
  const unfinished = lines.findIndex((line) => line.kind === 'call' && line.outcome === null);
  return unfinished === -1 ? start : Math.min(start, unfinished);
}

/** Within a line of it. */
function isAtEnd(list: HTMLElement): boolean {
  return list.scrollHeight - list.clientHeight - list.scrollTop < 24;
}

/** What a program called and what it got. A long list draws the newest lines; the ones before are one press, or one find, away. */
export const CallLines = memo(function CallLines({
  name,
  lines,
  showsThread,
}: {
  name: string;
  lines: Lines;
  showsThread: boolean;
}) {
  const ref = useRef<HTMLOListElement>(null);
  const count = lines.length;
  /** Where it begins because somebody asked for earlier lines. */
  const [asked, setAsked] = useState(Infinity);
  const start = Math.min(asked, ordinaryStart(lines));
  const followsEnd = useRef(true);
  /** How high the list was before earlier lines came to it. */
  const heightBefore = useRef<number | null>(null);
  // The newest line is what happens now, so it is in the first picture that has it.
  useLayoutEffect(() => {
    const list = ref.current;
    if (list) list.scrollTop = list.scrollHeight;
    followsEnd.current = true;
  }, [count]);
  // What was in sight stays where it is.
  useLayoutEffect(() => {
    const list = ref.current;
    if (list && heightBefore.current !== null) list.scrollTop += list.scrollHeight - heightBefore.current;
    heightBefore.current = null;
  }, [start]);
  // It stays in sight when the reason of an error comes, or the sockets below need room.
  useEffect(() => {
    const list = ref.current;
    if (!list) return;
    const follow = () => {
      if (followsEnd.current) list.scrollTop = list.scrollHeight;
    };
    const grown = new MutationObserver(follow);
    grown.observe(list, { childList: true, subtree: true });
    const shrunk = new ResizeObserver(follow);
    shrunk.observe(list);
    return () => {
      grown.disconnect();
      shrunk.disconnect();
    };
  }, []);
  const showFrom = useCallback((from: number) => {
    followsEnd.current = false;
    const list = ref.current;
    heightBefore.current = list?.scrollHeight ?? null;
    // What was pressed may be gone afterwards.
    list?.focus({ preventScroll: true });
    setAsked(from);
  }, []);
  const found = useCallback(() => {
    followsEnd.current = false;
    setAsked(0);
  }, []);
  return (
    <ol
      ref={ref}
      tabIndex={0}
      aria-label={`Calls of ${name} so far`}
      onWheel={() => (followsEnd.current = false)}
      onScroll={({ currentTarget: list }) => {
        if (isAtEnd(list)) followsEnd.current = true;
      }}
      onPointerDown={() => (followsEnd.current = false)}
      onKeyDown={() => (followsEnd.current = false)}
      className="min-h-28 flex-1 contain-content overflow-y-auto py-2 lg:max-h-[24rem] cockpit:max-h-none"
    >
      {count === 0 && (
        <li className="px-4 py-1 text-sm text-soft">
          Nothing called yet. A program begins with its first call.
        </li>
      )}
      {start > 0 && <EarlierLines lines={lines} end={start} onShow={showFrom} onFound={found} />}
      {lines.slice(start).map((line) =>
        line.kind === 'call' ? (
          <CallEntry key={`${String(line.enteredSeq)}`} line={line} showsThread={showsThread} />
        ) : (
          <li
            key={`exit-${String(line.seq)}`}
            className="flex items-center gap-2 px-4 py-1 text-xs text-soft"
          >
            <span className="h-px flex-1 bg-line" /> the program ended{' '}
            <span className="h-px flex-1 bg-line" />
          </li>
        ),
      )}
    </ol>
  );
});

/**
 * What stands for the lines before `end`: a button that brings some of them, and their text, which costs no layout and which
 * the browser's own search finds and opens. These lines change no more: of one log, where they end
 * says all.
 */
const EarlierLines = memo(
  function EarlierLines({
    lines,
    end,
    onShow,
    onFound,
  }: {
    lines: Lines;
    end: number;
    onShow: (from: number) => void;
    onFound: () => void;
  }) {
    const ref = useRef<HTMLLIElement>(null);
    useLayoutEffect(() => {
      const text = ref.current;
      if (!text) return;
      // React knows `hidden` as on or off only.
      text.setAttribute('hidden', 'until-found');
      text.addEventListener('beforematch', onFound);
      return () => text.removeEventListener('beforematch', onFound);
    }, [onFound]);
    return (
      <>
        <li className="px-4 py-1 text-sm">
          <button
            type="button"
            className="text-soft underline"
            onClick={() => onShow(Math.max(0, end - 2 * step))}
          >
            Show earlier lines ({end})
          </button>
        </li>
        <li ref={ref}>{lines.slice(0, end).map(lineText).join('\n')}</li>
      </>
    );
  },
  (before, after) =>
    before.end === after.end &&
    before.lines[0] === after.lines[0] &&
    before.onShow === after.onShow &&
    before.onFound === after.onFound,
);

function lineText(line: Lines[number]): string {
  if (line.kind !== 'call') return 'the program ended';
  const { text, outcome } = line;
  if (outcome?.kind !== 'returned') return text;
  return `${text} ${outcome.result.ok ? '→' : '✕'} ${resultText(outcome.result)}`;
}
