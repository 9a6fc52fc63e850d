import { formatReference } from '#lib/lab/script/format-claim.ts';
import type { Step } from '#lib/lab/script/ast.ts';
import type { TcpState } from '#lib/lab/tcp-state.ts';

/** States that end when the next segment arrives, and the losses that keep it away. */
const keepers: Partial<Record<TcpState, (losing: string) => string>> = {
  'SYN-SENT': () => '`lose all to s`, the listening socket, before the `connect` keeps it',
  'SYN-RECEIVED': () => '`lose all to c` between `bind` and `connect` of a client keeps `peer of c` in it',
  'FIN-WAIT-1': (losing) => `\`lose all ${losing}\` before the \`close\` keeps it`,
  'LAST-ACK': (losing) => `\`lose all ${losing}\` before the \`close\` keeps it`,
  CLOSING: (losing) =>
    `\`lose all\` to both ends, then \`shutdown(SHUT_WR)\` of both, then \`lose nothing ${losing}\` keeps it`,
};

/** What to write where a socket did not come to be in a state. */
export function helpWithState({ socket, state }: Extract<Step, { kind: 'state' }>): string | null {
  const name = formatReference({ ...socket, isPeer: false });
  const keeper = keepers[state]?.(`${socket.isPeer ? 'from' : 'to'} ${name}`);
  return keeper === undefined ? null : `this state passes in less than a millisecond; ${keeper}`;
}
