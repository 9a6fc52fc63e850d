import { median, quantile } from '../report/figure.ts';

/** One exchange: something is sent, and its whole answer arrives. */
export interface Exchange {
  readonly what: string;
  /** Resolves to the µs of everything timed in it. */
  readonly run: () => Promise<readonly number[]>;
}

/** Of one subject: the times of each round, in µs. */
export class Times {
  readonly #rounds: (readonly number[])[] = [];

  add(round: readonly number[]): void {
    this.#rounds.push(round);
  }

  get medianMicros(): number {
    return median(this.#rounds.flat());
  }

  get p99Micros(): number {
    return quantile(this.#rounds.flat(), 0.99);
  }

  /** The times of so many after each other, together. */
  together(count: number): Times {
    const sums = new Times();
    for (const round of this.#rounds) {
      sums.add(
        Array.from({ length: Math.floor(round.length / count) }, (_, index) =>
          round.slice(index * count, (index + 1) * count).reduce((sum, micros) => sum + micros, 0),
        ),
      );
    }
    return sums;
  }

  /** The median of the rounds' ratios: what slows one round down slows both of its sides down. */
  dividedBy(other: Times): number {
    return median(this.#rounds.map((round, index) => median(round) / median(other.#rounds[index] ?? [])));
  }
}

/** All in turn, round by round, `exchanges` one after another in each; the rounds of warming up do not count. */
export async function timeExchanges(
  subjects: readonly Exchange[],
  { rounds, warmUps, exchanges }: { rounds: number; warmUps: number; exchanges: number },
): Promise<(what: string) => Times> {
  const times = new Map<string, Times>();
  const timesOf = (what: string): Times => {
    const known = times.get(what) ?? new Times();
    times.set(what, known);
    return known;
  };
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const { what, run } of subjects) {
      const micros: number[] = [];
      for (let exchange = 0; exchange < exchanges; exchange += 1) micros.push(...(await run()));
      if (round >= 0) timesOf(what).add(micros);
    }
  }
  return timesOf;
}

export async function microsOf(work: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return (performance.now() - beganMs) * 1000;
}
