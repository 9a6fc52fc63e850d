'use client';

import { useEffect, useRef } from 'react';
import { resultText } from '#components/lab/model/call-result.ts';
import { useLabSnapshot } from '#components/lab/model/lab-context.ts';
import { announce } from '#components/ui/announce.ts';
import type { CallLine } from '#lib/lab/timeline/snapshot.ts';

/** Events that come together are said together, as what is said first would be cut off. */
const togetherMs = 300;
/** Of what comes together so much is said; a reload brings the whole log. */
const mostSaid = 3;

/** Has a screen reader say which calls wait, and what came of them, as it happens. */
export function CallAnnouncer() {
  const { snapshot, isLive, count } = useLabSnapshot();
  const said = useRef(count);
  useEffect(() => {
    if (!isLive) return;
    const timer = setTimeout(() => {
      // Another session starts counting again.
      const from = Math.min(said.current, count);
      said.current = count;
      const news = snapshot.programs.flatMap(({ lines }) =>
        lines.flatMap((line) => (line.kind === 'call' ? newsOf(line, from) : [])),
      );
      const newest = news.toSorted((a, b) => a.seq - b.seq).slice(-mostSaid);
      if (newest.length > 0) announce(newest.map(({ text }) => text).join('. '));
    }, togetherMs);
    return () => clearTimeout(timer);
  }, [snapshot, isLive, count]);
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
