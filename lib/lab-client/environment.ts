import { subprotocol } from '#lib/lab/protocol/subprotocol.ts';

/** What a connection reports. Nothing comes after `closed`. */
interface SocketEvents {
  opened(): void;
  received(data: unknown): void;
  closed(closeCode: number): void;
}

export interface LabSocket {
  send(text: string): void;
  close(closeCode: number): void;
  /** False as soon as the browser knows that it is closing or closed. */
  isUp(): boolean;
}

/** What `/lab/healthz` says; `silent`: no answer at all. */
export type Health = 'ok' | 'away' | 'silent';

/** What a connection to the lab needs of the browser. */
export interface LabEnvironment {
  /** Begins to connect to `/lab/socket`. */
  connect(events: SocketEvents): LabSocket;
  health(): Promise<Health>;
  /** Epoch milliseconds; goes on while the computer sleeps. */
  now(): number;
  random(): number;
  /** Gives back what cancels it. */
  after(ms: number, work: () => void): () => void;
  /** Runs it before the next frame is painted; soon, where the page is not seen. */
  beforeFrame(work: () => void): void;
  /** Calls when the browser comes online, or the page is seen again; gives back what stops it. */
  onWake(listener: (reason: 'online' | 'visible') => void): () => void;
  /** A bug that was caught: to where uncaught ones go, too. */
  reportBug(error: unknown): void;
}

const healthMs = 4_000;
const unseenFrameMs = 100;

/** The WebSocket, clock and events of this browser. */
export function browserEnvironment(): LabEnvironment {
  return {
    connect(events) {
      const address = new URL('/lab/socket', location.href);
      address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
      const webSocket = new WebSocket(address, subprotocol);
      webSocket.onopen = () => events.opened();
      webSocket.onmessage = ({ data }: MessageEvent<unknown>) => events.received(data);
      webSocket.onclose = ({ code }) => events.closed(code);
      return {
        send: (text) => webSocket.send(text),
        close(closeCode) {
          // Browsers log an error for one that is closed before it is open.
          if (webSocket.readyState === WebSocket.CONNECTING)
            webSocket.onopen = () => webSocket.close(closeCode);
          else webSocket.close(closeCode);
        },
        isUp: () => webSocket.readyState <= WebSocket.OPEN,
      };
    },
    async health() {
      try {
        const { ok } = await fetch('/lab/healthz', {
          cache: 'no-store',
          signal: AbortSignal.timeout(healthMs),
        });
        return ok ? 'ok' : 'away';
      } catch {
        return 'silent';
      }
    },
    reportBug: (error) => reportError(error),
    now: () => Date.now(),
    random: () => Math.random(),
    after(ms, work) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    beforeFrame(work) {
      const run = () => {
        cancelAnimationFrame(frame);
        clearTimeout(timer);
        work();
      };
      const frame = requestAnimationFrame(run);
      // Frames of a page that is not seen do not come.
      const timer = setTimeout(run, unseenFrameMs);
    },
    onWake(listener) {
      const online = () => listener('online');
      const seen = () => {
        if (document.visibilityState === 'visible') listener('visible');
      };
      addEventListener('online', online);
      addEventListener('pageshow', seen);
      document.addEventListener('visibilitychange', seen);
      return () => {
        removeEventListener('online', online);
        removeEventListener('pageshow', seen);
        document.removeEventListener('visibilitychange', seen);
      };
    },
  };
}
