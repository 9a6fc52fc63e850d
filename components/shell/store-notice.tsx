'use client';

import { reviewStore, useReviews } from '#components/data/use-reviews.ts';
import { saveLog } from '#lib/storage/save-log.ts';
import { storeFaults } from '#lib/storage/store-fault.ts';

/** Says at once when the browser refuses to store answers, and offers the two ways out. */
export function StoreNotice() {
  const { fault, unsaved } = useReviews();
  if (fault === null) return null;
  const { message, help } = storeFaults[fault.code];
  return (
    <div role="alert" className="sticky top-0 z-20 border-b-2 border-bad bg-bad-tint px-4 py-3 sm:px-7">
      <div className="mx-auto flex max-w-5xl flex-wrap items-center gap-3">
        <p className="min-w-64 flex-1">
          <strong className="text-bad">✕ {message}.</strong> {help}.{' '}
          <span className="font-mono text-sm text-soft">
            {fault.code} · {fault.detail}
          </span>
        </p>
        <button type="button" className="button" onClick={() => void reviewStore().retry()}>
          Try again
        </button>
        <button type="button" className="button" onClick={() => void saveLog(reviewStore(), Date.now())}>
          Export {unsaved.length > 0 ? `answers (${unsaved.length} not stored)` : 'answers'}
        </button>
      </div>
    </div>
  );
}
