import { TokenBucket } from '#server/bridge/token-bucket.ts';

/** Addresses that asked for nothing lately are forgotten once so many are known. */
const knownAddresses = 1_024;

/** How fast networks are made for an address: the kernel takes longer to take one back than to give it. */
export class NetworkRate {
  readonly #limit: { readonly perSecond: number; readonly burst: number };
  readonly #nowMs: () => number;
  readonly #ofAddress = new Map<string, TokenBucket>();

  constructor(limit: { perSecond: number; burst: number }, nowMs: () => number) {
    this.#limit = limit;
    this.#nowMs = nowMs;
  }

  /** Whether the address may have another now; if so, it is counted. */
  take(address: string): boolean {
    const nowMs = this.#nowMs();
    const known = this.#ofAddress.get(address);
    if (known !== undefined) return known.take(1, nowMs);
    if (this.#ofAddress.size >= knownAddresses)
      for (const [other, bucket] of this.#ofAddress) if (bucket.isFull(nowMs)) this.#ofAddress.delete(other);
    const bucket = new TokenBucket(this.#limit, nowMs);
    this.#ofAddress.set(address, bucket);
    return bucket.take(1, nowMs);
  }
}
