import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { addressGroup, plainAddress } from '#server/process/peer-address.ts';

/** The proxies whose word is taken on who asks. */
export class Proxies {
  readonly #list = new BlockList();

  /** Addresses, or networks such as `10.0.0.0/8`. */
  constructor(places: readonly string[]) {
    for (const place of places) {
      const [address = '', bits] = place.split('/');
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      if (bits === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, Number(bits), family);
    }
  }

  trusts(address: string): boolean {
    const peer = plainAddress(address);
    return isIP(peer) !== 0 && this.#list.check(peer, isIPv6(peer) ? 'ipv6' : 'ipv4');
  }
}

/** Who asks, as far as the front knows. */
export interface Client {
  readonly address: string;
  /** What its limits count by. */
  readonly group: string;
  /** A trusted proxy stands between. */
  readonly isForwarded: boolean;
  /** The browser's side of the connection is encrypted. */
  readonly isSecure: boolean;
}

/** Without a trusted proxy this is the peer of the connection, whatever the request says. */
export function clientOf({ headers, socket }: IncomingMessage, proxies: Proxies): Client {
  const peer = socket.remoteAddress ?? 'unknown';
  if (!proxies.trusts(peer))
    return { address: peer, group: addressGroup(peer), isForwarded: false, isSecure: false };
  // Each proxy appends whom it heard; what is left of the last one that is no proxy of ours anybody may have written.
  const heard = list(headers['x-forwarded-for']).reverse();
  const address = heard.find((place) => !proxies.trusts(place)) ?? heard.at(-1) ?? peer;
  const known = isIP(plainAddress(address)) === 0 ? peer : address;
  const isSecure = list(headers['x-forwarded-proto']).at(-1) === 'https';
  return { address: known, group: addressGroup(known), isForwarded: true, isSecure };
}

function list(header: string | string[] | undefined): string[] {
  return [header ?? []].flat().flatMap((text) => text.split(',').map((place) => place.trim()));
}
