import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from '#test/server/fuzz-messages.ts';
import { withChildren } from '../bench/lab/child-process.ts';
import { attackUntil } from './attackers.ts';
import { attackNames } from './attacks/all.ts';
import { HonestClass } from './class.ts';
import { nowMs } from './honest/messages.ts';
import { type Plan, planSoak } from './plan.ts';
import { type Growth, growthOf, type Holding } from './report/growth.ts';
import { type Felt, Ledger } from './report/ledger.ts';
import type { FeltRow } from './report/tables.ts';
import { whatFailed } from './report/verdict.ts';
import { SoakSite } from './site.ts';

interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly sessions: number;
  /** Empty: all. */
  readonly only: readonly string[];
  /** Ends it before its time. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export interface SoakResult {
  readonly rows: readonly FeltRow[];
  readonly growth: readonly Growth[];
  readonly ledger: Ledger;
  /** Sentences; none: all held. */
  readonly failed: readonly string[];
}

/** The class arrives, or comes back after a kill, and has connected its programs within this time. */
const arrivingMs = 90_000;
/** Of the class alone, before the first attack and after the last. */
const quietMs = 3_000;
/** A session that an attacker has abandoned lives for a minute. */
const settlingMs = 75_000;
const lookEveryMs = 1_000;
const lookAgainMs = 250;

/** Holds a class while it attacks the site and kills its processes. Rejects when the signal ends it; nothing is left then, either. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { minutes, seed, sessions, only, signal, say } = options;
  const random = randomFrom(seed);
  const plan = planSoak(only.length === 0 ? attackNames : only, minutes, random);
  const ledger = new Ledger();
  let site: SoakSite | null = null;
  let left: string[] = [];
  try {
    const own = await SoakSite.start();
    site = own;
    const held = await withChildren(async (keep) => {
      const heard = (report: Parameters<Ledger['take']>[0]) => ledger.take(report);
      const honest = await keep(HonestClass.start(own.url, { size: sessions, seed, heard }));
      await honest.allPresent(arrivingMs, signal);
      return await attackInTurn({ own, honest, plan, ledger, seed, random, sessions, signal, say });
    });
    left = await own.stop();
    site = null;
    const { apart, growth, present, rows } = held;
    const { failures, lostOtherwise } = ledger;
    const failed = whatFailed({
      apart,
      growth,
      sessions,
      present,
      failures,
      lostOtherwise,
      unasked: own.unasked,
      left,
    });
    return { rows, growth, ledger, failed };
  } finally {
    await site?.stop();
  }
}

interface Held {
  readonly rows: readonly FeltRow[];
  /** But for the time in which the class comes back after a kill. */
  readonly apart: Felt;
  readonly growth: readonly Growth[];
  readonly present: number;
}

interface Stage {
  readonly own: SoakSite;
  readonly honest: HonestClass;
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly seed: number;
  readonly random: () => number;
  readonly sessions: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

async function attackInTurn({
  own,
  honest,
  plan,
  ledger,
  seed,
  sessions,
  signal,
  say,
}: Stage): Promise<Held> {
  const quietBeginsMs = nowMs();
  await pause(quietMs, signal);
  signal.throwIfAborted();
  const begin = await own.holding();
  const beganMs = nowMs();
  const looking = setInterval(() => own.look(), lookEveryMs);
  const killing = killInTurn({ own, ledger, plan, beganMs, signal, say });
  // Reported below; until then it is nobody’s to catch.
  killing.catch(() => {});
  const phases: { name: string; beginsMs: number; endsMs: number; made: number | null }[] = [];
  try {
    for (const [index, { name, endsMs }] of plan.attacks.entries()) {
      say(`${((nowMs() - beganMs) / 60_000).toFixed(1)} min: ${name}`);
      const beginsMs = nowMs();
      const over = untilOver(beganMs + endsMs - nowMs(), signal);
      const scene = { url: own.url, content: own.content, seed: seed + index };
      const made = await attackUntil(over, name, scene);
      phases.push({ name, beginsMs, endsMs: nowMs(), made });
      signal.throwIfAborted();
      honest.check();
    }
    await killing;
  } finally {
    clearInterval(looking);
  }
  await honest.allPresent(arrivingMs, signal);
  const quietEndsMs = nowMs();
  say('settling');
  const end = await settled(own, begin, sessions, signal);
  await pause(quietMs, signal);

  const whole = [{ beginsMs: quietBeginsMs, endsMs: nowMs() }];
  const apart = ledger.felt('all but coming back after a kill', whole, ledger.comingBack);
  const names = [...new Set(phases.map(({ name }) => name))].sort();
  const rows = [
    {
      ...ledger.felt('nothing else', [
        { beginsMs: quietBeginsMs, endsMs: beganMs },
        { beginsMs: quietEndsMs, endsMs: nowMs() },
      ]),
      made: null,
    },
    ...names.map((name) => {
      const own = phases.filter((phase) => phase.name === name);
      const counted = own.flatMap(({ made }) => (made === null ? [] : [made]));
      const made = counted.length === 0 ? null : counted.reduce((sum, each) => sum + each, 0);
      return { ...ledger.felt(name, own), made };
    }),
    { ...ledger.felt('coming back after a kill', ledger.comingBack), made: ledger.kills.length },
    { ...apart, made: null },
    { ...ledger.felt('all of it', whole), made: null },
  ];
  return { rows, apart, growth: growthOf(begin, end, own.most), present: honest.present };
}

async function killInTurn({
  own,
  ledger,
  plan,
  beganMs,
  signal,
  say,
}: Pick<Stage, 'own' | 'ledger' | 'plan' | 'signal' | 'say'> & { beganMs: number }): Promise<void> {
  for (const { victim, atMs } of plan.kills) {
    await pause(beganMs + atMs - nowMs(), signal);
    if (signal.aborted) return;
    ledger.killed({ victim, atMs: await own.kill(victim, nowMs) });
    say(`${((nowMs() - beganMs) / 60_000).toFixed(1)} min: the ${victim} is killed`);
  }
}

/** What the site holds when nothing is left of the attacks, or after long enough. */
async function settled(
  own: SoakSite,
  begin: Holding,
  sessions: number,
  signal: AbortSignal,
): Promise<Holding> {
  const untilMs = performance.now() + settlingMs;
  for (;;) {
    signal.throwIfAborted();
    await own.visit().catch(() => {});
    const isLate = performance.now() > untilMs;
    if (isLate || (await own.sessions().catch(() => Infinity)) <= sessions) {
      const end = await own.holding();
      if (isLate || growthOf(begin, end, {}).every(({ isOver }) => !isOver)) return end;
    }
    await pause(lookAgainMs, signal);
  }
}

/** Aborts after so long, or with the other signal. */
function untilOver(ms: number, signal: AbortSignal): AbortSignal {
  const over = new AbortController();
  void pause(ms, signal).then(() => over.abort());
  return over.signal;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(Math.max(0, ms), undefined, { signal }).catch(() => {});
}
