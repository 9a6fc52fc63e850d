'use client';

import { useSyncExternalStore } from 'react';
import { fold } from '#lib/review/fold.ts';
import { browserStoreDeps } from '#lib/storage/review-database.ts';
import { ReviewStore, type StoreView } from '#lib/storage/review-store.ts';

let store: ReviewStore | null = null;

/** This tab's review log. Only in the browser. */
export function reviewStore(): ReviewStore {
  store ??= new ReviewStore(browserStoreDeps());
  return store;
}

const nothingYet: StoreView = { ready: false, state: fold([]), unsaved: [], fault: null };

const subscribe = (listener: () => void) => reviewStore().subscribe(listener);
const view = () => reviewStore().view();
const viewOnServer = () => nothingYet;

/** What the log says now; not `ready` on the server and until it has been read. */
export function useReviews(): StoreView {
  return useSyncExternalStore(subscribe, view, viewOnServer);
}
