import type { Cursor } from '#lib/lab/script/cursor.ts';

const maxMs = 300_000;

/** `300ms`, `1.5s`, in milliseconds. `null`: what is wrong has been reported. */
export function parseDuration(cursor: Cursor): number | null {
  cursor.skipSpace();
  const start = cursor.at;
  const number = cursor.take(/\d{1,12}(?:\.\d{1,12})?/y);
  if (number === null) return cursor.report('LAB_DURATION', cursor.nextPiece);
  cursor.skipSpace();
  const unit = cursor.take(/[A-Za-zµ]+/y);
  const range = cursor.from(start);
  if (unit === null)
    return cursor.report(
      'LAB_DURATION',
      { start, end: start + number.length },
      'this time has no unit',
      `write \`${number}ms\` or \`${number}s\``,
    );
  if (unit !== 'ms' && unit !== 's')
    return cursor.report(
      'LAB_DURATION',
      range,
      `\`${unit}\` is not a unit of time here`,
      'write `ms` or `s`',
    );
  const ms = Number(number) * (unit === 's' ? 1000 : 1);
  return ms > maxMs ? cursor.report('LAB_DURATION', range, 'this is longer than a lab waits') : ms;
}

/** `within 20s`, or nothing. `undefined`: what is wrong has been reported. */
export function parseWithin(cursor: Cursor): number | null | undefined {
  cursor.skipSpace();
  if (cursor.take(/within\b/y) === null) return null;
  return parseDuration(cursor) ?? undefined;
}
