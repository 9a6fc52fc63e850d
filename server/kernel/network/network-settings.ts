import { readFileSync } from 'node:fs';
import type { Network } from '#lib/lab/protocol.ts';

/** The settings of the network that this thread is in; each `null` where it cannot be read. */
export function networkSettings(): Network['settings'] {
  const [firstEphemeral, lastEphemeral] = numbers('ipv4/ip_local_port_range');
  return {
    maxBacklog: numbers('core/somaxconn')[0] ?? null,
    firstUnprivilegedPort: numbers('ipv4/ip_unprivileged_port_start')[0] ?? null,
    ephemeralPorts:
      firstEphemeral === undefined || lastEphemeral === undefined ? null : [firstEphemeral, lastEphemeral],
    synRetries: numbers('ipv4/tcp_syn_retries')[0] ?? null,
    synLinearTimeouts: numbers('ipv4/tcp_syn_linear_timeouts')[0] ?? null,
  };
}

function numbers(setting: string): number[] {
  try {
    return readFileSync(`/proc/sys/net/${setting}`, 'latin1').trim().split(/\s+/).map(Number);
  } catch {
    // Other systems have no such file, older kernels not every one.
    return [];
  }
}
