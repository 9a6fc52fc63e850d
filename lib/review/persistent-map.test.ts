import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PersistentMap } from '#lib/review/persistent-map.ts';

const entries = fc.array(fc.tuple(fc.string({ maxLength: 20 }), fc.nat()), { maxLength: 60 });

test('it holds what a map holds, and the maps it came from keep theirs', () => {
  fc.assert(
    fc.property(entries, entries, (first, more) => {
      const before = PersistentMap.from(first);
      let after = before;
      for (const [key, value] of more) after = after.with(key, value);
      expect(new Map(before.entries())).toEqual(new Map(first));
      const all = new Map([...first, ...more]);
      expect(new Map(after.entries())).toEqual(all);
      expect(after.size).toBe(all.size);
      expect([...after.values()].toSorted()).toEqual([...all.values()].toSorted());
      for (const [key, value] of all) expect([after.has(key), after.get(key)]).toEqual([true, value]);
      expect([after.has('not/there/at/all/at-all'), after.get('not/there/at/all/at-all')]).toEqual([
        false,
        undefined,
      ]);
    }),
  );
});
