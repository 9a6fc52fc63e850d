'use client';

import { type ComponentProps, lazy, type ReactNode, Suspense } from 'react';
import { useAfterPaint } from '#components/shell/use-after-paint.ts';

const StudySession = lazy(() =>
  import('./study-session.tsx').then((module) => ({ default: module.StudySession })),
);

/** The painted first card (`children`) until the scripts that ask and schedule have come. */
export function StudyLoader({
  children,
  ...session
}: ComponentProps<typeof StudySession> & { children: ReactNode }) {
  return <Suspense>{useAfterPaint() ? <StudySession {...session} /> : children}</Suspense>;
}
