import { isUtf8 } from 'node:buffer';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import type { z } from 'zod';
import { type FaultCode, faults } from '#lib/lab/protocol/codes.ts';
import { clientMessage, type ClientMessage } from '#lib/lab/protocol/messages.ts';
import { errorFrame } from '#server/bridge/error-frame.ts';
import type { LoggedEvent } from '#server/bridge/event-log.ts';
import type { Metrics } from '#server/bridge/metrics.ts';
import type { Session } from '#server/bridge/session.ts';
import { newSecret } from '#server/bridge/token.ts';

type Reading =
  | { readonly ok: true; readonly message: ClientMessage }
  /** `detail`: where in the message, without any of its values. */
  | { readonly ok: false; readonly code: FaultCode; readonly detail: string | null };

function readMessage(data: Buffer, isBinary: boolean): Reading {
  if (isBinary) return { ok: false, code: 'MESSAGE_NOT_TEXT', detail: null };
  if (!isUtf8(data)) return { ok: false, code: 'MESSAGE_NOT_UTF8', detail: null };
  const value = parseJson(data.toString('utf8'));
  if (value === undefined) return { ok: false, code: 'MESSAGE_NOT_JSON', detail: null };
  const parsed = clientMessage.safeParse(value);
  if (parsed.success) return { ok: true, message: parsed.data };
  return { ok: false, code: 'MESSAGE_UNKNOWN', detail: placeOf(parsed.error) };
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
export type Opening =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly code: FaultCode; readonly detail: string | null };

interface ConnectionOptions {
  readonly openTimeoutMs: number;
  readonly pingMs: number;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly open: (message: OpenMessage, connection: Connection) => Opening;
}

const normalClosure = 1000;
/** What arrives when a page calls `close()` without a code. */
const noCode = 1005;

/** One WebSocket: it has no session, then one, then it is over. */
export class Connection {
  readonly peer: string;
  readonly #webSocket: WebSocket;
  readonly #stream: Duplex;
  readonly #options: ConnectionOptions;
  readonly #openTimer: NodeJS.Timeout;
  readonly #pingTimer: NodeJS.Timeout;
  /** The pings without an answer, oldest first: the payload, and up to which event its pong proves arrival. */
  readonly #questions = new Map<string, number>();
  #session: Session | null = null;
  #over = false;
  #heard = true;
  #corked = false;
  #ending: string | null = null;

  constructor(webSocket: WebSocket, stream: Duplex, peer: string, options: ConnectionOptions) {
    this.#webSocket = webSocket;
    this.#stream = stream;
    this.peer = peer;
    this.#options = options;
    this.#openTimer = setTimeout(() => this.fault('OPEN_TIMEOUT', null), options.openTimeoutMs);
    this.#pingTimer = setInterval(() => this.#askWhetherThere(), options.pingMs);
    webSocket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    webSocket.on('pong', (payload) => this.#pong(payload));
    webSocket.on('error', (error) => (this.#ending = error.message));
    webSocket.on('close', (code) => this.#closed(code));
    options.log.info({ peer }, 'connection opened');
  }

  /** Sends an event of the session. */
  deliver({ frame, bytes }: LoggedEvent): void {
    this.#send(frame, bytes);
  }

  /** Asks for a sign that everything up to `seq` arrived. */
  ask(seq: number): void {
    if (this.#over) return;
    // Nobody can answer what he has not read.
    const payload = newSecret();
    this.#questions.set(payload, seq);
    this.#webSocket.ping(payload);
  }

  /** Ends the connection because of what its browser did; a session that it has can be resumed. */
  fault(code: FaultCode, detail: string | null): void {
    if (this.#over) return;
    this.#options.metrics.faults.add({ code });
    this.#send(errorFrame(code, detail));
    this.end(code);
  }

  /** Ends the connection without a word of its own: the session said why, or `fault` did. */
  end(code: FaultCode): void {
    if (this.#over) return;
    this.#over = true;
    this.#ending = code;
    this.#webSocket.close(faults[code].close, code);
  }

  /** Does not wait for the browser's goodbye. */
  terminate(): void {
    this.#webSocket.terminate();
  }

  #send(frame: string, bytes = Buffer.byteLength(frame)): void {
    if (this.#over) return;
    this.#options.metrics.bytes.add({ direction: 'out' }, bytes);
    this.#corkForThisTick();
    this.#webSocket.send(frame);
  }

  /** What is sent while one thing is being done goes to the kernel in one call. */
  #corkForThisTick(): void {
    if (this.#corked) return;
    this.#corked = true;
    this.#stream.cork();
    process.nextTick(() => {
      this.#corked = false;
      this.#stream.uncork();
    });
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#over) return;
    const { metrics, log } = this.#options;
    const beganMs = performance.now();
    try {
      if (!Buffer.isBuffer(data)) throw new TypeError('a message did not come as one buffer');
      metrics.bytes.add({ direction: 'in' }, data.length);
      this.#read(data, isBinary);
    } catch (error) {
      log.error({ err: error, peer: this.peer }, 'a message could not be carried out');
      if (this.#session === null) this.fault('INTERNAL', null);
      else this.#session.end('INTERNAL');
    }
    metrics.messageSeconds.observe((performance.now() - beganMs) / 1_000);
  }

  #read(data: Buffer, isBinary: boolean): void {
    const reading = readMessage(data, isBinary);
    if (!reading.ok) return this.fault(reading.code, reading.detail);
    const { message } = reading;
    if (message.type !== 'open') {
      if (this.#session === null) return this.fault('NOT_OPENED', null);
      return this.#session.receive(message, data.length);
    }
    if (this.#session !== null) return this.fault('ALREADY_OPENED', null);
    const opening = this.#options.open(message, this);
    if (!opening.ok) return this.fault(opening.code, opening.detail);
    clearTimeout(this.#openTimer);
    this.#session = opening.session;
  }

  #pong(payload: Buffer): void {
    const answered = payload.toString('latin1');
    const seq = this.#questions.get(answered);
    if (seq === undefined) return;
    this.#heard = true;
    // A browser may answer only the last of several pings.
    for (const question of this.#questions.keys()) {
      this.#questions.delete(question);
      if (question === answered) break;
    }
    this.#session?.acknowledge(seq, this);
  }

  #askWhetherThere(): void {
    if (!this.#heard) {
      this.#ending = 'no answer to a ping';
      return this.terminate();
    }
    this.#heard = false;
    this.ask(this.#session?.sentSeq ?? 0);
  }

  #closed(code: number): void {
    const byBrowser = !this.#over && (code === normalClosure || code === noCode);
    this.#over = true;
    clearTimeout(this.#openTimer);
    clearInterval(this.#pingTimer);
    this.#session?.detach(this, { done: byBrowser });
    this.#options.log.info({ peer: this.peer, code, why: this.#ending }, 'connection closed');
  }
}
