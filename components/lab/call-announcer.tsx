'use client';

import { useEffect, useRef } from 'react';
import { announce } from '#lib/browser/announce.ts';
import type { CallLine } from '#lib/lab/timeline/moment.ts';
import { resultText } from './call-result.ts';
import { useLabSnapshot } from './lab-context.ts';

/** Events that come together are said together, as what is said first would be cut off. */
const togetherMs = 300;
/** Of what comes together so much is said; a reload brings the whole log. */
const mostSaid = 3;

/** Has a screen reader say which calls wait, and what came of them, as it happens. */
export function CallAnnouncer() {
  const { moment, isLive, count } = useLabSnapshot();
  const said = useRef(count);
  useEffect(() => {
    if (!isLive) return;
    const timer = setTimeout(() => {
      // Another session begins to count anew.
      const from = Math.min(said.current, count);
      said.current = count;
      const news = moment.programs.flatMap(({ lines }) =>
        lines.flatMap((line) => (line.kind === 'call' ? newsOf(line, from) : [])),
      );
      const newest = news.toSorted((a, b) => a.seq - b.seq).slice(-mostSaid);
      if (newest.length > 0) announce(newest.map(({ text }) => text).join('. '));
    }, togetherMs);
    return () => clearTimeout(timer);
  }, [moment, isLive, count]);
  return null;
}

/** What became of a call after event `from`. */
function newsOf({ program, text, blocked, outcome }: CallLine, from: number) {
  const who = `${program}: ${text}`;
  if (outcome === null)
    return blocked !== null && blocked.seq > from ? [{ seq: blocked.seq, text: `${who} waits` }] : [];
  if (outcome.seq <= from || outcome.kind !== 'returned') return [];
  const { result } = outcome;
  return [{ seq: outcome.seq, text: `${who} ${result.ok ? 'returned' : 'raised'} ${resultText(result)}` }];
}
