import { spawnSync } from 'node:child_process';

/**
 * Keeps this process and those that it starts meanwhile on one processor. One that waits for the other never runs at
 * the same time, and whether the system puts two of them on one processor or on two would change the times threefold.
 *
 * Without `taskset` (util-linux) they are left where they are.
 */
export async function onOneProcessor<Result>(work: () => Promise<Result>): Promise<Result> {
  const allowed = /: ([\d,-]+)\s*$/.exec(taskset('-p', '-c', String(process.pid)) ?? '')?.[1];
  const [first] = allowed?.match(/\d+/) ?? [];
  if (allowed === undefined || first === undefined) return work();
  moveTo(first);
  try {
    return await work();
  } finally {
    moveTo(allowed);
  }
}

/** Every thread of this process. */
function moveTo(processors: string): void {
  taskset('-a', '-p', '-c', processors, String(process.pid));
}

function taskset(...args: readonly string[]): string | null {
  const { status, stdout } = spawnSync('taskset', args, { encoding: 'utf8' });
  return status === 0 ? stdout : null;
}
