import { expect, it } from 'vitest';
import type { LogEntry } from '#lib/review/entry-schema.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';
import { lastUndoable } from '#lib/review/undo.ts';
import type { ReviewDatabase } from '#lib/storage/review-database.ts';
import { type ReviewDraft, ReviewStore, type StoreDeps } from '#lib/storage/review-store.ts';
import { uuidV4, uuidV7 } from '#lib/storage/uuid.ts';

const now = Date.UTC(2026, 10, 23, 9);
const good: ReviewDraft = {
  kind: 'review',
  card: 'd/a',
  rev: 1,
  rating: 3,
  durationMs: 1_000,
  algorithm: 'fsrs-6',
};

function entry(at: number): LogEntry {
  return { ...good, id: uuidV7(at), device: uuidV4(), at };
}

/** A browser profile: a database in memory that several tabs share, and that can refuse or be lost. */
function profile() {
  const stored = new Map<string, LogEntry>();
  const hearers: { tab: object; hear: (entries: readonly LogEntry[]) => void }[] = [];
  const state = {
    reported: 0,
    refuses: null as ((entries: readonly LogEntry[]) => boolean) | null,
    lose: () => {},
    reading: () => {},
    isDeaf: false,
  };
  const database: ReviewDatabase = {
    device: (newDevice) => Promise.resolve(newDevice()),
    all: async () => {
      const entries = [...stored.values()];
      state.reading();
      await Promise.resolve();
      return entries;
    },
    add: (entries) => {
      if (state.refuses?.(entries)) return Promise.reject(new DOMException('no room', 'QuotaExceededError'));
      const fresh = entries.filter(({ id }) => !stored.has(id));
      for (const each of fresh) stored.set(each.id, each);
      return Promise.resolve(fresh.length);
    },
    addAfter: async (known, choose) => {
      const all = stored.size === known.size ? [] : [...stored.values()];
      const entries = choose(all.filter(({ id }) => !known.has(id)));
      if (state.refuses?.(entries)) throw new DOMException('no room', 'QuotaExceededError');
      await database.add(entries);
    },
  };
  function tab(): ReviewStore {
    const self = {};
    const deps: StoreDeps = {
      open: (onLost) => {
        state.lose = onLost;
        return Promise.resolve(database);
      },
      tabs: {
        report: (entries) => {
          state.reported += 1;
          const others = state.isDeaf ? [] : hearers.filter((hearer) => hearer.tab !== self);
          others.forEach(({ hear }) => hear(entries));
        },
        listen: (hear) => hearers.push({ tab: self, hear }),
      },
      newDevice: uuidV4,
      newId: uuidV7,
      persist: () => {},
    };
    return new ReviewStore(deps);
  }
  return { stored, state, tab, hearers };
}

it('shows an entry when it is stored, in this tab and in the others', async () => {
  const { stored, tab } = profile();
  const [here, there] = [tab(), tab()];
  let during = 0;
  await here.append([good], now, () => (during = stored.size));
  expect(during).toBe(1);
  for (const store of [here, there]) expect(promptState(store.view().state, 'd/a')?.answers).toHaveLength(1);
});

it('gives entries of the same millisecond, or of a clock that goes back, an order', async () => {
  const store = profile().tab();
  await store.append([good, good], now);
  await store.append([{ ...good, rating: 1 }], now - 60_000);
  const instants = [...store.entries()].map(({ at }) => at);
  expect(instants).toEqual([now + 2, now + 1, now]);
});

it('undoes an entry of a clock that is ahead, and goes on at its own time', async () => {
  const store = profile().tab();
  const ahead = entry(now + 86_400_000);
  expect(await store.import([ahead])).toEqual({ stored: true, added: 1 });
  expect(lastUndoable(store.view().state, 'd')?.id).toBe(ahead.id);
  await store.append([{ kind: 'undo', undoes: ahead.id }], now);
  expect(promptState(store.view().state, 'd/a')?.answers ?? []).toHaveLength(0);
  await store.append([good], now + 1_000);
  expect(promptState(store.view().state, 'd/a')?.answers.map(({ at }) => at)).toEqual([now + 1_000]);
});

it('keeps what is refused, and stores it with the next entry that is not', async () => {
  const { stored, state, tab } = profile();
  const store = tab();
  await store.append([good], now);
  state.refuses = () => true;
  await store.append([good], now + 1_000);
  expect(store.view()).toMatchObject({ fault: { code: 'STORE_FULL' } });
  expect(store.view().unsaved).toHaveLength(1);
  expect(stored.size).toBe(1);
  expect([...store.entries()]).toHaveLength(2);
  state.refuses = null;
  await store.append([good], now + 2_000);
  expect(store.view()).toMatchObject({ fault: null, unsaved: [] });
  expect(stored.size).toBe(3);
});

