import { BlockList, isIP, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** The 64 bits that a provider gives to one customer: one IPv6 user has as many addresses as he likes. */
const groupsOfNetwork = 4;

/** IPv4 as itself, also when it came in over an IPv6 socket. */
function plain(address: string): string {
  const withoutZone = address.split('%')[0] ?? '';
  return withoutZone.toLowerCase().startsWith('::ffff:') && withoutZone.includes('.')
    ? withoutZone.slice('::ffff:'.length)
    : withoutZone;
}

export function isLoopback(address: string): boolean {
  const peer = plain(address);
  return isIP(peer) !== 0 && loopback.check(peer, isIPv6(peer) ? 'ipv6' : 'ipv4');
}

/** What the limit of sessions an address counts by: an IPv4 address, or the /64 network of an IPv6 address. */
export function addressGroup(address: string): string {
  const peer = plain(address);
  if (!isIPv6(peer)) return peer;
  const [left = '', right] = peer.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const zeros = right === undefined ? [] : Array<string>(8 - head.length - tail.length).fill('0');
  const groups = [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.slice(0, groupsOfNetwork).join(':')}::/64`;
}
