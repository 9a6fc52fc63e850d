'use client';

import type { ComponentProps, ReactNode } from 'react';
import { useLoaded } from '#components/shell/use-loaded.ts';
import type { StudySession } from './study-session.tsx';

const load = () => import('./study-session.tsx').then((module) => module.StudySession);

/** The painted first card (`children`) until the scripts that ask and schedule have come. */
export function StudyLoader({
  children,
  ...session
}: ComponentProps<typeof StudySession> & { children: ReactNode }) {
  const Session = useLoaded(load);
  return Session ? <Session {...session} /> : children;
}
