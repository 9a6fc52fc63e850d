import { deckLibrary } from '#lib/node/deck-library.ts';

/** How often a comment is sent, so that a connection that is gone is noticed. */
const pulseMs = 25_000;

/** Server-sent events: the version of all decks, now and whenever one changes. */
export function GET(request: Request): Response {
  const library = deckLibrary();
  const encoder = new TextEncoder();
  let isOpen = true;
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => isOpen && controller.enqueue(encoder.encode(text));
      const sendVersion = () => library.version().then((version) => send(`data: ${version}\n\n`));
      const pulse = setInterval(() => send(': here\n\n'), pulseMs);
      const unsubscribe = library.subscribe(() => void sendVersion());
      stop = () => {
        isOpen = false;
        clearInterval(pulse);
        unsubscribe();
      };
      const abort = () => {
        if (!isOpen) return;
        stop();
        controller.close();
      };
      // The browser may be gone already, and then no event comes.
      if (request.signal.aborted) return abort();
      request.signal.addEventListener('abort', abort);
      await sendVersion();
    },
    cancel: () => stop(),
  });
  return new Response(body, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' },
  });
}
