/** What happens when, as the seed decides. */

export type Victim = 'front' | 'sidecar';

interface PlannedAttack {
  readonly name: string;
  readonly beginsMs: number;
  readonly endsMs: number;
}

interface PlannedKill {
  readonly atMs: number;
  readonly victim: Victim;
}

export interface Plan {
  /** One after another, each twice; milliseconds since the soak began. */
  readonly attacks: readonly PlannedAttack[];
  /** All in the first round, so that the processes at the end have been through every attack of the second. */
  readonly kills: readonly PlannedKill[];
  readonly lengthMs: number;
}

const rounds = 2;
/** Of each process, for each minute; at least one. */
const killsPerMinute = 0.4;
/** After a kill the class has so long to come back before the next one. */
const betweenKillsMs = 8_000;

export function planSoak(names: readonly string[], minutes: number, random: () => number): Plan {
  const lengthMs = minutes * 60_000;
  const eachMs = lengthMs / (names.length * rounds);
  const attacks = Array.from({ length: rounds }, () => shuffled(names, random))
    .flat()
    .map((name, index) => ({ name, beginsMs: index * eachMs, endsMs: (index + 1) * eachMs }));
  const each = Math.max(1, Math.round(minutes * killsPerMinute));
  const victims = shuffled(
    [...Array<Victim>(each).fill('front'), ...Array<Victim>(each).fill('sidecar')],
    random,
  );
  return { attacks, kills: spread(victims, lengthMs / rounds, random), lengthMs };
}

/** At random moments of their own parts of the time, apart from each other where there is room for that. */
function spread(victims: readonly Victim[], withinMs: number, random: () => number): PlannedKill[] {
  const partMs = withinMs / victims.length;
  const apartMs = Math.min(betweenKillsMs, partMs / 2);
  return victims.map((victim, index) => ({ victim, atMs: index * partMs + random() * (partMs - apartMs) }));
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
