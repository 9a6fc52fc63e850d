import type { IncomingMessage } from 'node:http';
import { subprotocol } from '#lib/lab/protocol.ts';
import { isLoopback } from '#server/bridge/peer-address.ts';
import { peerHeader } from '#server/peer-header.ts';

/** Why a request gets no answer of the lab. */
export interface Refusal {
  readonly code: string;
  readonly status: 400 | 403 | 404 | 429 | 503;
  /** For a person. */
  readonly reason: string;
}

/** Who may ask: exact origins, and the hosts that stand in them. */
export class Admission {
  readonly #origins: ReadonlySet<string>;
  readonly #hosts: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.#origins = new Set(origins);
    this.#hosts = new Set(origins.map((origin) => new URL(origin).host));
  }

  /** `null` when the request was meant for this site: a page whose name was made to point here names another host. */
  refuseHost({ headers }: IncomingMessage): Refusal | null {
    if (this.#hosts.has((headers.host ?? '').toLowerCase())) return null;
    return {
      code: 'HOST_FORBIDDEN',
      status: 403,
      reason: 'The lab is not served under this host name. Add its origin to ALLOWED_ORIGINS.',
    };
  }

  /** `null` when a page of this site may have asked; a browser says truly which page it was. */
  refuseUpgrade(request: IncomingMessage): Refusal | null {
    const { origin } = request.headers;
    if (origin === undefined || !this.#origins.has(origin)) {
      return {
        code: 'ORIGIN_FORBIDDEN',
        status: 403,
        reason: 'Only pages of this site may use the lab. Add their origin to ALLOWED_ORIGINS.',
      };
    }
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (!offered.includes(subprotocol)) {
      return {
        code: 'SUBPROTOCOL_MISSING',
        status: 400,
        reason: `The lab speaks the subprotocol ${subprotocol} only.`,
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

/** Only who asks from this computer, and not a proxy on it that asks for somebody else. */
export function refuseMetrics(request: IncomingMessage): Refusal | null {
  const { headers } = request;
  const forSomebodyElse = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  if (isLoopback(peerOf(request)) && !forSomebodyElse) return null;
  return { code: 'METRICS_FORBIDDEN', status: 403, reason: 'Metrics are for this computer only.' };
}
