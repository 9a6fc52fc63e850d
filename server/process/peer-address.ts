import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** IPv4 as itself, also when it came in over an IPv6 socket; IPv6 without its zone. */
export function plainAddress(address: string): string {
  const withoutZone = address.split('%')[0] ?? '';
  return withoutZone.toLowerCase().startsWith('::ffff:') && withoutZone.includes('.')
    ? withoutZone.slice('::ffff:'.length)
    : withoutZone;
}

export function isLoopback(address: string): boolean {
  const peer = plainAddress(address);
  return isIP(peer) !== 0 && loopback.check(peer, isIPv6(peer) ? 'ipv6' : 'ipv4');
}

/** Whether the client is on this computer, and no proxy that forwards for somebody else. */
export function isOnThisComputer(peer: string, headers: IncomingHttpHeaders): boolean {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return isLoopback(peer) && !isForwarded;
}
