import { isAscii, isUtf8 } from 'node:buffer';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { RawData } from 'ws';
import type { z } from 'zod';
import { failure, type Failure, type Result, success } from '#lib/failures/result.ts';
import { type FaultCode, faults } from '#lib/lab/protocol/faults.ts';
import type { ClientMessage } from '#lib/lab/protocol/messages.ts';
import { readClientMessage } from '#lib/lab/protocol/read-client-message.ts';
import type { BridgeSession } from '#server/bridge/bridge-session.ts';
import { errorFrame, faultOf } from '#server/bridge/error-frame.ts';
import type { LoggedEvent } from '#server/bridge/event-log.ts';
import type { LabWebSocket } from '#server/bridge/lab-web-socket.ts';
import type { Metrics } from '#server/bridge/metrics.ts';
import { TokenBucket } from '#server/bridge/rate-limits.ts';
import type { Share } from '#server/kernel/turns.ts';
import { type FaultBoundary, guard } from '#lib/failures/guard.ts';

/** The failure names the place in the message, and none of its values. */
function readMessage(data: Buffer, isBinary: boolean): Result<ClientMessage, Failure<FaultCode>> {
  if (isBinary) return failure(faultOf('MESSAGE_NOT_TEXT'));
  const encoding = isAscii(data) ? 'latin1' : 'utf8';
  if (encoding === 'utf8' && !isUtf8(data)) return failure(faultOf('MESSAGE_NOT_UTF8'));
  const value = parseJson(data.toString(encoding));
  if (value === undefined) return failure(faultOf('MESSAGE_NOT_JSON'));
  const parsed = readClientMessage(value);
  if (parsed.success) return success(parsed.data);
  return failure(faultOf('MESSAGE_UNKNOWN', placeOf(parsed.error)));
}

/** `undefined`, which JSON cannot say, for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function placeOf(error: z.ZodError): string | null {
  const path = error.issues[0]?.path ?? [];
  return path.length === 0 ? null : path.join('.');
}

type OpenMessage = Extract<ClientMessage, { type: 'open' }>;

interface ConnectionOptions {
  readonly openTimeoutMs: number;
  readonly pingMs: number;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** In whose turns messages are read as long as there is no session. */
  readonly share: Share;
  readonly open: (message: OpenMessage, connection: Connection) => Result<BridgeSession, Failure<FaultCode>>;
}

const normalClosure = 1000;
/** What has come and waits for its turn to be read; beyond that, nothing more is taken from the kernel. */
const mostUnread = { messages: 32, bytes: 64 * 1024 };

/** Pings and pongs of a browser: none but the answers to ours, and some programs send one now and then by themselves. */
const controlFrames = { perSecond: 20, burst: 100 };

/** Frames that may be under way when a connection is ended. */
const mostAfterEnd = 100;
/** How long a browser may take to read why. */
const lastWordMs = 500;

/** What arrives when a page calls `close()` without a code. */
const noCode = 1005;

/** One WebSocket: it has no session, then one, then it is over. */
export class Connection implements FaultBoundary {
  readonly peer: string;
  /** What its session counts by. */
  readonly group: string;
  readonly #webSocket: LabWebSocket;
  readonly #stream: Duplex;
  readonly #options: ConnectionOptions;
  readonly #openTimer: NodeJS.Timeout;
  readonly #pingTimer: NodeJS.Timeout;
  readonly #controlFrames = new TokenBucket(controlFrames, performance.now());
  #unread: { data: Buffer; isBinary: boolean }[] = [];
  #unreadBytes = 0;
  #framesAfterEnd = 0;
  #lastWordTimer: NodeJS.Timeout | undefined;
  #session: BridgeSession | null = null;
  #isOver = false;
  /** Whether the ping before the next one was answered. */
  #isAlive = true;
  #isFlushing = false;
  /** Why the connection ended, for the log. */
  #reason: string | null = null;

