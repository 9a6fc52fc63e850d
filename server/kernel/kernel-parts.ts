import type { PoolCloser } from '#server/kernel/system/pool-closer.ts';
import type { Poller } from '#server/kernel/system/poller.ts';
import type { HostNames } from '#server/kernel/system/host-names.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import type { Turns } from '#server/kernel/turns.ts';

/** What the sessions of a process share. */
export interface KernelParts {
  readonly platform: Platform;
  readonly hosts: HostNames;
  readonly poller: Poller;
  /** Sessions take turns. */
  readonly turns: Turns;
  /** For captures. */
  readonly captureCloser: PoolCloser;
}
