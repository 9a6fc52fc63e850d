import type { IncomingMessage } from 'node:http';
import type { Failure } from '#lib/failures/result.ts';
import { subprotocol } from '#lib/lab/protocol/subprotocol.ts';
import { addressGroup, isOnThisComputer } from '#server/process/peer-address.ts';
import { AllowedOrigins } from '#server/process/allowed-origins.ts';
import { peerHeader, studentHeader } from '#server/process/peer-header.ts';

/** Why a request gets no answer of the lab. */
export interface HttpRefusal extends Failure {
  readonly status: 400 | 403 | 404 | 429 | 503;
}

/** Who may use the lab: pages of exact origins, each under its own host. */
export class Admission {
  readonly #origins: AllowedOrigins;

  constructor(origins: readonly string[]) {
    this.#origins = new AllowedOrigins(origins);
  }

  /** `null` when the request was meant for this site: a page whose name was made to point here names another host. */
  refuseHost({ headers }: IncomingMessage): HttpRefusal | null {
    if (this.#origins.hasHost(headers.host ?? '')) return null;
    return {
      code: 'HOST_FORBIDDEN',
      status: 403,
      message: 'The lab is not served under this host name.',
      help: 'Add its origin to ALLOWED_ORIGINS.',
    };
  }

  /** `null` when it may come from a page of this site; browsers do not let a page choose its `Origin`. */
  refuseUpgrade(request: IncomingMessage): HttpRefusal | null {
    const { origin, host = '' } = request.headers;
    const refusedHost = this.refuseHost(request);
    if (refusedHost !== null) return refusedHost;
    if (origin === undefined || !this.#origins.hasPair(origin, host)) {
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
    return null;
  }
}

/** Where a request came from, as the front saw it. */
export function peerOf({ headers }: IncomingMessage): string {
  const peer = headers[peerHeader];
  return typeof peer === 'string' ? peer : 'unknown';
}

/** What its sessions count by: the student that the front knows behind a proxy, or else the address. */
export function groupOf(request: IncomingMessage): string {
  const student = request.headers[studentHeader];
  return typeof student === 'string' ? `student ${student}` : addressGroup(peerOf(request));
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
