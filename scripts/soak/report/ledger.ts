import { quantile } from '../../bench/report/figure.ts';
import type { ClassReport, Loss } from '../honest/messages.ts';
import type { Victim } from '../plan.ts';

export interface Kill {
  readonly victim: Victim;
  readonly atMs: number;
}

/** A stretch of time. */
interface Span {
  readonly beginsMs: number;
  readonly endsMs: number;
}

/** What the class felt while something went on; milliseconds. */
export interface Felt {
  readonly name: string;
  readonly calls: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
  /** Of a timer of the class's own process: how late it was. */
  readonly floorP99Ms: number;
  readonly lostByKill: number;
  readonly lostOtherwise: number;
}

/** A session is gone with the process that was killed, though the news that it was open may have been under way. */
const underWayMs = 100;

/** The kill that ended the session; `null`: none did. */
export function killBehind({ openedAtMs, droppedAtMs }: Loss, kills: readonly Kill[]): Kill | null {
  return kills.find(({ atMs }) => openedAtMs < atMs + underWayMs && atMs <= droppedAtMs) ?? null;
}

/** Adds up what the class reports. */
export class Ledger {
  readonly #calls: ClassReport['calls'] = [];
  readonly #lateness: ClassReport['lateness'] = [];
  readonly #losses: Loss[] = [];
  readonly #failures: ClassReport['failures'] = [];
  readonly #kills: Kill[] = [];
  #resumed = 0;

  take({ calls, lateness, losses, failures, resumed }: ClassReport): void {
    this.#calls.push(...calls);
    this.#lateness.push(...lateness);
    this.#losses.push(...losses);
    this.#failures.push(...failures);
    this.#resumed += resumed.length;
  }

  killed(kill: Kill): void {
    this.#kills.push(kill);
  }

  get kills(): readonly Kill[] {
    return this.#kills;
  }

  get failures(): readonly { readonly what: string }[] {
    return this.#failures;
  }

  /** Connections that were lost while the session stayed, and went on with it. */
  get resumed(): number {
    return this.#resumed;
  }

  /** Sessions that no kill ended, by the code that their students saw. */
  get lostOtherwise(): ReadonlyMap<string, number> {
    const codes = new Map<string, number>();
    for (const loss of this.#losses)
      if (killBehind(loss, this.#kills) === null) codes.set(loss.code, (codes.get(loss.code) ?? 0) + 1);
    return codes;
  }

  /** Of sessions that a kill of this process ended: how long after it their students knew, and had another. */
  afterKills(victim: Victim): { sessions: number; knownMs: readonly number[]; backMs: readonly number[] } {
    const own = this.#losses.flatMap((loss) => {
      const kill = killBehind(loss, this.#kills);
      return kill?.victim === victim ? [{ loss, kill }] : [];
    });
    return {
      sessions: own.length,
      knownMs: own.map(({ loss, kill }) => loss.droppedAtMs - kill.atMs),
      backMs: own.map(({ loss, kill }) => loss.backAtMs - kill.atMs),
    };
  }

  /** From each kill until the last of its sessions had another. */
  get comingBack(): readonly Span[] {
    return this.#kills.map((kill) => {
      const own = this.#losses.filter((loss) => killBehind(loss, this.#kills) === kill);
      const endsMs = Math.max(kill.atMs, ...own.map(({ backAtMs }) => backAtMs));
      return { beginsMs: kill.atMs, endsMs };
    });
  }

  /** Everything that began in one of the phases, and in none of the others. */
  felt(name: string, phases: readonly Span[], others: readonly Span[] = []): Felt {
    const isWithin = (spans: readonly Span[], atMs: number) =>
      spans.some(({ beginsMs, endsMs }) => atMs >= beginsMs && atMs < endsMs);
    const isIn = (atMs: number) => isWithin(phases, atMs) && !isWithin(others, atMs);
    const callsMs = this.#calls.flatMap(([atMs, tookMs]) => (isIn(atMs) ? [tookMs] : []));
    const lateMs = this.#lateness.flatMap(([atMs, lateMs]) => (isIn(atMs) ? [lateMs] : []));
    const losses = this.#losses.filter(({ droppedAtMs }) => isIn(droppedAtMs));
    const byKill = losses.filter((loss) => killBehind(loss, this.#kills) !== null).length;
    return {
      name,
      calls: callsMs.length,
      p50Ms: quantile(callsMs, 0.5),
      p99Ms: quantile(callsMs, 0.99),
      longestMs: quantile(callsMs, 1),
      floorP99Ms: quantile(lateMs, 0.99),
      lostByKill: byKill,
      lostOtherwise: losses.length - byKill,
    };
  }
}