  constructor(
    webSocket: LabWebSocket,
    stream: Duplex,
    { peer, group }: { peer: string; group: string },
    options: ConnectionOptions,
  ) {
    this.#webSocket = webSocket;
    webSocket.sendTo(stream);
    this.#stream = stream;
    this.peer = peer;
    this.group = group;
    this.#options = options;
    this.#openTimer = setTimeout(
      guard(this, () => this.fault(faultOf('OPEN_TIMEOUT'))),
      options.openTimeoutMs,
    );
    this.#pingTimer = setInterval(
      guard(this, () => this.#ping()),
      options.pingMs,
    );
    const receive = guard(this, (data: RawData, isBinary: boolean) => this.#receive(data, isBinary));
    webSocket.on('message', receive);
    webSocket.on(
      'ping',
      guard(this, () => this.#control()),
    );
    webSocket.on(
      'pong',
      guard(this, () => {
        this.#isAlive = true;
        this.#control();
      }),
    );
    webSocket.on(
      'error',
      guard(this, (error: Error) => (this.#reason = error.message)),
    );
    webSocket.on(
      'close',
      guard(this, (code: number) => this.#closed(code)),
    );
    // An acknowledgement may arrive before the kernel says that it took what is acknowledged.
    stream.on(
      'drain',
      guard(this, () => this.#session?.drained()),
    );
    options.log.info({ peer }, 'connection opened');
  }

  /** What was sent and is still in this process. */
  get bufferedBytes(): number {
    return this.#webSocket.unsentBytes;
  }

  /** Sends an event of the session. */
  deliver({ frame, bytes }: LoggedEvent): void {
    this.#send(frame, bytes);
  }

  /** Ends the connection because of what its browser did; a session that it has can be resumed. */
  fault(error: Failure<FaultCode>): void {
    if (this.#isOver) return;
    this.#options.metrics.faults.add({ code: error.code });
    this.#send(errorFrame(error));
    this.end(error.code);
  }

  /** Ends the connection without a frame of its own: the session gave the reason, or `fault` did. */
  end(code: FaultCode): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#reason = code;
    this.#forgetUnread();
    this.#webSocket.close(faults[code].close, code);
    // A browser that floods would go on for as long as its close frame is waited for.
    if (code === 'FLOOD') this.#stopReading();
  }

  /** Does not wait for the browser's close frame. */
  terminate(): void {
    this.#webSocket.terminate();
  }

  fail(error: unknown): void {
    if (this.#session !== null) return this.#session.fail(error);
    this.#options.log.error({ err: error, peer: this.peer }, 'a bug ends this connection');
    try {
      this.fault(faultOf('INTERNAL'));
    } catch {
      this.terminate();
    }
  }

  #send(frame: string, bytes = Buffer.byteLength(frame)): void {
    if (this.#isOver) return;
    this.#options.metrics.bytesOut.add(bytes);
    this.#webSocket.collect(frame, bytes);
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    process.nextTick(this.#flush);
  }

  /** What is sent while one thing is being done goes to the kernel in one call. */
  readonly #flush = guard(this, () => {
    this.#isFlushing = false;
    this.#webSocket.flush();
  });

  /** What comes is read when it is the turn of the session, or of the connection while it has none. */
  #receive(data: RawData, isBinary: boolean): void {
    if (this.#isOver) return this.#countAfterEnd();
    if (!Buffer.isBuffer(data)) throw new TypeError('a message did not come as one buffer');
    this.#options.metrics.bytesIn.add(data.length);
    this.#unread.push({ data, isBinary });
    this.#unreadBytes += data.length;
    if (this.#hasTooMuchUnread) this.#webSocket.pause();
    (this.#session?.share ?? this.#options.share).run(this.#readNext);
  }

  readonly #readNext = guard(this, () => {
    const next = this.#unread.shift();
    if (next === undefined) return;
    this.#unreadBytes -= next.data.length;
    if (this.#webSocket.isPaused && !this.#hasTooMuchUnread) this.#webSocket.resume();
    const beganMs = performance.now();
    this.#read(next.data, next.isBinary);
    this.#options.metrics.messageSeconds.observe((performance.now() - beganMs) / 1_000);
  });

  get #hasTooMuchUnread(): boolean {
    return this.#unread.length > mostUnread.messages || this.#unreadBytes > mostUnread.bytes;
  }

  #forgetUnread(): void {
    this.#unread = [];
    this.#unreadBytes = 0;
  }

  /** A ping or a pong came: each costs little, and a flood of them a processor. */
  #control(): void {
    if (this.#isOver) return this.#countAfterEnd();
    if (!this.#controlFrames.take(1, performance.now())) this.fault(faultOf('FLOOD'));
  }

  /** While the browser's close frame is waited for, it has nothing to say but that. */
  #countAfterEnd(): void {
    this.#framesAfterEnd += 1;
    if (this.#framesAfterEnd === mostAfterEnd) this.#stopReading();
  }

  /** Reads no more, and closes without an answer. */
  #stopReading(): void {
    this.#webSocket.pause();
    this.#stream.end();
    // Closed at once, a socket with unread data is reset, and the browser does not get to read why.
    this.#lastWordTimer = setTimeout(
      guard(this, () => this.terminate()),
      lastWordMs,
    );
  }

  #read(data: Buffer, isBinary: boolean): void {
    const reading = readMessage(data, isBinary);
    if (!reading.ok) return this.fault(reading.error);
    const message = reading.value;
    if (message.type !== 'open') {
      if (this.#session === null) return this.fault(faultOf('NOT_OPENED'));
      return this.#session.receive(message, data.length);
    }
    if (this.#session !== null) return this.fault(faultOf('ALREADY_OPENED'));
    const opening = this.#options.open(message, this);
    if (!opening.ok) return this.fault(opening.error);
    clearTimeout(this.#openTimer);
    this.#session = opening.value;
  }

  #ping(): void {
    if (!this.#isAlive) {
      this.#reason = 'no answer to a ping';
      return this.terminate();
    }
    this.#isAlive = false;
    this.#webSocket.ping();
  }

  #closed(code: number): void {
    const byBrowser = !this.#isOver && (code === normalClosure || code === noCode);
    this.#isOver = true;
    this.#forgetUnread();
    clearTimeout(this.#openTimer);
    clearInterval(this.#pingTimer);
    clearTimeout(this.#lastWordTimer);
    this.#options.log.info({ peer: this.peer, code, reason: this.#reason }, 'connection closed');
    this.#session?.detach(this, { isDone: byBrowser });
  }
}
