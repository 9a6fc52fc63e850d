import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Figure } from '../report/figure.ts';
import { withChildren } from './child-process.ts';
import { callsOfEcho, connectPrograms, echo, payload } from './connected-programs.ts';
import { exchange } from './exchange.ts';
import { microsOf, timeExchanges, type Times } from './in-turn.ts';
import { BenchBrowser, closeWebSocket, connectWebSocket } from './bench-browser.ts';
import { startFront, startReportFloor, startTcpEcho, startWebsockify } from './peers.ts';
import type { LabSettings } from './settings.ts';
import { startSidecar } from './sidecar-process.ts';

/** From a client program to a server program and back, compared with websockify in front of a TCP echo. */
export function benchEchoes({ rounds, warmUps, echoes }: LabSettings): Promise<readonly Figure[]> {
  return withChildren(async (keep) => {
    const sidecar = await keep(startSidecar());
    const front = await keep(startFront(sidecar.socketPath));
    const floor = await keep(startReportFloor());
    const frontOfFloor = await keep(startFront(floor.socketPath));
    const tcpEcho = await keep(startTcpEcho());
    const websockify = await keep(startWebsockify(tcpEcho.port));
    if (websockify.reason !== null) console.error(`Not compared with websockify: ${websockify.reason}.`);

    const direct = await BenchBrowser.open(sidecar.socketPath);
    const forwarded = await BenchBrowser.open(front.url);
    await connectPrograms(direct, 65_000);
    await connectPrograms(forwarded, 65_001);
    const answers = await answersOfEcho(direct);
    const query = `?answers=${encodeURIComponent(JSON.stringify(answers))}`;
    const floors = {
      direct: await connectWebSocket(floor.socketPath, { query }),
      forwarded: await connectWebSocket(frontOfFloor.url, { query }),
    };
    const bare = connect({ host: '127.0.0.1', port: tcpEcho.port, noDelay: true });
    await once(bare, 'connect');
    const bridged = websockify.reason === null ? new WebSocket(websockify.url, ['binary']) : null;
    if (bridged !== null) await once(bridged, 'open');

    const timesOf = await timeExchanges(
      [
        { what: 'TCP', run: async () => [await microsOf(() => tcpRoundTrip(bare))] },
        { what: 'direct', run: () => callsOf(direct) },
        { what: 'floor', run: () => answersOf(floors.direct, answers) },
        ...(bridged === null
          ? []
          : [{ what: 'websockify', run: async () => [await microsOf(() => exchange(bridged, payload))] }]),
        { what: 'forwarded', run: () => callsOf(forwarded) },
        { what: 'forwarded floor', run: () => answersOf(floors.forwarded, answers) },
      ],
      { rounds, warmUps, exchanges: echoes },
    );
    for (const lab of [direct, forwarded]) await lab.close();
    for (const webSocket of Object.values(floors)) await closeWebSocket(webSocket);
    if (bridged !== null) await closeWebSocket(bridged);
    bare.destroy();

    const peer = bridged === null ? null : timesOf('websockify');
    return [
      ...figuresOf('Unix socket', {
        calls: timesOf('direct'),
        floor: timesOf('floor'),
        websockify: peer,
        tcp: timesOf('TCP'),
      }),
      ...figuresOf('TCP through the front', {
        calls: timesOf('forwarded'),
        floor: timesOf('forwarded floor'),
        websockify: peer,
        tcp: timesOf('TCP'),
      }),
    ];
  });
}

interface Measured {
  readonly calls: Times;
  readonly floor: Times;
  readonly websockify: Times | null;
  readonly tcp: Times;
}

const mostOfFloor = 1.2;

function figuresOf(path: string, { calls, floor, websockify, tcp }: Measured): readonly Figure[] {
  const echoes = calls.together(callsOfEcho);
  return [
    {
      what: `call of an echo, ${path}, p50`,
      measured: calls.medianMicros,
      unit: 'µs',
      peer: { what: 'its report alone, p50', measured: floor.medianMicros },
      goal: null,
    },
    {
      what: `call of an echo, ${path}, p99`,
      measured: calls.p99Micros,
      unit: 'µs',
      peer: { what: 'its report alone, p99', measured: floor.p99Micros },
      goal: null,
    },
    {
      what: `that call ÷ its report alone, ${path}`,
      measured: calls.dividedBy(floor),
      unit: '×',
      peer: null,
      goal: { atMost: mostOfFloor },
    },
    ...(websockify === null
      ? []
      : [
          {
            what: `that call ÷ round trip of websockify, ${path}`,
            measured: calls.dividedBy(websockify),
            unit: '×',
            peer: { what: 'its report alone ÷ the same', measured: floor.dividedBy(websockify) },
            goal: null,
          } as const,
        ]),
    {
      what: `the whole echo: 4 calls, ${path}, p50`,
      measured: echoes.medianMicros,
      unit: 'µs',
      peer: { what: 'bare TCP echo, p50', measured: tcp.medianMicros },
      goal: null,
    },
  ];
}

/** The time of each call. */
async function callsOf(lab: BenchBrowser): Promise<readonly number[]> {
  const micros: number[] = [];
  await echo(lab, async (call) => {
    let returned: unknown;
    micros.push(await microsOf(async () => (returned = await call())));
    return returned;
  });
  return micros;
}

interface Answer {
  readonly frames: number;
  readonly bytes: number;
}

const observedEchoes = 200;

/** What is reported of each of an echo's calls on average, with what follows before the next one. */
async function answersOfEcho(lab: BenchBrowser): Promise<readonly Answer[]> {
  const sums = Array.from({ length: callsOfEcho }, () => ({ frames: 0, bytes: 0 }));
  for (let round = 0; round < observedEchoes; round += 1) {
    let index = 0;
    await echo(lab, async (call) => {
      const before = { ...lab.received };
      const returned = await call();
      const sum = sums[index++];
      if (sum === undefined) throw new Error('an echo had more calls than it has');
      sum.frames += lab.received.frames - before.frames;
      sum.bytes += lab.received.bytes - before.bytes;
      return returned;
    });
  }
  return sums.map(({ frames, bytes }) => ({
    frames: Math.max(1, Math.round(frames / observedEchoes)),
    bytes: Math.round(bytes / observedEchoes),
  }));
}

/** The time until each of these answers has come. */
async function answersOf(webSocket: WebSocket, answers: readonly Answer[]): Promise<readonly number[]> {
  const micros: number[] = [];
  for (const [index, { frames }] of answers.entries()) {
    const name = index % 2 === 0 ? 'send' : 'recv';
    const args = name === 'send' ? [{ bytes: payload.toString('base64') }] : [1024];
    const message = JSON.stringify({
      type: 'call',
      id: 1_000,
      program: 'client',
      thread: 1,
      call: { name, fd: 3, args },
    });
    micros.push(
      await microsOf(
        () =>
          new Promise<void>((resolve) => {
            let left = frames;
            const receive = (data: Buffer) => {
              left -= 1;
              if (left > 0) return;
              webSocket.off('message', receive);
              JSON.parse(data.toString());
              resolve();
            };
            webSocket.on('message', receive);
            webSocket.send(message);
          }),
      ),
    );
  }
  return micros;
}

/** Resolves when as much came back as was sent. */
function tcpRoundTrip(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    let left = payload.length;
    const receive = (data: Buffer) => {
      left -= data.length;
      if (left > 0) return;
      socket.off('data', receive);
      resolve();
    };
    socket.on('data', receive);
    socket.write(payload);
  });
}
