import type { Tab } from '#lib/storage/tab-storage.ts';

type Listener = Parameters<Tab['addEventListener']>[1];

/** A tab of a browser, as far as `tabStorage` needs one. */
export class TestTab implements Tab {
  readonly items = new Map<string, string>();
  isRefusing = false;
  readonly #listeners = { pagehide: new Set<Listener>(), pageshow: new Set<Listener>() };

  get sessionStorage(): Tab['sessionStorage'] {
    if (this.isRefusing) throw new DOMException('The document is sandboxed', 'SecurityError');
    return {
      getItem: (key) => this.items.get(key) ?? null,
      setItem: (key, text) => void this.items.set(key, text),
      removeItem: (key) => void this.items.delete(key),
    };
  }

  addEventListener: Tab['addEventListener'] = (type, listener) => {
    this.#listeners[type].add(listener as Listener);
  };

  removeEventListener: Tab['removeEventListener'] = (type, listener) => {
    this.#listeners[type].delete(listener as Listener);
  };

  /** The page goes, and its scripts get to know at the last moment. */
  leave(): void {
    this.#dispatch('pagehide');
  }

  /** The page is shown again as it was. */
  comeBack(): void {
    this.#dispatch('pageshow');
  }

  #dispatch(type: 'pagehide' | 'pageshow'): void {
    const event = Object.assign(new Event(type), { persisted: true }) as PageTransitionEvent;
    for (const listener of this.#listeners[type]) listener(event);
  }
}
