import type { Endpoint, SocketRecord } from '#lib/lab/protocol.ts';

function endText({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}

/** `127.0.0.1:65000`; of a connection both ports, and the addresses where they are not the usual ones. */
export function addressText({ local, peer }: Pick<SocketRecord, 'local' | 'peer'>): string {
  if (local === null) return 'no address yet';
  if (peer === null) return endText(local);
  const isPlain = local.address === '127.0.0.1' && peer.address === '127.0.0.1';
  return isPlain ? `:${String(local.port)} ↔ :${String(peer.port)}` : `${endText(local)} ↔ ${endText(peer)}`;
}
