import type { ClientMessage } from '#lib/lab/protocol/messages.ts';

const secondMs = 1_000;

/** Lets `burst` through at once, and `perSecond` in the long run. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #filledAtMs: number;

  constructor({ perSecond, burst }: { perSecond: number; burst: number }, nowMs: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#filledAtMs = nowMs;
  }

  /** Whether there were so many. */
  take(tokens: number, nowMs: number): boolean {
    this.#fill(nowMs);
    if (this.#tokens < tokens) return false;
    this.#tokens -= tokens;
    return true;
  }

  isFull(nowMs: number): boolean {
    this.#fill(nowMs);
    return this.#tokens === this.#burst;
  }

  #fill(nowMs: number): void {
    const filled = this.#tokens + ((nowMs - this.#filledAtMs) * this.#perSecond) / secondMs;
    this.#tokens = Math.min(this.#burst, filled);
    this.#filledAtMs = nowMs;
  }
}

/** Above this multiple of the limit, within a second, a browser is not merely fast. */
const floodFactor = 10;

/** Beginning again in a fresh network costs the kernel as much as so many calls; an acknowledgement costs it nothing. */
const weights = { reset: 50, acknowledge: 0 };
const callWeight = 1;

/**
 * How fast a session may send: a bucket that holds a second's worth of messages and fills steadily, and a count of what
 * comes within a second whether it was let through or not.
 */
export class MessageRate {
  readonly #perSecond: number;
  readonly #nowMs: () => number;
  readonly #bucket: TokenBucket;
  #secondBeganMs: number;
  #inThisSecond = 0;

  constructor(perSecond: number, nowMs: () => number) {
    this.#perSecond = perSecond;
    this.#nowMs = nowMs;
    this.#secondBeganMs = nowMs();
    this.#bucket = new TokenBucket({ perSecond, burst: perSecond }, this.#secondBeganMs);
  }

  judge({ type }: Pick<ClientMessage, 'type'>): 'pass' | 'refuse' | 'flood' {
    const nowMs = this.#nowMs();
    if (nowMs - this.#secondBeganMs >= secondMs) {
      this.#secondBeganMs = nowMs;
      this.#inThisSecond = 0;
    }
    this.#inThisSecond += 1;
    if (this.#inThisSecond > this.#perSecond * floodFactor) return 'flood';

    const weight = type === 'reset' || type === 'acknowledge' ? weights[type] : callWeight;
    return this.#bucket.take(Math.min(weight, this.#perSecond), nowMs) ? 'pass' : 'refuse';
  }
}

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
