import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** Prometheus' text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/ */

type Labels = Readonly<Record<string, string>>;

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text.replace(/["\\\n]/g, '_')}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
}

function family(name: string, type: string, help: string, samples: readonly string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples, ''].join('\n');
}

/** The values of the labels; of one label, its value itself. */
function keyOf(labels: Labels): string {
  let key = '';
  for (const name in labels) key = key === '' ? (labels[name] ?? '') : `${key}\n${labels[name] ?? ''}`;
  return key;
}

/** A number that only grows. */
class Count {
  readonly labels: Labels;
  value = 0;

  constructor(labels: Labels) {
    this.labels = labels;
  }

  add(by = 1): void {
    this.value += by;
  }
}

/** Numbers that only grow, one for each set of labels. */
class Counter {
  readonly #name: string;
  readonly #help: string;
  readonly #counts = new Map<string, Count>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  /** The number of these labels, for what counts often. */
  of(labels: Labels): Count {
    const key = keyOf(labels);
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const count = new Count(labels);
    this.#counts.set(key, count);
    return count;
  }

  add(labels: Labels = {}): void {
    this.of(labels).add();
  }

  expose(): string {
    const samples = [...this.#counts.values()]
      .filter(({ value }) => value > 0)
      .map(({ labels, value }) => sample(this.#name, labels, value));
    return family(this.#name, 'counter', this.#help, samples);
  }
}

class Histogram {
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

function gauge(name: string, help: string, values: readonly [Labels, number][]): string {
  return family(
    name,
    'gauge',
    help,
    values.map(([labels, value]) => sample(name, labels, value)),
  );
}

/** The event loop is looked at so often; what is measured contains it. */
const delayResolutionMs = 100;
const nsPerMs = 1e6;
const msPerSecond = 1e3;
const messageSeconds = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.25, 1];

/** What can be asked only at the moment of answering. */
interface Now {
  readonly sessions: number;
  readonly connections: number;
  readonly sockets: number;
  readonly waitingCalls: number;
  readonly closingCaptures: number;
}

/** What the sidecar counts. Names, addresses and payloads of students are not among it. */
export class Metrics {
  readonly calls = new Counter('ackademy_calls_total', 'Calls by name and how they ended.');
  readonly events = new Counter('ackademy_events_total', 'Events of sessions by type.');
  readonly #bytes = new Counter('ackademy_bytes_total', 'Bytes of messages by direction.');
  readonly bytesIn = this.#bytes.of({ direction: 'in' });
  readonly bytesOut = this.#bytes.of({ direction: 'out' });
  readonly refusals = new Counter('ackademy_refusals_total', 'Requests and messages refused, by code.');
  readonly faults = new Counter('ackademy_faults_total', 'Connections and sessions ended, by code.');
  readonly pauses = new Counter('ackademy_pauses_total', 'Sessions that had to wait for their browser.');
  readonly resumptions = new Counter(
    'ackademy_resumptions_total',
    'Sessions that went on over a new connection.',
  );
  readonly messageSeconds = new Histogram(
    'ackademy_message_seconds',
    'Time the sidecar took for a message, without what a blocked call waits.',
    messageSeconds,
  );

  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: delayResolutionMs });

  constructor() {
    this.#delay.enable();
  }

  expose({ sessions, connections, sockets, waitingCalls, closingCaptures }: Now): string {
    const delay = (quantile: number): [{ quantile: string }, number] => [
      { quantile: String(quantile) },
      Math.max(0, this.#delay.percentile(quantile * 100) / nsPerMs - delayResolutionMs) / msPerSecond,
    ];
    return [
      gauge('ackademy_sessions', 'Sessions that are open.', [[{}, sessions]]),
      gauge('ackademy_connections', 'WebSockets that are open.', [[{}, connections]]),
      gauge('ackademy_sockets', 'Sockets that programs hold.', [[{}, sockets]]),
      gauge('ackademy_waiting_calls', 'Calls that are blocked.', [[{}, waitingCalls]]),
      gauge('ackademy_closing_captures', 'Captures of the past that still close.', [[{}, closingCaptures]]),
      this.calls.expose(),
      this.events.expose(),
      this.#bytes.expose(),
      this.refusals.expose(),
      this.faults.expose(),
      this.pauses.expose(),
      this.resumptions.expose(),
      this.messageSeconds.expose(),
      gauge('ackademy_event_loop_delay_seconds', 'How late the event loop was, since the last answer.', [
        delay(0.5),
        delay(0.99),
        delay(1),
      ]),
      gauge('process_resident_memory_bytes', 'Resident memory.', [[{}, process.memoryUsage.rss()]]),
    ].join('');
  }

  /** Begins a new interval of the event loop's delay. */
  forgetDelay(): void {
    this.#delay.reset();
  }

  close(): void {
    this.#delay.disable();
  }
}
