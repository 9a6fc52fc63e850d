import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Figure } from '../report/figure.ts';
import { withChildren } from './child-process.ts';
import { callsOfEcho, connectPrograms, echo, payload } from './connected-programs.ts';
import { exchange } from './exchange.ts';
import { microsOf, timeExchanges, type Times } from './in-turn.ts';
import { closeWebSocket, BenchBrowser } from './bench-browser.ts';
import { startFront, startTcpEcho, startWebsockify } from './peers.ts';
import type { LabSettings } from './settings.ts';
import { startSidecar } from './sidecar-process.ts';

/** From a client program to a server program and back, compared with websockify in front of a TCP echo. */
export function benchEchoes({ rounds, warmUps, echoes }: LabSettings): Promise<readonly Figure[]> {
  return withChildren(async (keep) => {
    const sidecar = await keep(startSidecar());
    const front = await keep(startFront(sidecar.socketPath));
    const tcpEcho = await keep(startTcpEcho());
    const websockify = await keep(startWebsockify(tcpEcho.port));
    if (websockify.reason !== null) console.error(`Not compared with websockify: ${websockify.reason}.`);

    const direct = await BenchBrowser.open(sidecar.socketPath);
    const forwarded = await BenchBrowser.open(front.url);
    await connectPrograms(direct, 65_000);
    await connectPrograms(forwarded, 65_001);
    const bare = connect({ host: '127.0.0.1', port: tcpEcho.port, noDelay: true });
    await once(bare, 'connect');
    const bridged = websockify.reason === null ? new WebSocket(websockify.url, ['binary']) : null;
    if (bridged !== null) await once(bridged, 'open');

    const timesOf = await timeExchanges(
      [
        { what: 'TCP', run: async () => [await microsOf(() => tcpRoundTrip(bare))] },
        { what: 'direct', run: () => callsOf(direct) },
        ...(bridged === null
          ? []
          : [{ what: 'websockify', run: async () => [await microsOf(() => exchange(bridged, payload))] }]),
        { what: 'forwarded', run: () => callsOf(forwarded) },
      ],
      { rounds, warmUps, exchanges: echoes },
    );
    for (const lab of [direct, forwarded]) await lab.close();
    if (bridged !== null) await closeWebSocket(bridged);
    bare.destroy();

    const peer = bridged === null ? null : timesOf('websockify');
    return [
      ...figuresOf('Unix socket', timesOf('direct'), peer, timesOf('TCP')),
      ...figuresOf('TCP through the front', timesOf('forwarded'), peer, timesOf('TCP')),
    ];
  });
}

function figuresOf(path: string, calls: Times, websockify: Times | null, tcp: Times): readonly Figure[] {
  const echoes = calls.together(callsOfEcho);
  return [
    {
      what: `call of an echo, ${path}, p50`,
      measured: calls.medianMicros,
      unit: 'µs',
      peer: besideOf('websockify, round trip, p50', websockify?.medianMicros),
      goal: null,
    },
    {
      what: `call of an echo, ${path}, p99`,
      measured: calls.p99Micros,
      unit: 'µs',
      peer: besideOf('websockify, round trip, p99', websockify?.p99Micros),
      goal: null,
    },
    ...(websockify === null
      ? []
      : [
          {
            what: `that call ÷ round trip of websockify, ${path}`,
            measured: calls.dividedBy(websockify),
            unit: '×',
            peer: { what: 'bare TCP echo ÷ the same', measured: tcp.dividedBy(websockify) },
            goal: { atMost: 1 },
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

function besideOf(what: string, measured: number | undefined): Figure['peer'] {
  return measured === undefined ? null : { what, measured };
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
