/** Where the lab's WebSocket is: behind a front's address, or on the Unix socket of a sidecar. */
export function socketAddress(at: string): string {
  return at.startsWith('http') ? `${at.replace('http', 'ws')}/lab/socket` : `ws+unix:${at}:/lab/socket`;
}
