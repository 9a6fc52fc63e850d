import type { EventBody } from '#lib/lab/protocol/messages.ts';

/** The id of the request that an event answers; `null`: it answers none. Each request has exactly one answer. */
export function answeredId(event: EventBody): number | null {
  switch (event.type) {
    case 'entered':
    case 'exited':
    case 'dropping':
    case 'reset':
    case 'refused':
      return event.id;
    case 'returned':
      return event.interruptedBy ?? null;
    case 'opened':
    case 'blocked':
    case 'unreferenced':
    case 'sockets':
    case 'segment':
    case 'notice':
    case 'closed':
      return null;
    default:
      return event satisfies never;
  }
}

/** Requests that await something, by id, oldest first. Each is settled once, or dropped with its session. */
export class PendingRequests<Request> {
  readonly #requests = new Map<number, Request>();

  /** Throws where a request of this id is pending already: an answer could not distinguish the two. */
  add(id: number, request: Request): void {
    if (this.#requests.has(id)) throw new Error(`Request ${String(id)} is pending already.`);
    this.#requests.set(id, request);
  }

  /** What is pending under this id, and stays so. */
  get(id: number): Request | undefined {
    return this.#requests.get(id);
  }

  /** Takes the request out; `undefined`: none is pending under this id, or it was settled before. */
  settle(id: number | null): Request | undefined {
    if (id === null) return undefined;
    const request = this.#requests.get(id);
    this.#requests.delete(id);
    return request;
  }

  /** Takes all of them out: their session is over, so no answer comes. */
  drop(): Request[] {
    const requests = [...this.#requests.values()];
    this.#requests.clear();
    return requests;
  }

  /** Oldest first. */
  [Symbol.iterator](): IterableIterator<Request> {
    return this.#requests.values();
  }
}
