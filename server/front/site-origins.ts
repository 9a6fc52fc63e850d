import { isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** Under these every address of the computer is served. */
const everyAddress = new Set(['0.0.0.0', '::']);

/**
 * The origins whose pages may use the lab: the site itself under each of its addresses, and those that were named.
 *
 * A page of another site cannot have one of these: its origin would have the same address and port.
 */
export function allowedOrigins(
  { host, port, named }: { host: string; port: number; named: readonly string[] },
  interfaces: Interfaces,
): string[] {
  const addresses = everyAddress.has(host)
    ? Object.values(interfaces).flatMap((addressesOf = []) => addressesOf.map(({ address }) => address))
    : [host];
  const own = ['localhost', '127.0.0.1', '::1', ...addresses].flatMap((name) => originOf(name, port) ?? []);
  return [...new Set([...own, ...named])];
}

/** As browsers write it: no port where it is the scheme's own. An address of one interface only (`%`) has no origin. */
function originOf(host: string, port: number): string | null {
  const text = `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  return URL.canParse(text) ? new URL(text).origin : null;
}
