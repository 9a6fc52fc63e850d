/** What a tab keeps under one name over a reload of its page, in `sessionStorage`. Nothing here throws. */
export interface TabStorage<Value> {
  /** `null`: nothing is kept, or it is none of these values, or the browser refuses. */
  read(): Value | null;
  /** The same, and keeps it no longer. */
  take(): Value | null;
  /** Whether it is kept: the browser may refuse, and it may be too long. `null` keeps nothing. */
  write(value: Value | null): boolean;
  /**
   * Writes when the page goes, reloaded or left: the first of the values that can be kept. Gives back what stops that. A
   * page that comes back from the browser's cache has what it had, so nothing is kept for it any longer.
   */
  writeOnLeave(candidates: () => readonly Value[]): () => void;
}

interface TabSchema<Value> {
  /** Whether what was read is such a value: it may come from another version of the site. */
  readonly isValue: (value: unknown) => value is Value;
  /** Of its JSON. A browser keeps some 5 million characters a site, and writing many takes time. */
  readonly maxCharacters: number;
}

interface LeavingEvents {
  pagehide: Event;
  pageshow: PageTransitionEvent;
}

/** What this needs of the browser. */
export interface Tab {
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  addEventListener<Type extends keyof LeavingEvents>(
    type: Type,
    listener: (event: LeavingEvents[Type]) => void,
  ): void;
  removeEventListener<Type extends keyof LeavingEvents>(
    type: Type,
    listener: (event: LeavingEvents[Type]) => void,
  ): void;
}

export function tabStorage<Value>(
  name: string,
  { isValue, maxCharacters }: TabSchema<Value>,
  tab: Tab = globalThis,
): TabStorage<Value> {
  const key = `ackademy.${name}`;

  function read(): Value | null {
    try {
      const value: unknown = JSON.parse(tab.sessionStorage.getItem(key) ?? 'null');
      return isValue(value) ? value : null;
    } catch {
      // Not ours, or not allowed.
      return null;
    }
  }

  function write(value: Value | null): boolean {
    try {
      if (value === null) {
        tab.sessionStorage.removeItem(key);
        return true;
      }
      const text = JSON.stringify(value);
      if (text.length > maxCharacters) return false;
      tab.sessionStorage.setItem(key, text);
      return true;
    } catch {
      // Full, or not allowed.
      return false;
    }
  }

  function take(): Value | null {
    const value = read();
    write(null);
    return value;
  }

  return {
    read,
    take,
    write,
    writeOnLeave(candidates) {
      const leave = () => {
        if (!candidates().some(write)) write(null);
      };
      const back = ({ persisted }: PageTransitionEvent) => {
        if (persisted) write(null);
      };
      tab.addEventListener('pagehide', leave);
      tab.addEventListener('pageshow', back);
      return () => {
        tab.removeEventListener('pagehide', leave);
        tab.removeEventListener('pageshow', back);
      };
    },
  };
}
