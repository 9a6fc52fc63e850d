import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Ended } from '#test/scripts/command-io.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What `package.json` runs for a command. */
const commands = {
  deck: ['scripts/deck.mjs'],
  lab: ['scripts/lab.mjs'],
} as const;

/** Starts `npm run NAME -- …args` in a process of its own, without npm. */
export function startCommand(
  name: keyof typeof commands,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [...commands[name], ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The same, to its end. */
export async function spawnCommand(...started: Parameters<typeof startCommand>): Promise<Ended> {
  const child = startCommand(...started);
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
  await once(child, 'close');
  return { code: child.exitCode, out: out.join(''), err: err.join('') };
}
