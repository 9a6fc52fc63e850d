import type { SessionMessage } from '#lib/lab/protocol.ts';
import { TokenBucket } from '#server/bridge/token-bucket.ts';

/** Above this multiple of the limit, within a second, a browser is not merely fast. */
const floodFactor = 10;
const secondMs = 1_000;

/** Beginning again in a fresh network costs the kernel as much as so many calls. */
const resetWeight = 50;

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

  judge(message: SessionMessage): 'pass' | 'refuse' | 'flood' {
    const nowMs = this.#nowMs();
    if (nowMs - this.#secondBeganMs >= secondMs) {
      this.#secondBeganMs = nowMs;
      this.#inThisSecond = 0;
    }
    this.#inThisSecond += 1;
    if (this.#inThisSecond > this.#perSecond * floodFactor) return 'flood';

    const weight = message.type === 'reset' ? Math.min(resetWeight, this.#perSecond) : 1;
    return this.#bucket.take(weight, nowMs) ? 'pass' : 'refuse';
  }
}