it('stores an answer that fits although what was refused before does not', async () => {
  const { stored, state, tab } = profile();
  const store = tab();
  state.refuses = (entries) => entries.length > 1;
  await store.append([good, good], now);
  await store.append([good], now + 1_000);
  expect(stored.size).toBe(1);
  expect(store.view().unsaved).toHaveLength(2);
});

it('says that an import was refused, and keeps none of it', async () => {
  const { state, tab } = profile();
  const store = tab();
  state.refuses = () => true;
  expect(await store.import([entry(now), entry(now + 1)])).toMatchObject({
    stored: false,
    fault: { code: 'STORE_FULL' },
  });
  expect(store.view()).toMatchObject({ unsaved: [] });
  expect([...store.entries()]).toHaveLength(0);
});

it('opens the database again when the connection was lost, and has every entry meanwhile', async () => {
  const { stored, state, tab } = profile();
  const store = tab();
  await store.append([good], now);
  state.lose();
  expect([...store.entries()]).toHaveLength(1);
  await store.append([good], now + 1_000);
  expect(stored.size).toBe(2);
  expect(store.view()).toMatchObject({ fault: null, unsaved: [] });
});

it('does not miss what another tab stores while it reads the log, first or again', async () => {
  const { state, tab, hearers } = profile();
  const store = tab();
  await store.append([good], now);
  for (const at of [now + 1_000, now + 2_000]) {
    const other = entry(at);
    state.reading = () => hearers[0]?.hear([other]);
    state.lose();
    await store.append([good], at + 500);
    expect([...store.entries()].map(({ id }) => id)).toContain(other.id);
  }
});

it('does not take a failure of the page for one of the store', async () => {
  const { stored, tab } = profile();
  const store = tab();
  const failing = store.append([good], now, () => {
    throw new Error('a bug in a page');
  });
  await expect(failing).rejects.toThrow('a bug in a page');
  expect(stored.size).toBe(1);
  expect(store.view()).toMatchObject({ fault: null, unsaved: [] });
});

const answeredOnce = (state: ReviewState) => (promptState(state, 'd/a') === null ? [good] : []);

it('lets one of two tabs that answer in the same instant write, and shows its answer to the other', async () => {
  const { stored, state, tab } = profile();
  // Neither hears of the other before it writes.
  state.isDeaf = true;
  const tabs = [tab(), tab(), tab()];
  let alongside = 0;
  const wrote = await Promise.all(
    tabs.map((each) => each.appendAfter(answeredOnce, now, () => (alongside += 1))),
  );
  expect(wrote).toEqual([true, false, false]);
  expect(alongside).toBe(1);
  expect(stored.size).toBe(1);
  for (const each of tabs) expect(promptState(each.view().state, 'd/a')?.answers).toHaveLength(1);
});

it('writes once, too, where nothing can be stored', async () => {
  const { state, tab } = profile();
  state.refuses = () => true;
  const store = tab();
  expect(await store.appendAfter(answeredOnce, now)).toBe(true);
  expect(await store.appendAfter(answeredOnce, now + 1)).toBe(false);
  expect(store.view().unsaved).toHaveLength(1);
});

it('announces nothing to other tabs where nothing is written', async () => {
  const { state, tab } = profile();
  const store = tab();
  await store.append([good], now);
  expect(await store.appendAfter(answeredOnce, now + 1)).toBe(false);
  expect(state.reported).toBe(1);
});

it('finds what another tab stored while entries of this one are refused', async () => {
  const { state, tab } = profile();
  state.isDeaf = true;
  const [here, there] = [tab(), tab()];
  await here.append([{ ...good, card: 'd/b' }], now);
  state.refuses = () => true;
  await here.append([{ ...good, card: 'd/c' }], now + 1);
  state.refuses = null;
  await there.append([good], now + 2);
  expect(await here.appendAfter(answeredOnce, now + 3)).toBe(false);
  expect(here.view()).toMatchObject({ fault: null, unsaved: [] });
});

it('takes a failure of what chooses the entries for none of the store', async () => {
  const { tab } = profile();
  const store = tab();
  const failing = store.appendAfter(() => {
    throw new Error('a bug in a page');
  }, now);
  await expect(failing).rejects.toThrow('a bug in a page');
  expect(store.view()).toMatchObject({ ready: true, fault: null });
});

it('counts an entry at the instant it brings with it, with an id of the moment it was written', async () => {
  const store = profile().tab();
  await store.append([good], now);
  await store.append([{ ...good, rating: 1, at: now - 60_000 }], now + 1_000);
  const [newest, older] = [...store.entries()];
  expect([newest?.at, older?.at]).toEqual([now, now - 60_000]);
  expect((older?.id ?? '') > (newest?.id ?? '')).toBe(true);
});
