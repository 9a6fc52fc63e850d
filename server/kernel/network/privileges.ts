import {
  capabilitiesOfOptions,
  capabilityToBindLowPorts,
  type LinuxCalls,
} from '#server/kernel/system/linux.ts';

/**
 * What could not be set back after a call: it is before anything depends on it. Privileges are a thread's, and only the main
 * thread lends any.
 */
const owed = new Map<number, boolean>();

/** Gives this thread back what it has between calls: 0, or `-errno` where that still cannot be. */
export function settlePrivileges(linux: LinuxCalls): number {
  for (const [capability, on] of owed) {
    const result = settle(linux, capability, on);
    if (result < 0) return result;
  }
  return 0;
}

function settle(linux: LinuxCalls, capability: number, on: boolean): number {
  const result = linux.setCapability(capability, on);
  if (result < 0) owed.set(capability, on);
  else owed.delete(capability);
  return result;
}

/** Takes from this thread the privilege to bind ports below 1024; 0 or `-errno`. It can be lent again. */
export function dropPrivilege(linux: LinuxCalls): number {
  return linux.setCapability(capabilityToBindLowPorts, false);
}

/** Makes a system call with that privilege; `-errno` also where it cannot be lent. */
export function lendPrivilege(linux: LinuxCalls, call: () => number): number {
  const settled = settlePrivileges(linux);
  if (settled < 0) return settled;
  const raised = linux.setCapability(capabilityToBindLowPorts, true);
  if (raised < 0) return raised;
  try {
    return call();
  } finally {
    settle(linux, capabilityToBindLowPorts, false);
  }
}

/**
 * Makes a system call without the privileges that options of sockets ask for, as a student's program has none; `-errno` also
 * where they cannot be laid down.
 */
export function withoutPrivilege(linux: LinuxCalls, call: () => number): number {
  const settled = settlePrivileges(linux);
  if (settled < 0) return settled;
  try {
    for (const capability of capabilitiesOfOptions) {
      const dropped = linux.setCapability(capability, false);
      if (dropped < 0) return dropped;
    }
    return call();
  } finally {
    for (const capability of capabilitiesOfOptions) settle(linux, capability, true);
  }
}
