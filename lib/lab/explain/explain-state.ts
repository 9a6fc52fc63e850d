import type { TcpState } from '#lib/lab/tcp-state.ts';

const sentences: Readonly<Record<TcpState, string>> = {
  CLOSED: 'There is no connection: the socket is fresh, or its connection is over.',
  LISTEN:
    'The socket waits for connections; the kernel completes their handshakes and keeps them until `accept()` takes them.',
  'SYN-SENT': 'A SYN was sent, and no answer has come yet; it is sent again at growing intervals.',
  'SYN-RECEIVED': 'A SYN came and was answered; the ACK that ends the handshake has not come yet.',
  ESTABLISHED: 'The handshake is done, and both sides can send; nobody need have called `accept()` for that.',
  'FIN-WAIT-1': 'This side has ended its direction with a FIN, which is not acknowledged yet.',
  'FIN-WAIT-2': 'The FIN of this side is acknowledged; the other side has not ended its own direction yet.',
  'CLOSE-WAIT': 'The other side has sent its FIN, and this program has not closed its socket yet.',
  CLOSING: 'Both sides sent a FIN at the same time, and the FIN of this side is not acknowledged yet.',
  'LAST-ACK': 'The other side closed first; this side has sent its FIN, too, and waits for the ACK of it.',
  'TIME-WAIT':
    'This side closed first; the kernel keeps the pair of addresses for 60 s, so that late segments are not taken for a new connection.',
};

/** One sentence on what the state means. */
export function explainState(state: TcpState): string {
  return sentences[state];
}
