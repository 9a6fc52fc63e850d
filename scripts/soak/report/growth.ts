/** What a site holds. */
export interface Holding {
  readonly frontKb: number;
  readonly sidecarKb: number;
  readonly frontDescriptors: number;
  readonly sidecarDescriptors: number;
  /** `null` where the kernel does not say. */
  readonly networks: number | null;
  readonly processes: number;
  readonly sessions: number;
}

type What = keyof Holding;

interface Tolerance {
  readonly what: string;
  readonly unit: 'MB' | '';
  /** So much more at the end is no growth. */
  readonly more: number;
}

/**
 * Of descriptors a few come and go: requests for files, connections that are being closed. Memory stays with a process for
 * which a garbage collector has no pressing reason to give it back; a leak of an attack that comes a thousand times is more.
 */
export const tolerances: Readonly<Record<What, Tolerance>> = {
  frontKb: { what: 'memory of the front', unit: 'MB', more: 150 * 1024 },
  sidecarKb: { what: 'memory of the sidecar', unit: 'MB', more: 100 * 1024 },
  frontDescriptors: { what: 'descriptors of the front', unit: '', more: 16 },
  sidecarDescriptors: { what: 'descriptors of the sidecar', unit: '', more: 16 },
  networks: { what: 'network namespaces', unit: '', more: 0 },
  processes: { what: 'processes', unit: '', more: 0 },
  sessions: { what: 'sessions', unit: '', more: 0 },
};

export interface Growth extends Tolerance {
  readonly begin: number;
  readonly end: number;
  readonly most: number;
  readonly isOver: boolean;
}

/** @param most the highest values in between, where they were looked at */
export function growthOf(begin: Holding, end: Holding, most: Partial<Holding>): Growth[] {
  return (Object.keys(tolerances) as What[]).flatMap((key) => {
    const [before, after] = [begin[key], end[key]];
    if (before === null || after === null) return [];
    const highest = Math.max(before, after, most[key] ?? 0);
    const tolerance = tolerances[key];
    return [
      { ...tolerance, begin: before, end: after, most: highest, isOver: after - before > tolerance.more },
    ];
  });
}

/** The higher value of each. */
export function highest(one: Partial<Holding>, other: Partial<Holding>): Partial<Holding> {
  const entries = (Object.keys(tolerances) as What[]).map(
    (key) => [key, Math.max(one[key] ?? 0, other[key] ?? 0)] as const,
  );
  return Object.fromEntries(entries);
}
