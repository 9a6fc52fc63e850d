import { randomInt } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { quantile } from '../bench/report/figure.ts';
import { UsageError } from '../command/arguments.ts';
import { readSoakArguments, type SoakArguments, usage } from './arguments.ts';
import { attackNames } from './attacks/all.ts';
import type { Ledger } from './report/ledger.ts';
import { feltTable, growthTable } from './report/tables.ts';
import { soak } from './soak.ts';

/** Runs the command; resolves to its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let read: SoakArguments;
  try {
    read = readSoakArguments(argv, () => randomInt(2 ** 31));
    const unknown = read.only.find((name) => !attackNames.includes(name));
    if (unknown !== undefined)
      throw new UsageError(`There is no attack “${unknown}”.\nChoose from:\n  ${attackNames.join('\n  ')}`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${usage}\n`);
    return 2;
  }
  if (read.help) {
    process.stdout.write(`${usage}\n\nThe attacks:\n  ${attackNames.join('\n  ')}\n`);
    return 0;
  }
  if (process.platform !== 'linux') {
    process.stderr.write(
      'Only Linux gives clients the addresses of 127.0.0.0/8 that this takes. Run it there.\n',
    );
    return 1;
  }
  const { seed, sessions, minutes, only } = read;
  const over = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => over.abort());
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say(`--seed ${seed}: ${sessions} honest sessions from 127.1.0.0/24, attacks from 127.2.0.0/24`);
  const loads = [loadavg()[0] ?? 0];
  const result = await soak({ minutes, seed, sessions, only, signal: over.signal, say }).catch(
    (error: unknown) => {
      if (over.signal.aborted) return null;
      throw error;
    },
  );
  loads.push(loadavg()[0] ?? 0);
  if (result === null) {
    say('Ended before its time.');
    return 1;
  }
  const { rows, growth, ledger, failed } = result;
  say(`\n${feltTable(rows)}\n\n${growthTable(growth)}\n`);
  for (const line of aboutKills(ledger)) say(line);
  say(`${ledger.resumed} connections were lost while their session stayed, and went on with it`);
  const [cpu] = cpus();
  say(
    `--seed ${seed}, Node.js ${process.versions.node}, ${cpu?.model ?? 'unknown processor'}, ${cpus().length} processors, load ${loads.map((load) => load.toFixed(1)).join(' → ')}`,
  );
  for (const sentence of failed) say(`✕ ${sentence}`);
  if (failed.length === 0) say('✓ Everything held.');
  return failed.length === 0 ? 0 : 1;
}

function aboutKills(ledger: Ledger): string[] {
  return (['front', 'sidecar'] as const).map((victim) => {
    const kills = ledger.kills.filter((kill) => kill.victim === victim).length;
    const { sessions, knownMs, backMs } = ledger.afterKills(victim);
    const shown = (values: readonly number[]) =>
      [0.5, 1].map((share) => `${(quantile(values, share) / 1000).toFixed(2)} s`).join(', at most ');
    if (sessions === 0) return `${victim} killed ${kills} times: no session was lost`;
    return `${victim} killed ${kills} times: ${sessions} sessions lost, known after ${shown(knownMs)}, another session after ${shown(backMs)}`;
  });
}
