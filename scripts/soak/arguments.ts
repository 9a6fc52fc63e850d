import { readArguments, UsageError } from '../command/arguments.ts';

export const usage = `Usage: npm run soak -- [MINUTES] [--seed N] [--sessions N] [--only ATTACK]…

Starts a site of its own on this computer's loopback interface, holds a class of honest sessions, attacks the site, kills its
processes, and says what the class felt of it. Without MINUTES it takes ten.`;

export interface SoakArguments {
  readonly minutes: number;
  readonly seed: number;
  /** Honest ones. */
  readonly sessions: number;
  /** Names of attacks; empty: all. */
  readonly only: readonly string[];
  readonly help: boolean;
}

const usualMinutes = 10;
const usualSessions = 300;

/**
 * @param newSeed for a run without one
 * @throws {UsageError}
 */
export function readSoakArguments(argv: readonly string[], newSeed: () => number): SoakArguments {
  const { values, positionals } = readArguments({
    args: [...argv],
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      sessions: { type: 'string' },
      only: { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (positionals.length > 1) throw new UsageError('There is one number of minutes.');
  const [minutes] = positionals;
  return {
    minutes: minutes === undefined ? usualMinutes : numberIn(minutes, 'MINUTES', 0.1, 24 * 60),
    seed: values.seed === undefined ? newSeed() : whole(values.seed, '--seed', 0, 2 ** 31 - 1),
    sessions: values.sessions === undefined ? usualSessions : whole(values.sessions, '--sessions', 1, 300),
    only: values.only ?? [],
    help: values.help ?? false,
  };
}

function numberIn(text: string, name: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new UsageError(`${name} is a number from ${least} to ${most}, not “${text}”.`);
  return value;
}

function whole(text: string, name: string, least: number, most: number): number {
  const value = numberIn(text, name, least, most);
  if (!Number.isInteger(value)) throw new UsageError(`${name} is a whole number, not “${text}”.`);
  return value;
}
