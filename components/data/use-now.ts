'use client';

import { useEffect, useState } from 'react';

/** How often a page looks at the clock by itself. */
const tickMs = 10_000;

/**
 * The time as epoch milliseconds, renewed every ten seconds and whenever the page is shown again; null on the server and in
 * the first render, which have no clock in common.
 */
export function useNow(): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const look = () => {
      if (!document.hidden) setNow(Date.now());
    };
    look();
    const timer = setInterval(look, tickMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return now;
}
