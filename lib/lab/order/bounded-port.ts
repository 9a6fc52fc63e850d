import type { ScriptPort } from '#lib/lab/script/port.ts';

/** A port whose waits all end when the signal is aborted. */
export function boundedPort(port: ScriptPort, bound: AbortSignal): ScriptPort {
  return {
    network: port.network,
    send: (message) => port.send(message),
    subscribe: (listener) => port.subscribe(listener),
    async wait(ms, signal) {
      const either = new AbortController();
      const end = () => either.abort();
      if (signal.aborted || bound.aborted) end();
      signal.addEventListener('abort', end);
      bound.addEventListener('abort', end);
      await port.wait(ms, either.signal);
      signal.removeEventListener('abort', end);
      bound.removeEventListener('abort', end);
    },
  };
}
