import { expect, it } from 'vitest';
import { versionStream } from '#lib/node/version-stream.ts';

function versioned(versions: (string | Error)[]) {
  const listeners = new Set<() => void>();
  return {
    listeners,
    change: () => listeners.forEach((listener) => listener()),
    version: () => {
      const next = versions.shift() ?? 'last';
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const text = ({ value }: { value?: Uint8Array | undefined }) => new TextDecoder().decode(value);

it('sends the version, and each one after it', async () => {
  const source = versioned(['a', 'b']);
  const reader = versionStream(source).getReader();
  expect(text(await reader.read())).toBe('data: a\n\n');
  source.change();
  expect(text(await reader.read())).toBe('data: b\n\n');
  await reader.cancel();
  expect(source.listeners.size).toBe(0);
});

it('listens to nothing as long as nobody reads, so that HEAD requests leave nothing behind', () => {
  const source = versioned([]);
  for (let count = 0; count < 10; count++) versionStream(source);
  expect(source.listeners.size).toBe(0);
});

it.each([
  ['at once', [new Error('no folder')]],
  ['later', ['a', new Error('no folder')]],
])('ends when the version cannot be had %s', async (_, versions) => {
  const source = versioned(versions);
  const reader = versionStream(source).getReader();
  if (versions.length > 1) {
    await reader.read();
    source.change();
  }
  expect((await reader.read()).done).toBe(true);
  expect(source.listeners.size).toBe(0);
  source.change();
});
