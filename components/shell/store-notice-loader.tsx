'use client';

import { useLoaded } from './use-loaded.ts';

const load = () => import('./store-notice.tsx').then((module) => module.StoreNotice);

/** `StoreNotice`, without the review log's code in what every page loads first. */
export function StoreNoticeLoader() {
  const StoreNotice = useLoaded(load);
  return StoreNotice && <StoreNotice />;
}
