import { v4, v7 } from 'uuid';
import type { ReviewRow } from '#lib/review/row.ts';
import { openReviewDatabase } from './review-database.ts';
import type { StoreSurroundings } from './review-store.ts';

const channelName = 'ackademy-reviews';

/** IndexedDB, a BroadcastChannel to the other tabs, and fresh UUIDs. */
export function browserSurroundings(): StoreSurroundings {
  const channel = new BroadcastChannel(channelName);
  return {
    open: openReviewDatabase,
    tabs: {
      tell: (rows) => channel.postMessage(rows),
      listen: (hear) =>
        channel.addEventListener('message', ({ data }: MessageEvent<readonly ReviewRow[]>) => hear(data)),
    },
    newDevice: () => v4(),
    newId: (at) => v7({ msecs: at }),
    persist: () => void navigator.storage?.persist?.().catch(() => false),
  };
}
