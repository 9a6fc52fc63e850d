'use client';

import { type ComponentProps, lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useAfterPaint } from '#components/ui/use-after-paint.ts';

const StudySession = lazy(() =>
  import('./study-session.tsx').then((module) => ({ default: module.StudySession })),
);

/** The painted first card (`children`) until the scripts that ask and schedule have come. */
export function StudyLoader({
  children,
  ...session
}: Omit<ComponentProps<typeof StudySession>, 'early'> & { children: ReactNode }) {
  const [early, setEarly] = useState(false);
  // Space on the painted card is kept until it can be answered.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.target !== document.body || event.defaultPrevented) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      setEarly(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return <Suspense>{useAfterPaint() ? <StudySession {...session} early={early} /> : children}</Suspense>;
}
