import { callNames, constantNames } from '#lib/lab/protocol/names.ts';

/** Numbers from 0 up to 1; the same seed gives the same (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Messages for one browser: most could come from a page, some are almost right, some are nonsense. */
export class FuzzMessages {
  readonly #random: () => number;
  #lastId = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  /** A message of the protocol. */
  good(): string {
    return JSON.stringify(this.#message());
  }

  /** Mostly the last event, sometimes one before it, seldom one that has not been. */
  acknowledgedSeq(lastSeq: number): number {
    if (this.chance(0.02)) return 1 + this.below(lastSeq);
    return this.chance(0.0002) ? lastSeq + 1_000 : lastSeq;
  }

  next(): string | Buffer {
    const text = this.good();
    if (this.chance(0.99)) return text;
    return this.chance(0.8) ? this.#mutated(text) : this.#garbage();
  }

  #message(): object {
    this.#lastId += 1;
    const id = this.#lastId;
    const program = this.pick(['a', 'a', 'b', 'b', 'c', 'd']);
    const thread = this.pick([undefined, 1, 1, 2, 3, 4]);
    const kind = this.#random();
    if (kind < 0.04) return { type: 'interrupt', id, program, thread };
    if (kind < 0.05) return { type: 'exit', id, program };
    if (kind < 0.052) return { type: 'reset', id };
    if (kind < 0.054) return { type: 'acknowledge', seq: 1 + this.below(40) };
    if (kind < 0.06)
      return { type: 'drop', id, program, fd: this.below(8), direction: 'in', loss: this.#loss() };
    return { type: 'call', id, program, thread, call: this.#call() };
  }

  #loss(): object {
    return this.pick<object>([
      { kind: 'nothing' },
      { kind: 'all' },
      { kind: 'next', segments: 2 },
      { kind: 'share', probability: 0.3 },
    ]);
  }

  /** Mostly what a lab does; now and then any call with any arguments. */
  #call(): object {
    const fd = 3 + this.below(5);
    const port = this.pick([65_000, 65_000, 65_001, 80, 0, 70_000]);
    const address = {
      tuple: [this.pick(['127.0.0.1', '127.0.0.1', '127.0.0.2', 'localhost', 'nowhere']), port],
    };
    return this.pick<() => object>([
      () => ({ name: 'socket', args: [] }),
      () => ({ name: 'socket', args: [] }),
      () => ({ name: 'bind', fd, args: [address] }),
      () => ({ name: 'listen', fd, args: [this.below(4)] }),
      () => ({ name: 'accept', fd, args: [] }),
      () => ({ name: 'connect', fd, args: [address] }),
      () => ({ name: 'send', fd, args: [{ bytes: 'SGVsbG8=', times: this.below(4_000) }] }),
      () => ({ name: 'sendall', fd, args: [{ bytes: 'SGVsbG8=' }] }),
      () => ({ name: 'recv', fd, args: [this.pick([0, 1, 1024, 65_536])] }),
      () => ({ name: 'setblocking', fd, args: [this.chance(0.5)] }),
      () => ({ name: 'shutdown', fd, args: [{ constant: this.pick(['SHUT_RD', 'SHUT_WR', 'SHUT_RDWR']) }] }),
      () => ({ name: 'close', fd, args: [] }),
      () => ({ name: 'getsockname', fd, args: [] }),
      () => this.#anyCall(),
    ])();
  }

  #anyCall(): object {
    const name = callNames[this.below(callNames.length)] ?? 'socket';
    const args = Array.from({ length: this.below(4) }, () => this.#value(2));
    const isFunction = ['socket', 'gethostname', 'gethostbyname', 'poll'].includes(name);
    return isFunction ? { name, args } : { name, fd: this.below(10) - 1, args };
  }

  #value(levels: number): unknown {
    const items = () => Array.from({ length: this.below(4) }, () => this.#value(levels - 1));
    return this.pick<() => unknown>([
      () => null,
      () => this.chance(0.5),
      () => this.below(100_000) - 5,
      () => 2 ** 40,
      () => ({ int: '-99999999999999999999' }),
      () => ({ float: this.#random() }),
      () => this.pick(['', 'é', '127.0.0.1', '\0', 'x'.repeat(2_000)]),
      () => ({ bytes: 'AAECAw==', times: this.below(3) }),
      () => ({ constant: constantNames[this.below(constantNames.length)] }),
      () => ({ flags: ['POLLIN', 'POLLOUT'] }),
      () => ({ socket: this.below(10) - 1 }),
      ...(levels > 0 ? [items, () => ({ tuple: items() })] : []),
    ])();
  }

  /** Some characters changed, removed or doubled: often still JSON, now and then still a message. */
  #mutated(text: string): string {
    const at = this.below(text.length);
    const replacement = this.pick([
      '',
      '0',
      '"',
      '{',
      ']',
      ',',
      ':',
      '\\',
      '-',
      'é',
      '\u0000',
      text.slice(at, at + 20),
    ]);
    return text.slice(0, at) + replacement + text.slice(at + 1 + this.below(3));
  }

  #garbage(): string | Buffer {
    return this.pick<() => string | Buffer>([
      () => '',
      () => '{',
      () => 'null',
      () => '{"type":"open"}',
      () => '['.repeat(60_000),
      () => ' '.repeat(70_000),
      () => Buffer.from([0xff, 0xfe, this.below(256)]),
      () => Buffer.alloc(this.below(200), this.below(256)),
      () =>
        JSON.stringify({
          type: 'call',
          id: 1,
          program: 'a',
          call: { name: 'poll', args: [Array(300).fill({})] },
        }),
    ])();
  }
}
