import { afterEach, expect, it, vi } from 'vitest';
import { writeCookie } from '#lib/storage/cookie.ts';

afterEach(() => vi.unstubAllGlobals());

it.each([
  ['http:', ''],
  ['https:', '; secure'],
])('over %s a cookie has a path, and a lifetime where it outlives the browser', (protocol, secure) => {
  const written: string[] = [];
  vi.stubGlobal('document', {
    location: { protocol },
    set cookie(text: string) {
      written.push(text);
    },
  });
  writeCookie('next-small', 'small~1', '/study/small', 60);
  writeCookie('under-way-small', 'result', '/', null);
  expect(written).toEqual([
    `next-small=small~1; path=/study/small; samesite=lax${secure}; max-age=60`,
    `under-way-small=result; path=/; samesite=lax${secure}`,
  ]);
});

it('a browser that keeps no cookies is not asked to', () => {
  vi.stubGlobal('document', {
    location: { protocol: 'http:' },
    set cookie(_: string) {
      throw new DOMException('The document is sandboxed', 'SecurityError');
    },
  });
  expect(() => writeCookie('theme', 'dark', '/', null)).not.toThrow();
});
