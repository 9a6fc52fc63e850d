import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { instructorHeader } from '#lib/node/instructor.ts';
import { isOnThisComputer } from '#server/process/peer-address.ts';

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

/**
 * The headers every answer carries, and what the pages learn about who asks. Scripts run only with this answer's nonce, so that nothing in a deck ever could;
 * Next.js reads the nonce from the request's header of the same name.
 */
export function secure(request: IncomingMessage, response: ServerResponse, dev: boolean): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${dev ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  request.headers['content-security-policy'] = policy;
  const isHere = isOnThisComputer(request.socket.remoteAddress ?? '', request.headers);
  request.headers[instructorHeader] = isHere ? '1' : '0';
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
}
