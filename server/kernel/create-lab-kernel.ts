import type { Result } from '#lib/failures/result.ts';
import type { LabKernel, LabSession, SessionOptions } from '#server/kernel/lab-kernel.ts';
import { openNetworks } from '#server/kernel/network/networks.ts';
import { PoolCloser } from '#server/kernel/system/pool-closer.ts';
import { Poller } from '#server/kernel/system/poller.ts';
import type { KernelParts } from '#server/kernel/kernel-parts.ts';
import { KernelSession } from '#server/kernel/kernel-session.ts';
import { readHostNames } from '#server/kernel/system/host-names.ts';
import { platformOf } from '#server/kernel/system/platform.ts';
import { Turns } from '#server/kernel/turns.ts';

/** Of libuv's pool; Node.js has 4 unless `UV_THREADPOOL_SIZE` says otherwise. */
const poolThreads = Number(process.env.UV_THREADPOOL_SIZE ?? 4);
/** One waits in `poll`, and the others are for files. */
const reservedThreads = 4;

/**
 * Makes the lab's kernel layer for this process. `hostReason`: why there is no private network, as `privateCommand`
 * found it; `null` if this process was put into a network of its own.
 *
 * Throws on a platform that the lab knows no constants of.
 */
export function createLabKernel({ hostReason }: { hostReason: string | null }): LabKernel {
  const platform = platformOf(process.platform);
  if (platform === null) throw new Error(`The lab runs on Linux and macOS, not on ${process.platform}.`);
  const networks = openNetworks(platform, hostReason);
  const parts: KernelParts = {
    platform,
    hosts: readHostNames(),
    poller: new Poller(platform),
    turns: new Turns(),
    captureCloser: new PoolCloser(Math.max(1, poolThreads - reservedThreads)),
  };
  const sessions = new Set<KernelSession>();

  return {
    turns: parts.turns,
    openSession(options: SessionOptions): Result<LabSession> {
      const opened = KernelSession.open(
        parts,
        options,
        (owned) => networks.open(owned),
        () => {
          if (opened.ok) sessions.delete(opened.value);
        },
      );
      if (opened.ok) sessions.add(opened.value);
      return opened;
    },
    counts() {
      let [sockets, waitingCalls] = [0, 0];
      for (const session of sessions) {
        sockets += session.socketCount;
        waitingCalls += session.waitingCallCount;
      }
      return { sessions: sessions.size, sockets, waitingCalls, closingCaptures: parts.captureCloser.count };
    },
    async close() {
      for (const session of sessions) session.close();
      networks.close();
      await parts.poller.close();
      await parts.captureCloser.finish();
    },
  };
}
