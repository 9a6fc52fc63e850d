import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Failure } from '#lib/failures/result.ts';
import { subprotocol } from '#lib/lab/protocol/subprotocol.ts';
import { isOnThisComputer, plainAddress } from '#server/process/peer-address.ts';
import { peerHeader } from '#server/process/peer-header.ts';

/** The 64 bits that a provider gives to one customer: one IPv6 user has as many addresses as they like. */
const groupsOfNetwork = 4;

/** What the limit of sessions an address counts by: an IPv4 address, or the /64 network of an IPv6 address. */
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

/** Why a request gets no answer of the lab. */
export interface HttpRefusal extends Failure {
  readonly status: 400 | 403 | 404 | 429 | 503;
}

/** Who may use the lab: pages of exact origins, under the hosts of these origins. */
export class Admission {
  readonly #origins: ReadonlySet<string>;
  readonly #hosts: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.#origins = new Set(origins);
    this.#hosts = new Set(origins.map((origin) => new URL(origin).host));
  }

  /** `null` when the request was meant for this site: a page whose name was made to point here names another host. */
  refuseHost({ headers }: IncomingMessage): HttpRefusal | null {
    if (this.#hosts.has((headers.host ?? '').toLowerCase())) return null;
    return {
      code: 'HOST_FORBIDDEN',
      status: 403,
      message: 'The lab is not served under this host name.',
      help: 'Add its origin to ALLOWED_ORIGINS.',
    };
  }

  /** `null` when it may come from a page of this site; browsers do not let a page choose its `Origin`. */
  refuseUpgrade(request: IncomingMessage): HttpRefusal | null {
    const { origin } = request.headers;
    if (origin === undefined || !this.#origins.has(origin)) {
      return {
        code: 'ORIGIN_FORBIDDEN',
        status: 403,
        message: 'Only pages of this site may use the lab.',
        help: 'Add their origin to ALLOWED_ORIGINS.',
      };
    }
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (!offered.includes(subprotocol)) {
      return {
        code: 'SUBPROTOCOL_MISSING',
        status: 400,
        message: `The lab speaks the subprotocol ${subprotocol} only.`,
        help: 'Load the page again.',
      };
    }
    return this.refuseHost(request);
  }
}

/** Where a request came from, as the front saw it. */
export function peerOf({ headers }: IncomingMessage): string {
  const peer = headers[peerHeader];
  return typeof peer === 'string' ? peer : 'unknown';
}

/** `null` for a client on this computer, unless it is a proxy that forwards. */
export function refuseMetrics(request: IncomingMessage): HttpRefusal | null {
  if (isOnThisComputer(peerOf(request), request.headers)) return null;
  return {
    code: 'METRICS_FORBIDDEN',
    status: 403,
    message: 'Metrics are for this computer only.',
    help: 'Read them there, without a proxy between.',
  };
}
