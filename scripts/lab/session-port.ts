import type { Limits, TimedEvent } from '#lib/lab/protocol/messages.ts';
import type { ScriptPort } from '#lib/lab/script/run/port.ts';
import { readOptions } from '#server/bridge/options.ts';
import type { LabKernel } from '#server/kernel/lab-kernel.ts';

/** What a session in a browser may do, a script may do, and no more. */
function sessionLimits(): Limits {
  const read = readOptions({ ...process.env, LAB_SOCKET: 'none', LAB_ORIGINS: 'none' });
  if (!read.ok) throw new Error(read.problems.join(' '));
  return read.bridge.limits;
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

export type OpenedPort =
  | { readonly ok: true; readonly port: ScriptPort; readonly close: () => void }
  | { readonly ok: false; readonly reason: string };

/** Opens a session of the lab in this process. Nothing waits any longer once `ending` is aborted. */
export function openSessionPort(kernel: LabKernel, asRoot: boolean, ending: AbortSignal): OpenedPort {
  const listeners = new Set<(event: TimedEvent) => void>();
  const opened = kernel.openSession({
    asRoot,
    limits: sessionLimits(),
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
  });
  if (!opened.ok) return opened;
  const { session } = opened;
  const port: ScriptPort = {
    network: session.network,
    send: (message) => {
      session.handle(message);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wait: (ms, signal) => waitFor(ms, AbortSignal.any([signal, ending])),
  };
  return {
    ok: true,
    port,
    close: () => {
      session.close();
    },
  };
}
