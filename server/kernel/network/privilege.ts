import { capabilityToBindLowPorts, type LinuxCalls } from '#server/kernel/system/linux.ts';

/** Takes from this thread the privilege to bind ports below 1024; 0 or `-errno`. It can be lent again. */
export function dropPrivilege(linux: LinuxCalls): number {
  return linux.setCapability(capabilityToBindLowPorts, false);
}

/** Makes a system call with that privilege. */
export function lendPrivilege<Result>(linux: LinuxCalls, call: () => Result): Result {
  const raised = linux.setCapability(capabilityToBindLowPorts, true);
  if (raised < 0) throw new Error(`capset answered ${String(raised)}.`);
  try {
    return call();
  } finally {
    dropPrivilege(linux);
  }
}
