'use client';

import { useEffect, useState } from 'react';
import { useLab, useLabSnapshot } from './lab-context.ts';
import { timeText } from './time-text.ts';

const tickMs = 100;

/** How long something has been going on: it runs on a live page, and stands still on one that shows the past. */
export function WaitingClock({ sinceMicros }: { sinceMicros: number }) {
  const model = useLab();
  const { isLive, moment } = useLabSnapshot();
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => setNow(model.nowMicros()), tickMs);
    return () => clearInterval(timer);
  }, [isLive, model]);
  const until = isLive ? Math.max(now, moment.at) : moment.at;
  return (
    <span className="whitespace-nowrap tabular-nums" aria-hidden={isLive}>
      ◷ {timeText(Math.max(0, until - sinceMicros))}
    </span>
  );
}
