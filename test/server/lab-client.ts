import { once } from 'node:events';
import { WebSocket } from 'ws';
import {
  type ClientMessage,
  type LabCall,
  type LabEvent,
  type ServerFrame,
  serverFrame,
  type SessionRequest,
} from '#lib/lab/protocol/messages.ts';
import { Acknowledgements } from '#lib/lab/protocol/acknowledgements.ts';
import { answeredId, PendingRequests } from '#lib/lab/protocol/pending-requests.ts';
import { subprotocol } from '#lib/lab/protocol/subprotocol.ts';
import { origin } from '#test/server/sidecar.ts';
import { socketAddress } from '#test/server/socket-address.ts';

type EventOf<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;
export type Resume = NonNullable<Extract<ClientMessage, { type: 'open' }>['resume']>;

interface ClientOptions {
  /** An address of the site, or the path of the sidecar's socket. */
  readonly at: string;
  readonly headers?: Record<string, string>;
  readonly protocols?: string[];
  /** Loses its connection right after this event, and makes another. */
  readonly dropAfter?: number;
  /** Whether it acknowledges events by itself, as a page does; true unless it says otherwise. */
  readonly acknowledges?: boolean;
}

/** A browser of the lab: parses every frame, and sees to it that events come without a gap and without a double. */
export class LabClient {
  readonly events: LabEvent[] = [];
  /** The `error` frame, when there was one. */
  error: Extract<ServerFrame, { type: 'error' }> | null = null;
  readonly #options: ClientOptions;
  readonly #waiting = new Set<() => void>();
  #webSocket: WebSocket;
  #lastId = 0;
  #isGone = false;
  #isAway = false;
  #isDone = false;
  readonly #pending = new PendingRequests<SessionRequest>();
  readonly #acknowledgements = new Acknowledgements();

  private constructor(options: ClientOptions, webSocket: WebSocket) {
    this.#options = options;
    this.#webSocket = webSocket;
    this.#listen(webSocket);
  }

  static async connect(options: ClientOptions): Promise<LabClient> {
    const webSocket = newSocket(options);
    const client = new LabClient(options, webSocket);
    await once(webSocket, 'open');
    return client;
  }

  /** Connected, and with a session. */
  static async open(options: ClientOptions): Promise<LabClient> {
    const client = await LabClient.connect(options);
    client.send({ type: 'open' });
    await client.event('opened');
    return client;
  }

  get webSocket(): WebSocket {
    return this.#webSocket;
  }

  /** How this browser goes on with its session. */
  get resume(): Resume {
    const opened = this.events.find((event) => event.type === 'opened');
    if (opened === undefined) throw new Error('no session yet');
    return { session: opened.session, token: opened.token, after: this.events.at(-1)?.seq ?? 0 };
  }

  send(message: ClientMessage): void {
    if ('id' in message) {
      this.#pending.add(message.id, message);
      // Requests made while the connection is away are sent when the session has been resumed.
      if (this.#isAway) return;
    }
    this.#webSocket.send(JSON.stringify(message));
  }

  /** A new connection for the same session. */
  async reconnect(resume = this.resume): Promise<void> {
    const openings = this.events.filter(({ type }) => type === 'opened').length;
    this.#webSocket.terminate();
    this.#isAway = true;
    this.#acknowledgements.resume();
    this.#webSocket = newSocket(this.#options);
    this.#listen(this.#webSocket);
    await once(this.#webSocket, 'open');
    this.send({ type: 'open', resume });
    await this.until(() => this.events.filter(({ type }) => type === 'opened').length > openings);
  }

  newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Makes a call and does not wait for it. */
  begin(program: string, call: LabCall, thread = 1): number {
    const id = this.newId();
    this.send({ type: 'call', id, program, thread, call });
    return id;
  }

  /** Makes a call and waits until it returned. */
  async call(program: string, call: LabCall, thread = 1): Promise<EventOf<'returned'>['result']> {
    const id = this.begin(program, call, thread);
    const { result } = await this.event('returned', (event) => event.id === id);
    return result;
  }

  /** The first event of the type that fits, whether it came already or comes yet. */
  async event<Type extends LabEvent['type']>(
    type: Type,
    fits: (event: EventOf<Type>) => boolean = () => true,
  ): Promise<EventOf<Type>> {
    const isIt = (event: LabEvent): event is EventOf<Type> =>
      event.type === type && fits(event as EventOf<Type>);
    let found: EventOf<Type> | undefined;
    await this.until(() => (found = this.events.find(isIt)) !== undefined);
    if (found === undefined) throw new Error('unreachable');
    return found;
  }

  /** Resolves when it holds; looks again after every frame. Rejects when the connection ends before. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (holds()) resolve();
        else if (this.#isGone) reject(new Error(`the connection ended: ${JSON.stringify(this.error)}`));
        else return;
        this.#waiting.delete(look);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** How the connection ended. */
  async closed(): Promise<{ code: number; reason: string }> {
    const [code, reason] = (await once(this.#webSocket, 'close')) as [number, Buffer];
    return { code, reason: reason.toString() };
  }

  /** Says goodbye, which ends the session. */
  async done(): Promise<void> {
    await this.until(() => !this.#isAway);
    this.#isDone = true;
    const closed = once(this.#webSocket, 'close');
    this.#webSocket.close(1000);
    await closed;
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }

  #listen(webSocket: WebSocket): void {
    this.#isGone = false;
    webSocket.on('error', () => {});
    webSocket.on('close', () => {
      if (webSocket !== this.#webSocket) return;
      this.#isGone = true;
      this.#look();
    });
    webSocket.on('message', (data: Buffer) => {
      if (webSocket !== this.#webSocket) return;
      const frame = serverFrame.parse(JSON.parse(data.toString()));
      if (frame.type === 'error') this.error = frame;
      else {
        const expected = (this.events.at(-1)?.seq ?? 0) + 1;
        if (frame.seq !== expected) throw new Error(`event ${frame.seq} came instead of ${expected}`);
        this.events.push(frame);
        this.#pending.settle(answeredId(frame));
        if (frame.type === 'opened') this.#acknowledgements.begin(frame.limits.unacknowledgedBytes);
        if (this.#acknowledgements.isDueAfter(data.length) && this.#options.acknowledges !== false)
          this.send({ type: 'acknowledge', seq: frame.seq });
        // The `opened` of an earlier connection, which did not arrive, may come before this one's own.
        const isBack = frame.type === 'opened' && this.#isAway;
        if (isBack) this.#isAway = false;
        if (isBack) for (const request of this.#pending) webSocket.send(JSON.stringify(request));
        if (frame.seq === this.#options.dropAfter && !this.#isDone) void this.reconnect();
      }
      this.#look();
    });
  }
}

function newSocket({ at, headers = {}, protocols = [subprotocol] }: ClientOptions): WebSocket {
  return new WebSocket(socketAddress(at), protocols, {
    headers: { host: new URL(origin).host, origin, 'x-ackademy-peer': '127.0.0.1', ...headers },
    perMessageDeflate: false,
  });
}
