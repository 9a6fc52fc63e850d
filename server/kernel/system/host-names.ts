import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { AddressFamily } from '#server/kernel/system/address.ts';
import { addressBytes, answerOf, errnoOf } from '#server/kernel/system/libc.ts';

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

/** The names of the hosts file, none where it cannot be read, and the host's own, which Debian has at this address. */
export function readHostNames(path = '/etc/hosts'): HostNames {
  const own = { address: '127.0.1.1', names: [hostname().toLowerCase()] };
  let found: HostNames = [];
  try {
    found = parseHostsFile(readFileSync(path, 'utf8'));
  } catch {
    // The own name is left.
  }
  return own.names.some((name) => found.some(({ names }) => names.includes(name))) ? found : [...found, own];
}

/** RFC 6761 § 6.3: `localhost` is the loopback address, whatever the file says of it. */
const localhost: HostNames = [{ address: '127.0.0.1', names: ['localhost'] }];

/** Every address of a name, in the file's order. */
export function addressesOf(hosts: HostNames, name: string): string[] {
  const wanted = name.toLowerCase();
  const found = [...hosts, ...localhost].flatMap(({ address, names }) =>
    names.includes(wanted) ? [address] : [],
  );
  return [...new Set(found)];
}

/** The first address of a name in a family; `null`: it has none. */
export function lookUp(hosts: HostNames, name: string, family: AddressFamily, inet: number): string | null {
  const length = family === 'AF_INET' ? 4 : 16;
  return addressesOf(hosts, name).find((address) => addressBytes(inet, address, length) !== null) ?? null;
}

/** `services(5)`: a name, a port with its protocol, then other names. */
const serviceLine = /^(\S+)\s+(\d+)\/(\w+)(.*)$/;
let services: Map<string, number> | null = null;

/** `null` where the file cannot be read now; where there is none, there are no services. */
function readServices(path = '/etc/services'): Map<string, number> | null {
  const found = new Map<string, number>();
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return answerOf(error) === -errnoOf('ENOENT') ? found : null;
  }
  for (const line of text.split('\n')) {
    const [, first, port, protocol, others = ''] = serviceLine.exec(line.replace(/#.*/, '').trim()) ?? [];
    if (first === undefined) continue;
    for (const name of [first, ...others.trim().split(/\s+/)]) {
      const key = `${name}/${protocol ?? ''}`;
      if (!found.has(key)) found.set(key, Number(port));
    }
  }
  return found;
}

/** The port of a service, `http`, as this host's file has it; `null`: it is not there. */
export function portOfService(name: string, protocol: 'tcp' | 'udp'): number | null {
  services ??= readServices();
  return services?.get(`${name}/${protocol}`) ?? null;
}
