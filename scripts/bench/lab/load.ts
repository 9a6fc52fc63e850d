import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, quantile } from '../report/figure.ts';
import { withChildren } from './child-process.ts';
import { callsOfEcho, connectPrograms, echo, payload } from './connected-programs.ts';
import { exchange } from './exchange.ts';
import { microsOf } from './in-turn.ts';
import { closeWebSocket, connectWebSocket, BenchBrowser } from './bench-browser.ts';
import { startWsEcho } from './peers.ts';
import { cpuShare, residentKb } from './process-usage.ts';
import type { LabSettings } from './settings.ts';
import { severalAtOnce } from './several-at-once.ts';
import { startSidecar } from './sidecar-process.ts';

const betweenEchoesMs = 1_000;
const memoryEveryMs = 1_000;

interface Loaded {
  readonly micros: readonly number[];
  readonly errors: number;
  /** Of the process that was loaded. */
  readonly cpuPercent: number;
  readonly kbEach: number;
}

/** Many sessions over one sidecar, each with an echo every second, compared with as many exchanges with a bare `ws` echo. */
export async function benchLoad(settings: LabSettings): Promise<readonly Figure[]> {
  const bridge = await loadBridge(settings);
  const bare = await loadBareEcho(settings);
  const load = `${settings.manySessions} sessions, an echo a second each`;
  const peer = (what: string, measured: number) => ({
    what: `ws connections, as many exchanges${what}`,
    measured,
  });
  return [
    {
      what: `${load}: call, p50`,
      measured: quantile(bridge.micros, 0.5) / 1000,
      unit: 'ms',
      peer: peer(', p50', quantile(bare.micros, 0.5) / 1000),
      goal: null,
    },
    {
      what: `${load}: call, p99`,
      measured: quantile(bridge.micros, 0.99) / 1000,
      unit: 'ms',
      peer: peer(', p99', quantile(bare.micros, 0.99) / 1000),
      goal: { atMost: 50 },
    },
    { what: `${load}: errors`, measured: bridge.errors, unit: '', peer: null, goal: { atMost: 0 } },
    {
      what: `${load}: memory of the sidecar, each session`,
      measured: bridge.kbEach,
      unit: 'kB',
      peer: peer('', bare.kbEach),
      goal: { atMost: 400 },
    },
    {
      what: `${load}: processor time of the sidecar`,
      measured: bridge.cpuPercent,
      unit: '%',
      peer: peer('', bare.cpuPercent),
      goal: null,
    },
  ];
}

function loadBridge({ manySessions, manySeconds }: LabSettings): Promise<Loaded> {
  return withChildren(async (keep) => {
    const sidecar = await keep(startSidecar());
    const emptyKb = residentKb(sidecar.pid);
    const labs = await severalAtOnce(manySessions, async () => {
      const lab = await BenchBrowser.open(sidecar.socketPath);
      await connectPrograms(lab);
      return lab;
    });
    const loaded = await load(sidecar.pid, manySeconds, labs, echo);
    await Promise.all(labs.map((lab) => lab.close()));
    return { ...loaded, kbEach: (loaded.highestKb - emptyKb) / manySessions };
  });
}

function loadBareEcho({ manySessions, manySeconds }: LabSettings): Promise<Loaded> {
  return withChildren(async (keep) => {
    const server = await keep(startWsEcho());
    const emptyKb = residentKb(server.pid);
    const webSockets = await severalAtOnce(manySessions, () => connectWebSocket(server.socketPath));
    const loaded = await load(server.pid, manySeconds, webSockets, async (webSocket, timed) => {
      for (let call = 0; call < callsOfEcho; call += 1) await timed(() => exchange(webSocket, payload));
    });
    await Promise.all(webSockets.map(closeWebSocket));
    return { ...loaded, kbEach: (loaded.highestKb - emptyKb) / manySessions };
  });
}

type Timed = (call: () => Promise<unknown>) => Promise<unknown>;

/** Each subject does its echo once a second, all of them evenly spread over it. */
async function load<Subject>(
  pid: number,
  seconds: number,
  subjects: readonly Subject[],
  echoOnce: (subject: Subject, timed: Timed) => Promise<void>,
): Promise<Omit<Loaded, 'kbEach'> & { highestKb: number }> {
  const micros: number[] = [];
  let errors = 0;
  let highestKb = residentKb(pid);
  const watching = setInterval(() => (highestKb = Math.max(highestKb, residentKb(pid))), memoryEveryMs);
  const timed: Timed = async (call) => {
    let value: unknown;
    micros.push(await microsOf(async () => (value = await call())));
    return value;
  };
  const beganMs = performance.now();
  const drive = async (subject: Subject, index: number) => {
    for (let second = 0; second < seconds; second += 1) {
      const dueMs = beganMs + (second + index / subjects.length) * betweenEchoesMs;
      await sleep(Math.max(0, dueMs - performance.now()));
      await echoOnce(subject, timed);
    }
  };
  const cpuPercent = await cpuShare(pid, async () => {
    const ends = await Promise.allSettled(subjects.map(drive));
    for (const end of ends) {
      if (end.status === 'fulfilled') continue;
      errors += 1;
      if (errors === 1) console.error(end.reason);
    }
  });
  clearInterval(watching);
  return { micros, errors, cpuPercent, highestKb };
}
