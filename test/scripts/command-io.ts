import type { CommandIo } from '../../scripts/command/output.ts';

/** How a command ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process, as if its output went to files. */
export async function runCommand(
  run: (io: CommandIo) => number | Promise<number>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run({
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env: { ...process.env, ...environment },
  });
  return { code, out: out.join(''), err: err.join('') };
}
