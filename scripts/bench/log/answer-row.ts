import type { Rating, LogEntryOf } from '#lib/review/entry-schema.ts';

/** The browser profile that writes the entries of a bench. */
export const device = '6f1c1d5e-4c55-4d5e-9d55-7f3f0a4b2c11';

/** An entry's id: later serials sort later. */
export function entryId(serial: number): string {
  return `01890000-0000-7000-8000-${serial.toString(16).padStart(12, '0')}`;
}

/** @param at epoch milliseconds */
export function answerEntry(card: string, at: number, serial: number, rating: Rating): LogEntryOf<'review'> {
  return {
    id: entryId(serial),
    device,
    at,
    kind: 'review',
    card,
    rev: 1,
    rating,
    durationMs: 8000,
    algorithm: 'fsrs-6',
  };
}
