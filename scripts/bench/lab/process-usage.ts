import { readdirSync, readFileSync } from 'node:fs';

/** CPU time that all threads of a process have had, in ms. */
export function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const ns = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return ns.reduce((sum, value) => sum + value, 0) / 1e6;
}

/** Share of one processor that a process had while `during` lasted, in %. */
export async function cpuShare(pid: number, during: () => Promise<unknown>): Promise<number> {
  const [beganMs, usedMs] = [performance.now(), cpuMs(pid)];
  await during();
  return ((cpuMs(pid) - usedMs) / (performance.now() - beganMs)) * 100;
}

export function residentKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

export function descriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

export function threads(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).length;
}

/** The processes that a process started, and theirs; none where the system does not show them. */
export function descendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = parentOf(entry);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found: number[] = [];
  for (const next = [pid]; next.length > 0;) {
    const own = children.get(next.pop() ?? 0) ?? [];
    found.push(...own);
    next.push(...own);
  }
  return found;
}

function parentOf(pid: string): number | null {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1]);
  } catch {
    // It ended meanwhile.
    return null;
  }
}

/** The words of the command that a process runs; none when it has ended. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
