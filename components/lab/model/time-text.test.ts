import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timeText } from '#components/lab/model/time-text.ts';

it.each([
  [0, '0 µs'],
  [999.4, '999 µs'],
  [999.6, '1.0 ms'],
  [1310, '1.3 ms'],
  [9_960, '10 ms'],
  [204_000, '204 ms'],
  [999_600, '1.0 s'],
  [4_200_000, '4.2 s'],
  [59_960_000, '1 min 0 s'],
  [65_000_000, '1 min 5 s'],
  [179_700_000, '3 min 0 s'],
])('%d µs read “%s”', (micros, text) => {
  expect(timeText(micros)).toBe(text);
});

it('never has a full unit of the next size', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e11, noNaN: true }), (micros) => {
      expect(timeText(micros)).not.toMatch(/^1000 |^10\.0 ms|\b60(\.0)? s/);
    }),
  );
});
