/** Holds one text of a tab across a reload. */
export interface LabKeeper {
  /** The text that was kept, which is then no longer kept; `null`: none. */
  take(): string | null;
  /** Asks for a text when the page goes, reloaded or left; `null` keeps none. Gives back what stops it. */
  onLeave(text: () => string | null): () => void;
}

/** In `sessionStorage`; a browser that refuses to store keeps nothing. */
export function tabKeeper(name: string): LabKeeper {
  const key = `ackademy.lab.${name}`;
  const take = () => {
    try {
      const text = sessionStorage.getItem(key);
      sessionStorage.removeItem(key);
      return text;
    } catch {
      return null;
    }
  };
  return {
    take,
    onLeave(text) {
      const leave = () => {
        try {
          const kept = text();
          if (kept !== null) sessionStorage.setItem(key, kept);
        } catch {
          // Full, or not allowed: the page begins with a new session then.
        }
      };
      // A page that comes back from the browser's cache has its session itself.
      const back = ({ persisted }: PageTransitionEvent) => {
        if (persisted) take();
      };
      addEventListener('pagehide', leave);
      addEventListener('pageshow', back);
      return () => {
        removeEventListener('pagehide', leave);
        removeEventListener('pageshow', back);
      };
    },
  };
}
