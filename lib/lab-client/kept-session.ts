import { isFrame } from '#lib/lab-client/read-frame.ts';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';

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

/** A session that outlives a reload: how to go on with it, and the events that the page had of it and of those before. */
export interface KeptSession {
  readonly session: string;
  readonly token: string;
  /** The last `seq` of the session that the page has. */
  readonly after: number;
  readonly asRoot: boolean;
  /** As they came, `seq` and `at` of each session its own. */
  readonly events: readonly LabEvent[];
}

const version = 1;
/** A browser keeps some 5 million characters a site; writing that much takes its time, too. */
const maxCharacters = 2_000_000;

/** As text; `null`: the log is too long to keep. */
export function formatKept(kept: KeptSession, nowMs: number): string | null {
  const text = JSON.stringify({ version, keptAtMs: nowMs, ...kept });
  return text.length <= maxCharacters ? text : null;
}

function isEvent(value: unknown): value is LabEvent {
  return isFrame(value) && value.type !== 'error';
}

function isKept(value: unknown): value is KeptSession & { readonly keptAtMs: number } {
  if (typeof value !== 'object' || value === null) return false;
  if (!('version' in value) || value.version !== version) return false;
  if (!('session' in value) || typeof value.session !== 'string') return false;
  if (!('token' in value) || typeof value.token !== 'string') return false;
  if (!('after' in value) || typeof value.after !== 'number') return false;
  if (!('asRoot' in value) || typeof value.asRoot !== 'boolean') return false;
  if (!('keptAtMs' in value) || typeof value.keptAtMs !== 'number') return false;
  return 'events' in value && Array.isArray(value.events) && value.events.every(isEvent);
}

/** What `formatKept` wrote; `null`: it did not, or its session cannot be there any more. */
export function parseKept(text: string, nowMs: number): KeptSession | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isKept(value)) return null;
  const opened = value.events.findLast((event) => event.type === 'opened');
  const resumeMs = opened?.limits.resumeMs ?? 0;
  return nowMs - value.keptAtMs <= resumeMs ? value : null;
}
