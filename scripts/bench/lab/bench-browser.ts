import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type ClientMessage, type LabCall } from '#lib/lab/protocol/messages.ts';
import { Acknowledgements } from '#lib/lab/protocol/acknowledgements.ts';
import { PendingRequests } from '#lib/lab/protocol/pending-requests.ts';
import { subprotocol } from '#lib/lab/protocol/subprotocol.ts';
import { socketAddress } from '#test/server/socket-address.ts';
import { origin } from './sidecar-process.ts';

const opening = z.object({
  network: z.object({ kind: z.enum(['private', 'host']) }),
  limits: z.object({ unacknowledgedBytes: z.int() }),
});

/** Frames begin with `{"type":"`. */
const typeBegins = 9;
const errorBegins = '{"type":"error"';

/** Connects to the path of a Unix socket, or to the address of a front: there, `from` an address of this computer. */
export async function connectWebSocket(
  at: string,
  { query = '', from }: { query?: string; from?: string | undefined } = {},
): Promise<WebSocket> {
  const webSocket = new WebSocket(`${socketAddress(at)}${query}`, [subprotocol], {
    headers: { host: new URL(origin).host, origin, 'x-ackademy-peer': '127.0.0.1' },
    perMessageDeflate: false,
    ...(from === undefined ? {} : { localAddress: from }),
  });
  await once(webSocket, 'open');
  return webSocket;
}

/** Sends a close frame and waits for the other side's. */
export async function closeWebSocket(webSocket: WebSocket): Promise<void> {
  if (webSocket.readyState === WebSocket.CLOSED) return;
  const closed = once(webSocket, 'close');
  webSocket.close(1000);
  await closed;
}

/** Acknowledges the events of a session as a page does. Every frame but that of an error is one, and `opened` is the first. */
export function acknowledgeEvents(webSocket: WebSocket): void {
  const acknowledgements = new Acknowledgements();
  let seq = 0;
  webSocket.on('message', (data: Buffer) => {
    if (data.includes(errorBegins)) return;
    seq += 1;
    if (seq === 1)
      acknowledgements.begin(opening.parse(JSON.parse(data.toString())).limits.unacknowledgedBytes);
    if (acknowledgements.isDueAfter(data.length))
      webSocket.send(JSON.stringify({ type: 'acknowledge', seq } satisfies ClientMessage));
  });
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A browser of the lab that does no more than it must: it acknowledges events, and reads the answers to its calls. */
export class BenchBrowser {
  readonly #webSocket: WebSocket;
  readonly #waiting = new PendingRequests<Waiting>();
  #opening: Waiting | null = null;
  #lastId = 0;
  /** Everything that came so far. */
  readonly received = { frames: 0, bytes: 0 };

  private constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
    webSocket.on('message', (data: Buffer) => this.#receive(data));
    webSocket.on('error', (error) => this.#fail(error.message));
    webSocket.on('close', (code) => this.#fail(`the connection ended with ${code}`));
  }

  static async connect(at: string, from?: string): Promise<BenchBrowser> {
    const webSocket = await connectWebSocket(at, { from });
    acknowledgeEvents(webSocket);
    return new BenchBrowser(webSocket);
  }

  /** Connected, and with a session. */
  static async open(at: string, from?: string): Promise<BenchBrowser> {
    const connection = await BenchBrowser.connect(at, from);
    await connection.openSession();
    return connection;
  }

  /** Which network the session has. */
  async openSession(): Promise<'private' | 'host'> {
    const opened = await new Promise((resolve, reject) => {
      this.#opening = { resolve, reject };
      this.#send({ type: 'open' });
    });
    return opening.parse(opened).network.kind;
  }

  /** Resolves to what the call returned, as JSON; rejects when it raised, or was refused. */
  call(program: string, call: LabCall, thread = 1): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.add(id, { resolve, reject });
      this.#send({ type: 'call', id, program, thread, call });
    });
  }

  /** Ends the session. What is blocked never returns, and is not waited for. */
  async close(): Promise<void> {
    this.#waiting.drop();
    await closeWebSocket(this.#webSocket);
  }

  /** Leaves the session where it is, without a word. */
  abandon(): void {
    this.#waiting.drop();
    this.#webSocket.terminate();
  }

  #send(message: ClientMessage): void {
    this.#webSocket.send(JSON.stringify(message));
  }

  #receive(data: Buffer): void {
    this.received.frames += 1;
    this.received.bytes += data.length;
    const type = data.toString('latin1', typeBegins, data.indexOf('"', typeBegins));
    switch (type) {
      case 'returned':
        return this.#settle(data.toString());
      case 'opened':
        return this.#opening?.resolve(JSON.parse(data.toString()));
      case 'refused':
      case 'closed':
      case 'error':
        return this.#fail(data.toString());
      default:
    }
  }

  /** Read without a schema, whose checks would count as time of the sidecar. */
  #settle(frame: string): void {
    const event: unknown = JSON.parse(frame);
    if (!isAnswer(event)) return this.#fail(frame);
    const waiting = this.#waiting.settle(event.id);
    if (event.result.ok) waiting?.resolve(event.result.value);
    else waiting?.reject(new Error(frame));
  }

  #fail(reason: string): void {
    const error = new Error(reason);
    this.#opening?.reject(error);
    for (const { reject } of this.#waiting.drop()) reject(error);
  }
}

interface Answer {
  readonly id: number;
  readonly result: { readonly ok: boolean; readonly value?: unknown };
}

function isAnswer(event: unknown): event is Answer {
  if (typeof event !== 'object' || event === null || !('id' in event) || !('result' in event)) return false;
  const { id, result } = event;
  return typeof id === 'number' && typeof result === 'object' && result !== null && 'ok' in result;
}
