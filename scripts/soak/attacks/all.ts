import type { Attack } from './attack.ts';
import { contentAttacks } from './content.ts';
import { frameAttacks } from './frames.ts';
import { requestAttacks } from './requests.ts';
import { sessionAttacks } from './sessions.ts';

const attacks: Readonly<Record<string, Attack>> = {
  ...requestAttacks,
  ...frameAttacks,
  ...sessionAttacks,
  ...contentAttacks,
};

/** Sessions at their limits, by how many they are: `bench/lab/hostile.ts` is a program of its own. */
export const hostileSessions: Readonly<Record<string, number>> = {
  '8 hostile sessions at their limits': 8,
  '20 hostile sessions at their limits': 20,
};

export const attackNames: readonly string[] = [...Object.keys(attacks), ...Object.keys(hostileSessions)];

export function attackOf(name: string): Attack | undefined {
  return attacks[name];
}
