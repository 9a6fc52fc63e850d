/** Of the lock that the listening tab holds, and of the channel on which it passes on what it hears. */
const name = 'ackademy-decks';

/** How long to wait after the server has refused the connection; lost ones the browser restores by itself. */
const retryMs = 10_000;

/**
 * Reports the version of all decks, now and whenever one changes, while the page is seen.
 *
 * A browser allows six connections to one server over HTTP/1.1, so one tab listens for all of them: the one that holds a
 * lock. It gives the lock up when it is hidden or closed, and another visible tab takes over. Without locks, which
 * browsers give only to HTTPS and to this computer, each visible tab listens for itself.
 *
 * @returns ends it
 */
export function watchDeckVersions(report: (version: string) => void): () => void {
  const channel = new BroadcastChannel(name);
  let latest: string | null = null;
  /** Ends listening, or waiting for the lock; `null` while the page is hidden. */
  let leave: AbortController | null = null;

  channel.onmessage = ({ data }: MessageEvent<string | null>) => {
    if (data !== null) report(data);
    else if (latest !== null) channel.postMessage(latest);
  };

  function heard(version: string): void {
    latest = version;
    report(version);
    channel.postMessage(version);
  }

  function look(): void {
    if (document.hidden) {
      leave?.abort();
      leave = null;
      latest = null;
    } else if (leave === null) {
      leave = new AbortController();
      const { signal } = leave;
      // The tab that listens already may know more than this one.
      channel.postMessage(null);
      if ('locks' in navigator)
        navigator.locks
          .request(name, { signal }, () => listen(signal, heard))
          .catch((error: unknown) => {
            if (!signal.aborted) throw error;
          });
      else void listen(signal, heard);
    }
  }

  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    leave?.abort();
    channel.close();
  };
}

/** Resolves when `signal` says so. */
function listen(signal: AbortSignal, heard: (version: string) => void): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | null = null;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource('/api/live');
      source.onmessage = ({ data }: MessageEvent<string>) => heard(data);
      source.onerror = () => {
        if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, retryMs);
      };
    };
    const end = () => {
      clearTimeout(retry);
      source?.close();
      resolve();
    };
    if (signal.aborted) return end();
    signal.addEventListener('abort', end, { once: true });
    open();
  });
}
