import { type DBSchema, openDB } from 'idb';
import { v4, v7 } from 'uuid';
import type { ReviewRow } from '#lib/review/log-entry.ts';
import type { StoreSurroundings } from '#lib/storage/review-store.ts';

interface Schema extends DBSchema {
  /** The review log. Rows are added, never changed or removed. */
  rows: { key: string; value: ReviewRow };
  /** `device`: the UUID of this browser profile. */
  facts: { key: string; value: string };
}

/** Where the review log is kept. Every promise rejects with what the browser says when it refuses. */
export interface ReviewDatabase {
  /** The UUID of this browser profile, which is what `newDevice` gives on the first call ever. */
  device(newDevice: () => string): Promise<string>;
  /** Every row, by id. */
  all(): Promise<readonly ReviewRow[]>;
  /**
   * Adds rows; those whose id is stored already are left as they are. When the promise resolves, the browser has committed
   * all of them, and it says how many were new; when it rejects, none is stored.
   */
  add(rows: readonly ReviewRow[]): Promise<number>;
  /**
   * Adds the rows that `choose` makes of those that are stored and not among `known`: what other tabs have written. No tab
   * writes anything in between. It commits and rejects as `add` does; new ids only.
   */
  addAfter(known: KnownRows, choose: (others: readonly ReviewRow[]) => readonly ReviewRow[]): Promise<void>;
}

/** The stored rows that a tab knows of. */
interface KnownRows {
  readonly size: number;
  has(id: string): boolean;
}

/**
 * Opens the database of IndexedDB, making it on the first visit.
 *
 * @param onLost called when the browser closes the connection by itself (storage cleared, a newer version of the page).
 */
async function openReviewDatabase(onLost: () => void): Promise<ReviewDatabase> {
  const database = await openDB<Schema>('ackademy', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('rows', { keyPath: 'id' });
      fresh.createObjectStore('facts');
    },
    blocking() {
      database.close();
      onLost();
    },
    terminated: onLost,
  });
  return {
    async device(newDevice) {
      const { store, done } = database.transaction('facts', 'readwrite');
      const known = await store.get('device');
      const device = known ?? newDevice();
      if (known === undefined) await store.add(device, 'device');
      await done;
      return device;
    },
    all: () => database.getAll('rows'),
    async add(rows) {
      const { store, done } = database.transaction('rows', 'readwrite');
      const added = rows.map(async (row) => {
        if ((await store.getKey(row.id)) !== undefined) return 0;
        await store.add(row);
        return 1;
      });
      const [counts] = await Promise.all([Promise.all(added), done]);
      return counts.reduce<number>((sum, count) => sum + count, 0);
    },
    async addAfter(known, choose) {
      // The browser lets one such transaction begin when the one of another tab has ended.
      const { store, done } = database.transaction('rows', 'readwrite');
      const adding = (async () => {
        // Rows are never removed, so as many as are known are those that are known.
        const ids = (await store.count()) === known.size ? [] : await store.getAllKeys();
        const others = await Promise.all(ids.filter((id) => !known.has(id)).map((id) => store.get(id)));
        await Promise.all(choose(others.filter((row) => row !== undefined)).map((row) => store.add(row)));
      })();
      await Promise.all([adding, done]);
    },
  };
}

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
