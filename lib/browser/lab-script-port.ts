import type { LabEvent, Network, SessionMessage } from '#lib/lab/protocol.ts';
import type { Happening, ScriptPort } from '#lib/lab/script/port.ts';

interface PortSurroundings {
  readonly send: (message: SessionMessage) => boolean;
  readonly nextId: () => number;
  readonly after: (ms: number, work: () => void) => () => void;
  readonly over: () => void;
}

/** A script's door to the session of a page, in which ids of the script and of the page do not meet. */
export class LabScriptPort implements ScriptPort {
  readonly network: Network;
  readonly #around: PortSurroundings;
  readonly #listeners = new Set<(happening: Happening) => void>();
  /** From the page's id to the script's. */
  readonly #ids = new Map<number, number>();
  #lastAt = 0;
  #isOver = false;

  constructor(network: Network, around: PortSurroundings) {
    this.network = network;
    this.#around = around;
  }

  /** Whether the session is over for this script; whatever it is told from then on is not about the kernel. */
  get isOver(): boolean {
    return this.#isOver;
  }

  send(message: SessionMessage): void {
    const id = this.#around.nextId();
    if (message.id !== undefined) this.#ids.set(id, message.id);
    if (!this.#around.send({ ...message, id })) this.end('The lab takes no messages at the moment.');
  }

  subscribe(listener: (happening: Happening) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#around.over();
    };
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        forget();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const forget = this.#around.after(ms, done);
      signal.addEventListener('abort', done);
    });
  }

  /** An event of the session. */
  tell(event: LabEvent): void {
    this.#lastAt = event.at;
    if (event.type === 'closed') this.#isOver = true;
    const happening = this.#translate(event);
    if (happening !== null) for (const listener of [...this.#listeners]) listener(happening);
  }

  /** The session is over for this script, whatever becomes of the page. */
  end(message: string): void {
    this.#isOver = true;
    this.#around.over();
    for (const listener of [...this.#listeners])
      listener({ type: 'closed', at: this.#lastAt, code: 'INTERNAL', message });
  }

  /** `null`: it answers somebody else. */
  #translate(event: LabEvent): Happening | null {
    switch (event.type) {
      case 'entered':
      case 'blocked':
      case 'returned': {
        const id = this.#ids.get(event.id);
        return id === undefined ? null : { ...event, id };
      }
      case 'refused': {
        if (event.id === null) return event;
        const id = this.#ids.get(event.id);
        return id === undefined ? null : { ...event, id };
      }
      case 'exited':
        return { ...event, unfinished: event.unfinished.flatMap((id) => this.#ids.get(id) ?? []) };
      case 'opened':
      case 'sockets':
      case 'segment':
      case 'losing':
      case 'reset':
      case 'notice':
      case 'closed':
        return event;
      default:
        return event satisfies never;
    }
  }
}
