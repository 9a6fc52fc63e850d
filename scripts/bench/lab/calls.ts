import type { WebSocket } from 'ws';
import type { Figure } from '../report/figure.ts';
import { withChildren } from './child-process.ts';
import { microsOf, timeExchanges, type Times } from './in-turn.ts';
import { acknowledgeEvents, closeWebSocket, connectWebSocket } from './bench-browser.ts';
import { startFront, startWsEcho } from './peers.ts';
import type { LabSettings } from './settings.ts';
import { startSidecar } from './sidecar-process.ts';

const [head, tail] = JSON.stringify({
  type: 'call',
  id: 0,
  program: 'server',
  thread: 1,
  call: { name: 'getsockname', fd: 3, args: [] },
}).split('0', 2);
const firstId = 100_000;
let lastId = firstId;

/** The same number of bytes every time. */
function nextMessage(): string {
  lastId += 1;
  return `${head}${lastId}${tail}`;
}

const goalRatio = 1.5;

/** `getsockname` over the bridge, compared with a bare WebSocket echo of the same message, directly and through a front. */
export function benchCalls({ rounds, warmUps, exchanges }: LabSettings): Promise<readonly Figure[]> {
  return withChildren(async (keep) => {
    const sidecar = await keep(startSidecar());
    const echo = await keep(startWsEcho());
    const frontOfSidecar = await keep(startFront(sidecar.socketPath));
    const frontOfEcho = await keep(startFront(echo.socketPath));
    const direct = await openLab(sidecar.socketPath);
    const forwarded = await openLab(frontOfSidecar.url);
    const frames = `?frames=${(await framesOfCall(direct)).join(',')}`;
    const peers = {
      echo: await connectWebSocket(echo.socketPath),
      forwardedEcho: await connectWebSocket(frontOfEcho.url),
      twoFrames: await connectWebSocket(echo.socketPath, { query: frames }),
      twoFramesForwarded: await connectWebSocket(frontOfEcho.url, { query: frames }),
    };
    const timesOf = await timeExchanges(
      [
        { what: 'echo', run: () => exchange(peers.echo, 1) },
        { what: 'call', run: () => exchange(direct, 2) },
        { what: 'two frames', run: () => exchange(peers.twoFrames, 2) },
        { what: 'forwarded echo', run: () => exchange(peers.forwardedEcho, 1) },
        { what: 'forwarded call', run: () => exchange(forwarded, 2) },
        { what: 'forwarded two frames', run: () => exchange(peers.twoFramesForwarded, 2) },
      ],
      { rounds, warmUps, exchanges },
    );
    for (const webSocket of [direct, forwarded, ...Object.values(peers)]) await closeWebSocket(webSocket);
    return [
      ...figuresOf('Unix socket', timesOf('call'), timesOf('echo'), timesOf('two frames')),
      ...figuresOf(
        'TCP through the front',
        timesOf('forwarded call'),
        timesOf('forwarded echo'),
        timesOf('forwarded two frames'),
      ),
    ];
  });
}

function figuresOf(path: string, call: Times, echo: Times, twoFrames: Times): readonly Figure[] {
  return [
    {
      what: `call over the bridge, ${path}, p50`,
      measured: call.medianMicros,
      unit: 'µs',
      peer: { what: 'bare ws echo, p50', measured: echo.medianMicros },
      goal: null,
    },
    {
      what: `call over the bridge, ${path}, p99`,
      measured: call.p99Micros,
      unit: 'µs',
      peer: { what: 'bare ws echo, p99', measured: echo.p99Micros },
      goal: null,
    },
    {
      what: `that call ÷ bare ws echo, ${path}`,
      measured: call.dividedBy(echo),
      unit: '×',
      peer: { what: 'ws answering with two frames ÷ with one', measured: twoFrames.dividedBy(echo) },
      goal: { atMost: goalRatio },
    },
  ];
}

/**
 * Sends the message and reads the last of the messages that answer it, as a browser of the lab does. The same for the
 * sidecar and its peers: nothing that is done here makes a difference between them.
 */
async function exchange(webSocket: WebSocket, answers: number): Promise<readonly number[]> {
  const message = nextMessage();
  let left = answers;
  return [
    await microsOf(
      () =>
        new Promise<void>((resolve) => {
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
  ];
}

/** A session whose server has a socket, which is all that `getsockname` needs. */
async function openLab(at: string): Promise<WebSocket> {
  const webSocket = await connectWebSocket(at);
  acknowledgeEvents(webSocket);
  const socket = { type: 'call', id: 1, program: 'server', call: { name: 'socket', args: [] } };
  await framesUntil(webSocket, 'opened', JSON.stringify({ type: 'open' }));
  await framesUntil(webSocket, 'sockets', JSON.stringify(socket));
  return webSocket;
}

/** How long the frames are that the sidecar answers a call with: `entered` and `returned`. */
async function framesOfCall(webSocket: WebSocket): Promise<readonly number[]> {
  const frames = await framesUntil(webSocket, 'returned', nextMessage());
  if (frames.length !== 2) throw new Error(`a call was answered in other frames: ${frames.join(' ')}`);
  return frames.map((frame) => Buffer.byteLength(frame));
}

/** What comes in answer to a message, up to the event of that type. */
async function framesUntil(webSocket: WebSocket, type: string, message: string): Promise<readonly string[]> {
  const frames: string[] = [];
  const came = new Promise<void>((resolve) => {
    const receive = (data: Buffer) => {
      frames.push(data.toString());
      if (!frames.at(-1)?.startsWith(`{"type":"${type}"`)) return;
      webSocket.off('message', receive);
      resolve();
    };
    webSocket.on('message', receive);
  });
  webSocket.send(message);
  await came;
  return frames;
}
