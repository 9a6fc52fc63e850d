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
