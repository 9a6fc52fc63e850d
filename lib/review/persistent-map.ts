const bucketCount = 1024;
const hashedLength = 16;
const noEntries: ReadonlyMap<string, never> = new Map<string, never>();

/**
 * A map with string keys that never changes. `with` costs a copy of one bucket, not of the whole, so that a state of
 * 100,000 entries can be followed by the next in microseconds. The order of iteration is not defined.
 */
export class PersistentMap<V> {
  readonly #buckets: readonly ReadonlyMap<string, V>[];
  readonly size: number;

  private constructor(buckets: readonly ReadonlyMap<string, V>[], size: number) {
    this.#buckets = buckets;
    this.size = size;
  }

  static from<V>(entries: Iterable<readonly [string, V]>): PersistentMap<V> {
    const buckets: (Map<string, V> | undefined)[] = Array.from({ length: bucketCount });
    let size = 0;
    for (const [key, value] of entries) {
      const index = bucketOf(key);
      const bucket = (buckets[index] ??= new Map<string, V>());
      if (!bucket.has(key)) size += 1;
      bucket.set(key, value);
    }
    return new PersistentMap(
      buckets.map((bucket) => bucket ?? noEntries),
      size,
    );
  }

  get(key: string): V | undefined {
    return this.#buckets[bucketOf(key)]?.get(key);
  }

  has(key: string): boolean {
    return this.#buckets[bucketOf(key)]?.has(key) ?? false;
  }

  /** This map with one entry added or replaced. */
  with(key: string, value: V): PersistentMap<V> {
    const index = bucketOf(key);
    const bucket = this.#buckets[index] ?? noEntries;
    const size = this.size + (bucket.has(key) ? 0 : 1);
    return new PersistentMap(this.#buckets.with(index, new Map<string, V>(bucket).set(key, value)), size);
  }

  *values(): IterableIterator<V> {
    for (const bucket of this.#buckets) yield* bucket.values();
  }

  *entries(): IterableIterator<[string, V]> {
    for (const bucket of this.#buckets) yield* bucket.entries();
  }
}

/** FNV-1a of the key's end: the end of a UUIDv7 is random, and prompts of a deck differ there. */
function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = Math.max(0, key.length - hashedLength); index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return (hash ^ (hash >>> 16)) & (bucketCount - 1);
}
