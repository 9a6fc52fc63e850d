/** Prometheus' text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/ */

type Labels = Readonly<Record<string, string>>;

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text.replace(/["\\\n]/g, '_')}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
}

function family(name: string, type: string, help: string, samples: readonly string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples, ''].join('\n');
}

/** A number that only grows, one for each set of labels. */
export class Counter {
  readonly #name: string;
  readonly #help: string;
  readonly #values = new Map<string, { labels: Labels; value: number }>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  add(labels: Labels = {}, by = 1): void {
    const key = Object.values(labels).join('\n');
    const known = this.#values.get(key);
    if (known === undefined) this.#values.set(key, { labels, value: by });
    else known.value += by;
  }

  expose(): string {
    const samples = [...this.#values.values()].map(({ labels, value }) => sample(this.#name, labels, value));
    return family(this.#name, 'counter', this.#help, samples);
  }
}

export class Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  /** `bounds`: upper bounds of the buckets, growing. */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name;
    this.#help = help;
    this.#bounds = bounds;
    this.#counts = Array<number>(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    const bucket = this.#bounds.findIndex((bound) => value <= bound);
    const index = bucket === -1 ? this.#bounds.length : bucket;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += value;
  }

  expose(): string {
    let total = 0;
    const buckets = this.#counts.map((count, index) => {
      total += count;
      return sample(`${this.#name}_bucket`, { le: String(this.#bounds[index] ?? '+Inf') }, total);
    });
    const ends = [sample(`${this.#name}_sum`, {}, this.#sum), sample(`${this.#name}_count`, {}, total)];
    return family(this.#name, 'histogram', this.#help, [...buckets, ...ends]);
  }
}

export function gauge(name: string, help: string, values: readonly [Labels, number][]): string {
  return family(
    name,
    'gauge',
    help,
    values.map(([labels, value]) => sample(name, labels, value)),
  );
}
