'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { announce } from '#lib/browser/announce.ts';

const secondMs = 1000;
/** How much longer a tab that is not shown waits, so that of two tabs one hands in. */
const hiddenWaitMs = 3000;
/** When the time that is left is said aloud, in seconds. */
const saidAt = [300, 60, 10];

/** The time that is left of a test; nothing where it has no end. */
export function TestClock({
  endsAt,
  onOver,
}: {
  /** Epoch milliseconds; null: no end. */
  endsAt: number | null;
  onOver: () => void;
}) {
  const [leftMs, setLeftMs] = useState<number | null>(null);
  const tick = useEffectEvent((end: number) => {
    const left = end - Date.now();
    const seconds = Math.ceil(left / secondMs);
    const before = leftMs === null ? Infinity : Math.ceil(leftMs / secondMs);
    setLeftMs(left);
    if (left <= (document.hidden ? -hiddenWaitMs : 0)) onOver();
    else if (saidAt.some((mark) => seconds <= mark && mark < before && before !== Infinity))
      announce(`${String(seconds)} seconds are left.`);
  });
  useEffect(() => {
    if (endsAt === null) return;
    const first = setTimeout(() => tick(endsAt), 0);
    const timer = setInterval(() => tick(endsAt), secondMs / 4);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [endsAt]);
  if (endsAt === null || leftMs === null) return null;
  const seconds = Math.max(0, Math.ceil(leftMs / secondMs));
  const text = `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <p
      className={`mb-3 text-right font-mono tabular-nums ${seconds <= 60 ? 'font-semibold text-bad' : 'text-soft'}`}
    >
      <span className="sr-only">Time left: </span>
      {text}
    </p>
  );
}
