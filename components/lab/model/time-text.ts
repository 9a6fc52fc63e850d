/** A stretch of time for a glance: `40 µs`, `1.3 ms`, `204 ms`, `4.2 s`, `1 min 5 s`. Rounded before its unit is chosen. */
export function timeText(micros: number): string {
  const wholeMicros = Math.round(micros);
  if (wholeMicros < 1000) return `${String(wholeMicros)} µs`;
  const tenthMs = Math.round(micros / 100) / 10;
  if (tenthMs < 10) return `${tenthMs.toFixed(1)} ms`;
  const wholeMs = Math.round(micros / 1000);
  if (wholeMs < 1000) return `${String(wholeMs)} ms`;
  const tenthSeconds = Math.round(micros / 100_000) / 10;
  if (tenthSeconds < 60) return `${tenthSeconds.toFixed(1)} s`;
  const wholeSeconds = Math.round(micros / 1_000_000);
  return `${String(Math.floor(wholeSeconds / 60))} min ${String(wholeSeconds % 60)} s`;
}
