import { isFrame } from '#lib/lab-client/read-frame.ts';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import { type Tab, type TabStorage, tabStorage } from '#lib/storage/tab-storage.ts';

/** A session that outlives a reload: how to go on with it, and the events that the page had of it and of those before. */
export interface StoredSession {
  readonly version: typeof version;
  /** Epoch milliseconds. */
  readonly storedAtMs: number;
  readonly session: string;
  readonly token: string;
  /** The last `seq` of the session that the page has. */
  readonly after: number;
  readonly asRoot: boolean;
  /** As they came, `seq` and `at` of each session its own. */
  readonly events: readonly LabEvent[];
}

/** Of what is stored; another one is not read, as the session of an older page is gone anyway. */
const version = 2;
const maxCharacters = 2_000_000;

function isEvent(value: unknown): value is LabEvent {
  return isFrame(value) && value.type !== 'error';
}

function isStoredSession(value: unknown): value is StoredSession {
  if (typeof value !== 'object' || value === null) return false;
  if (!('version' in value) || value.version !== version) return false;
  if (!('session' in value) || typeof value.session !== 'string') return false;
  if (!('token' in value) || typeof value.token !== 'string') return false;
  if (!('after' in value) || typeof value.after !== 'number') return false;
  if (!('asRoot' in value) || typeof value.asRoot !== 'boolean') return false;
  if (!('storedAtMs' in value) || typeof value.storedAtMs !== 'number') return false;
  return 'events' in value && Array.isArray(value.events) && value.events.every(isEvent);
}

/** @param name of the lab: a reload of the same page goes on with its session */
export function sessionStorageOf(name: string, tab?: Tab): TabStorage<StoredSession> {
  return tabStorage(`lab.${name}`, { isValue: isStoredSession, maxCharacters }, tab);
}

/** What there is to store, the most first: all events, or those of the latest session alone. */
export function storedSessions(
  key: Pick<StoredSession, 'session' | 'token' | 'after' | 'asRoot'>,
  events: readonly LabEvent[],
  nowMs: number,
): StoredSession[] {
  const latest = events.findLastIndex((event) => event.type === 'opened' && !event.resumed);
  const stored = { version, storedAtMs: nowMs, ...key } as const;
  return [
    { ...stored, events },
    { ...stored, events: events.slice(Math.max(0, latest)) },
  ];
}

/** Whether the sidecar may still have the session. */
export function mayBeThere({ events, storedAtMs }: StoredSession, nowMs: number): boolean {
  const opened = events.findLast((event) => event.type === 'opened');
  return nowMs - storedAtMs <= (opened?.limits.resumeMs ?? 0);
}
