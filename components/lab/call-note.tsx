import type { ReactNode } from 'react';

/** What a call came to, directly under its line. */
export function CallNote({ tone, children }: { tone: 'bad' | 'waiting'; children: ReactNode }) {
  const look = tone === 'bad' ? 'border-bad' : 'border-waiting bg-waiting-tint';
  return <div className={`mb-1 border-l-3 px-3.25 py-1.5 text-sm text-soft ${look}`}>{children}</div>;
}
