/** What has a version that changes. */
interface Versioned {
  version(): Promise<string>;
  /** Returns what ends it. */
  subscribe(listener: () => void): () => void;
}

/** How often a comment is sent, so that a connection that is gone is noticed. */
const pulseMs = 25_000;

/**
 * Server-sent events: the version, now and whenever it changes. The stream ends when the version cannot be had, and a browser
 * asks again by itself.
 *
 * Nothing begins before somebody reads: of a stream that is made and never read, as for a HEAD request, nothing is left.
 */
export function versionStream(versioned: Versioned): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let state: 'unread' | 'open' | 'over' = 'unread';
  let stop = () => {};

  function begin(controller: ReadableStreamDefaultController<Uint8Array>): void {
    state = 'open';
    const send = (text: string) => {
      if (state === 'open') controller.enqueue(encoder.encode(text));
    };
    const end = () => {
      if (state === 'over') return;
      stop();
      controller.close();
    };
    const sendVersion = () => {
      versioned.version().then((version) => send(`data: ${version}\n\n`), end);
    };
    const pulse = setInterval(() => send(': here\n\n'), pulseMs);
    const unsubscribe = versioned.subscribe(sendVersion);
    stop = () => {
      state = 'over';
      clearInterval(pulse);
      unsubscribe();
    };
    sendVersion();
  }

  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (state === 'unread') begin(controller);
      },
      cancel: () => stop(),
    },
    { highWaterMark: 0 },
  );
}
