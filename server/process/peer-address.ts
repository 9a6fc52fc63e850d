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

/** The 64 bits that a provider gives to one customer: one IPv6 user has as many addresses as they like. */
const groupsOfNetwork = 4;

/** What the limits of an address count by: an IPv4 address, or the /64 network of an IPv6 address. */
export function addressGroup(address: string): string {
  const peer = plainAddress(address);
  if (!isIPv6(peer)) return peer;
  const [left = '', right] = peer.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const zeros = right === undefined ? [] : Array<string>(8 - head.length - tail.length).fill('0');
  const groups = [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.slice(0, groupsOfNetwork).join(':')}::/64`;
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
