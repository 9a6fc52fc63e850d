import type { Failure } from '#lib/failures/result.ts';
import type { LabEvent, Network, SessionRequest, TimedEvent } from '#lib/lab/protocol/messages.ts';
import type { ScriptPort } from '#lib/lab/script/run/port.ts';

interface PortDeps {
  /** Says why it was not taken. */
  readonly send: (message: SessionRequest) => Failure | null;
  readonly nextId: () => number;
  readonly after: (ms: number, work: () => void) => () => void;
  readonly over: () => void;
}

/** A page's session, for a script. */
export class LabScriptPort implements ScriptPort {
  readonly network: Network;
  readonly nextId: () => number;
  readonly #deps: PortDeps;
  readonly #listeners = new Set<(event: TimedEvent) => void>();
  #lastAt = 0;
  #isOver = false;

  constructor(network: Network, deps: PortDeps) {
    this.network = network;
    this.nextId = deps.nextId;
    this.#deps = deps;
  }

  /** When the newest event came, in µs since the log began. */
  get lastAt(): number {
    return this.#lastAt;
  }

  /** Whether the session is over for this script; what it gets from then on is not about the kernel. */
  get isOver(): boolean {
    return this.#isOver;
  }

  send(request: SessionRequest): void {
    const refused = this.#deps.send(request);
    if (refused !== null) this.end(refused.message);
  }

  subscribe(listener: (event: TimedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#deps.over();
    };
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = this.#deps.after(ms, done);
      signal.addEventListener('abort', done);
    });
  }

  /** An event of the session. */
  report(event: LabEvent): void {
    this.#lastAt = event.at;
    if (event.type === 'closed') this.#isOver = true;
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** The session is over for this script, whatever becomes of the page. */
  end(message: string): void {
    this.#isOver = true;
    this.#deps.over();
    for (const listener of [...this.#listeners])
      listener({ type: 'closed', at: this.#lastAt, code: 'INTERNAL', message });
  }
}
