import { readFileSync } from 'node:fs';
import type { AddressFamily } from '#server/kernel/system/address.ts';
import { addressBytes } from '#server/kernel/system/libc.ts';

/** Names of hosts and their addresses, in the file's order. */
export type HostNames = readonly { readonly address: string; readonly names: readonly string[] }[];

/** The lines of a hosts file (`hosts(5)`): an address, then its names; `#` begins a comment. */
export function parseHostsFile(text: string): HostNames {
  return text.split('\n').flatMap((line) => {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return address === undefined || names.length === 0
      ? []
      : [{ address, names: names.map((name) => name.toLowerCase()) }];
  });
}

/** The host's own names; where the file cannot be read, none but `localhost`. */
export function readHostNames(path = '/etc/hosts'): HostNames {
  try {
    return parseHostsFile(readFileSync(path, 'utf8'));
  } catch {
    return [];
  }
}

/** RFC 6761 § 6.3: `localhost` is the loopback address, whatever the file says of it. */
const localhost: HostNames = [{ address: '127.0.0.1', names: ['localhost'] }];

export function lookUp(hosts: HostNames, name: string, family: AddressFamily, inet: number): string | null {
  const wanted = name.toLowerCase().replace(/\.$/, '');
  const length = family === 'AF_INET' ? 4 : 16;
  for (const { address, names } of [...hosts, ...(family === 'AF_INET' ? localhost : [])]) {
    if (names.includes(wanted) && addressBytes(inet, address, length) !== null) return address;
  }
  return null;
}
