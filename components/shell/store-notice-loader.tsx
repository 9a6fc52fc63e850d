'use client';

import { lazy, Suspense } from 'react';
import { useAfterPaint } from '#components/ui/use-after-paint.ts';

const StoreNotice = lazy(() =>
  import('./store-notice.tsx').then((module) => ({ default: module.StoreNotice })),
);

/** `StoreNotice`, without the review log's code in what every page loads first. */
export function StoreNoticeLoader() {
  return <Suspense>{useAfterPaint() && <StoreNotice />}</Suspense>;
}
