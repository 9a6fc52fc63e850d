import { isIPv4, isIPv6 } from 'node:net';

/** An address as the rules of the host's network see it. */
export interface Place {
  readonly kind: 'loopback' | 'unspecified' | 'elsewhere';
  /** The same text for the same place: one spelling, and `::ffff:127.0.0.1` is `127.0.0.1`. */
  readonly text: string;
}

/** Which kind of address a numeric address is, in any spelling. */
export function placeOf(address: string): Place {
  if (isIPv4(address)) return { kind: kindOfIpv4(address), text: address };
  if (!isIPv6(address)) return { kind: 'elsewhere', text: address };
  // The URL standard spells an IPv6 address as RFC 5952 does, with a mapped IPv4 address in hexadecimal.
  const text = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(text);
  if (mapped !== null) {
    const high = parseInt(mapped[1] ?? '', 16);
    const low = parseInt(mapped[2] ?? '', 16);
    return placeOf([high >> 8, high & 255, low >> 8, low & 255].join('.'));
  }
  return { kind: text === '::1' ? 'loopback' : text === '::' ? 'unspecified' : 'elsewhere', text };
}

function kindOfIpv4(address: string): Place['kind'] {
  if (address.startsWith('127.')) return 'loopback';
  return address === '0.0.0.0' ? 'unspecified' : 'elsewhere';
}
