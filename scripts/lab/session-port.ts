import { type Result, success } from '#lib/failures/result.ts';
import type { Limits, TimedEvent } from '#lib/lab/protocol/messages.ts';
import type { ScriptPort } from '#lib/lab/script/run/port.ts';
import { readOptions } from '#server/bridge/options.ts';
import type { LabKernel } from '#server/kernel/lab-kernel.ts';

/** What a session in a browser may do, a script may do, and no more. */
function sessionLimits(): Limits {
  const read = readOptions({ ...process.env, LAB_SOCKET: 'none', LAB_ORIGINS: 'none' });
  if (!read.ok) throw new Error(read.error.message);
  return read.value.bridge.limits;
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

export interface OpenPort {
  readonly port: ScriptPort;
  readonly close: () => void;
}

/** Opens a session of the lab in this process. Nothing waits any longer once `ending` is aborted. */
export function openSessionPort(kernel: LabKernel, asRoot: boolean, ending: AbortSignal): Result<OpenPort> {
  const listeners = new Set<(event: TimedEvent) => void>();
  const opened = kernel.openSession({
    asRoot,
    limits: sessionLimits(),
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    // A bug ends the command, as it does everywhere else in it.
    fail: (error) => {
      throw error;
    },
  });
  if (!opened.ok) return opened;
  const session = opened.value;
  let lastId = 0;
  const port: ScriptPort = {
    network: session.network,
    nextId: () => ++lastId,
    send: (message) => {
      session.handle(message);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wait: (ms, signal) => waitFor(ms, AbortSignal.any([signal, ending])),
  };
  return success({
    port,
    close: () => {
      session.close();
    },
  });
}
