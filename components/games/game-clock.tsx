'use client';

import { useEffect, useState } from 'react';

const tickMs = 100;

/** Time since the game began, with what mistakes cost. */
export function GameClock({ penaltyMs }: { penaltyMs: number }) {
  const [elapsedMs, setElapsedMs] = useState(0);
  useEffect(() => {
    const begunAt = Date.now();
    const timer = setInterval(() => setElapsedMs(Date.now() - begunAt), tickMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="font-mono tabular-nums" role="timer" aria-label="Time">
      {((elapsedMs + penaltyMs) / 1000).toFixed(1)} s
    </span>
  );
}
