import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { ReviewRow } from '#lib/review/row.ts';

interface Schema extends DBSchema {
  /** The review log. Rows are added, never changed or removed. */
  rows: { key: string; value: ReviewRow };
  /** `device`: the UUID of this browser profile. */
  facts: { key: string; value: string };
}

export type ReviewDatabase = IDBPDatabase<Schema>;

/**
 * Opens the browser's database of reviews, making it on the first visit.
 *
 * @param onLost called when the browser closes the connection by itself (storage cleared, a newer version of the page).
 * @throws DOMException when the browser refuses.
 */
export function openReviewDatabase(onLost: () => void): Promise<ReviewDatabase> {
  return openDB<Schema>('ackademy', 1, {
    upgrade(database) {
      database.createObjectStore('rows', { keyPath: 'id' });
      database.createObjectStore('facts');
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onLost();
    },
    terminated: onLost,
  });
}

/** The UUID of this browser profile, made on the first call. */
export async function deviceOf(database: ReviewDatabase, newDevice: () => string): Promise<string> {
  const transaction = database.transaction('facts', 'readwrite');
  const known = await transaction.store.get('device');
  const device = known ?? newDevice();
  if (known === undefined) await transaction.store.add(device, 'device');
  await transaction.done;
  return device;
}

/**
 * Adds rows; those whose id is stored already are left as they are. When the promise resolves, the browser has committed
 * all of them; when it rejects, none.
 *
 * @returns how many were new.
 */
export async function addRows(database: ReviewDatabase, rows: readonly ReviewRow[]): Promise<number> {
  const transaction = database.transaction('rows', 'readwrite');
  const added = rows.map(async (row) => {
    if ((await transaction.store.getKey(row.id)) !== undefined) return 0;
    await transaction.store.add(row);
    return 1;
  });
  const [counts] = await Promise.all([Promise.all(added), transaction.done]);
  return counts.reduce<number>((sum, count) => sum + count, 0);
}
