import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { uuidV4, uuidV7 } from './uuid.ts';

it('makes UUIDs of versions 4 and 7, no two the same', () => {
  const made = Array.from({ length: 1_000 }, () => [uuidV4(), uuidV7(1)]);
  for (const [random, timed] of made) {
    expect(z.uuidv4().safeParse(random).success).toBe(true);
    expect(z.uuidv7().safeParse(timed).success).toBe(true);
  }
  expect(new Set(made.flat()).size).toBe(2_000);
});

it('begins a UUID of version 7 with its instant (the example of RFC 9562, appendix A.6)', () => {
  expect(uuidV7(0x017f22e279b0)).toMatch(/^017f22e2-79b0-7/);
});

it('sorts UUIDs of version 7 by their instants', () => {
  const instant = fc.nat(2 ** 48 - 1);
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      if (a !== b) expect(uuidV7(a) < uuidV7(b)).toBe(a < b);
    }),
  );
});
