import { request } from 'node:http';
import { WebSocket } from 'ws';
import type { LabEnvironment } from '#lib/lab-client/environment.ts';
import { LabStore } from '#lib/lab-client/lab-store.ts';
import { sessionStorageOf } from '#lib/lab-client/stored-session.ts';
import type { CallResult, LabCall, LabEvent } from '#lib/lab/protocol/messages.ts';
import { subprotocol } from '#lib/lab/protocol/subprotocol.ts';
import { origin } from '#test/server/sidecar.ts';
import type { TestTab } from '#test/test-tab.ts';

const headers = { host: new URL(origin).host, origin, 'x-ackademy-peer': '127.0.0.1' };

/** What is around a page: real WebSockets to the sidecar, whose socket may move, and a clock that can be hurried. */
export class TestPage implements LabEnvironment {
  socketPath: string;
  /** Timers run so many times as fast. */
  pace = 1;
  frames = 0;
  /** Nothing that arrives is received, as on a line that is dead without a sign of it. */
  isDeaf = false;
  /** What was thrown and caught. */
  readonly bugs: unknown[] = [];
  /** Called after every frame that arrived, and every one that was sent. */
  moved: () => void = () => {};
  readonly #random: () => number;
  readonly #wakes = new Set<(reason: 'online' | 'visible') => void>();
  readonly #timers = new Set<() => void>();
  #skippedMs = 0;
  #webSocket: WebSocket | null = null;
  connections = 0;

  constructor(socketPath: string, random: () => number = Math.random) {
    this.socketPath = socketPath;
    this.#random = random;
  }

  connect: LabEnvironment['connect'] = (events) => {
    const webSocket = new WebSocket(`ws+unix:${this.socketPath}:/lab/socket`, subprotocol, {
      headers,
      perMessageDeflate: false,
    });
    this.#webSocket = webSocket;
    this.connections += 1;
    this.isDeaf = false;
    webSocket.on('error', () => {});
    webSocket.on('open', () => events.opened());
    webSocket.on('message', (data: Buffer) => {
      if (this.isDeaf) return;
      events.received(data.toString());
      this.moved();
    });
    webSocket.on('close', (code) => events.closed(code));
    return {
      send: (text) => {
        webSocket.send(text);
        this.moved();
      },
      close: (closeCode) => {
        if (webSocket.readyState === WebSocket.CONNECTING)
          webSocket.once('open', () => webSocket.close(closeCode));
        else webSocket.close(closeCode);
      },
      isUp: () => webSocket.readyState <= WebSocket.OPEN,
    };
  };

  /** The line breaks; what was sent a moment ago may arrive or not. */
  cut(): void {
    this.#webSocket?.terminate();
  }

  wake(reason: 'online' | 'visible'): void {
    for (const wake of [...this.#wakes]) wake(reason);
  }

  health: LabEnvironment['health'] = () =>
    new Promise((resolve) => {
      const asking = request({ socketPath: this.socketPath, path: '/lab/healthz', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200 ? 'ok' : 'away');
      });
      asking.once('error', () => resolve('away'));
      asking.end();
    });

  reportBug = (error: unknown): void => void this.bugs.push(error);
  now = (): number => Date.now() + this.#skippedMs;
  random = (): number => this.#random();

  after: LabEnvironment['after'] = (ms, work) => {
    const cancel = (): void => {
      clearTimeout(timer);
      this.#timers.delete(run);
    };
    const run = (): void => {
      cancel();
      work();
    };
    const timer = setTimeout(run, ms / this.pace);
    this.#timers.add(run);
    return cancel;
  };

  /** Every timer that is set now runs out, and the clock goes on by so much; timers that are set later take their time. */
  skip(ms: number): void {
    this.#skippedMs += ms;
    for (const run of [...this.#timers]) run();
  }

  /** The clock goes on by so much, and no timer of the page with it: to a page, somebody has read for so long. */
  later(ms: number): void {
    this.#skippedMs += ms;
  }

  beforeFrame = (work: () => void): void => {
    this.frames += 1;
    setTimeout(work, 16);
  };

  onWake: LabEnvironment['onWake'] = (listener) => {
    this.#wakes.add(listener);
    return () => this.#wakes.delete(listener);
  };
}

/** A page with a lab, as a test drives it. */
export class Page {
  readonly deps: TestPage;
  readonly store: LabStore;

  constructor(deps: TestPage, tab: TestTab | null = null) {
    this.deps = deps;
    this.store = new LabStore(deps, tab === null ? null : sessionStorageOf('test', tab));
  }

  get events(): readonly LabEvent[] {
    return this.store.view().events;
  }

  /** Resolves when it holds; looks again whenever the view changes. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        forget();
        resolve();
      };
      const forget = this.store.subscribe(look);
      look();
    });
  }

  linked(kind: ReturnType<LabStore['view']>['link']['kind']): Promise<void> {
    return this.until(() => this.store.view().link.kind === kind);
  }

  begin(program: string, call: LabCall, thread = 1): number {
    const id = this.store.nextId();
    this.store.send({ type: 'call', id, program, thread, call });
    return id;
  }

  async call(program: string, call: LabCall, thread = 1): Promise<CallResult> {
    const id = this.begin(program, call, thread);
    const find = () => this.events.find((event) => event.type === 'returned' && event.id === id);
    await this.until(() => find() !== undefined);
    const event = find();
    if (event?.type !== 'returned') throw new Error('unreachable');
    return event.result;
  }
}
