import { z } from 'zod';

/** Epoch milliseconds, with a fraction: the clock that all processes of a soak share. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

const moment = z.number();
/** When it began, and how many milliseconds it took. */
const timed = z.tuple([moment, z.number()]);

/** A session that was gone when its student came back. */
const loss = z.object({
  openedAtMs: moment,
  /** When the student's connection to it ended. */
  droppedAtMs: moment,
  /** When there was another session. */
  backAtMs: moment,
  code: z.string(),
});
export type Loss = z.infer<typeof loss>;

/** What the class has seen since its last report. */
export const classReport = z.object({
  calls: z.array(timed),
  /** How late timers of the class's own process were: no call can be measured more exactly. */
  lateness: z.array(timed),
  losses: z.array(loss),
  /** Connections that were lost and made again, with the session that there was. */
  resumed: z.array(moment),
  /** Calls that did not do what they do, or had no answer. */
  failures: z.array(z.object({ atMs: moment, what: z.string() })),
  /** Students who have a session with connected programs, and a connection to it. */
  present: z.int(),
});
export type ClassReport = z.infer<typeof classReport>;
