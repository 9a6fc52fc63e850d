import { addressSituations } from '#lib/lab/explain/situations/addresses.ts';
import { argumentSituations } from '#lib/lab/explain/situations/arguments.ts';
import { connectionSituations } from '#lib/lab/explain/situations/connections.ts';
import { nameSituations } from '#lib/lab/explain/situations/names.ts';
import type { Situation } from '#lib/lab/explain/situations/situation.ts';
import { systemSituations } from '#lib/lab/explain/situations/system.ts';
import { transferSituations } from '#lib/lab/explain/situations/transfer.ts';

/** What can be behind an error of a call on sockets. The first row that fits explains it: special ones come before general ones. */
export const situations: readonly Situation[] = [
  ...argumentSituations,
  ...nameSituations,
  ...addressSituations,
  ...connectionSituations,
  ...transferSituations,
  ...systemSituations,
];
