import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { origin, type RunningSidecar } from '#test/server/sidecar.ts';

export function residentBytes({ child }: RunningSidecar): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

/** Counters of the sidecar, read as Prometheus reads them. */
export async function metric({ socketPath }: { socketPath: string }, name: string): Promise<number> {
  const headers = { host: new URL(origin).host, 'x-ackademy-peer': '127.0.0.1' };
  const page = await new Promise<string>((resolve, reject) => {
    const asking = get({ socketPath, path: '/lab/metrics', headers }, (answer) => {
      if (answer.statusCode === 200) text(answer).then(resolve, reject);
      else reject(new Error(`The sidecar answers with ${answer.statusCode}.`));
    });
    asking.once('error', reject);
  });
  return Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\d+)$`, 'm').exec(page)?.[1] ?? 0);
}
