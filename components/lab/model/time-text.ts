/** A stretch of time for a glance: `40 µs`, `1.3 ms`, `204 ms`, `4.2 s`, `1 min 5 s`. */
export function timeText(micros: number): string {
  if (micros < 1000) return `${String(Math.round(micros))} µs`;
  const ms = micros / 1000;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${String(Math.round(ms))} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${String(Math.floor(seconds / 60))} min ${String(Math.round(seconds % 60))} s`;
}
