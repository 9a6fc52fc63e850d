import { type DBSchema, openDB } from 'idb';
import type { LogEntry } from '#lib/review/entry-schema.ts';
import { withCurrentNames } from '#lib/review/log-entry.ts';
import type { StoreDeps } from '#lib/storage/review-store.ts';
import { uuidV4, uuidV7 } from '#lib/storage/uuid.ts';

interface Schema extends DBSchema {
  /** The review log. Entries are added, never changed or removed. */
  rows: { key: string; value: LogEntry };
  /** `device`: the UUID of this browser profile. */
  facts: { key: string; value: string };
}

/** Where the review log is kept. Every promise rejects with what the browser says when it refuses. */
export interface ReviewDatabase {
  /** The UUID of this browser profile, which is what `newDevice` gives on the first call ever. */
  device(newDevice: () => string): Promise<string>;
  /** Every entry, by id. */
  all(): Promise<readonly LogEntry[]>;
  /**
   * Adds entries; those whose id is stored already are left as they are. When the promise resolves, the browser has committed
   * all of them, and it says how many were new; when it rejects, none is stored.
   */
  add(entries: readonly LogEntry[]): Promise<number>;
  /**
   * Adds the entries that `choose` makes of those that are stored and not among `known`: what other tabs have written. No tab
   * writes anything in between. It commits and rejects as `add` does; new ids only.
   */
  addAfter(known: KnownEntries, choose: (others: readonly LogEntry[]) => readonly LogEntry[]): Promise<void>;
}

/** The stored entries that a tab knows of. */
interface KnownEntries {
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
    all: async () => (await database.getAll('rows')).map(withCurrentNames),
    async add(entries) {
      const { store, done } = database.transaction('rows', 'readwrite');
      const added = entries.map(async (entry) => {
        if ((await store.getKey(entry.id)) !== undefined) return 0;
        await store.add(entry);
        return 1;
      });
      const [counts] = await Promise.all([Promise.all(added), done]);
      return counts.reduce<number>((sum, count) => sum + count, 0);
    },
    async addAfter(known, choose) {
      // The browser lets one such transaction begin when the one of another tab has ended.
      const { store, done } = database.transaction('rows', 'readwrite');
      const adding = (async () => {
        // Entries are never removed, so as many as are known are those that are known.
        const ids = (await store.count()) === known.size ? [] : await store.getAllKeys();
        const others = await Promise.all(ids.filter((id) => !known.has(id)).map((id) => store.get(id)));
        await Promise.all(
          choose(others.filter((entry) => entry !== undefined).map(withCurrentNames)).map((entry) =>
            store.add(entry),
          ),
        );
      })();
      await Promise.all([adding, done]);
    },
  };
}

const channelName = 'ackademy-reviews';

/** IndexedDB, a BroadcastChannel to the other tabs, and fresh UUIDs. */
export function browserStoreDeps(): StoreDeps {
  const channel = new BroadcastChannel(channelName);
  return {
    open: openReviewDatabase,
    tabs: {
      report: (entries) => channel.postMessage(entries),
      listen: (hear) =>
        channel.addEventListener('message', ({ data }: MessageEvent<readonly LogEntry[]>) => hear(data)),
    },
    newDevice: uuidV4,
    newId: uuidV7,
    persist: () => void navigator.storage?.persist?.().catch(() => false),
  };
}
