/** The states of RFC 9293 § 3.3.2, spelled as the RFC spells them. */
export const tcpStates = [
  'CLOSED',
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
] as const;

export type TcpState = (typeof tcpStates)[number];

/** Linux numbers its states so (`include/net/tcp_states.h`); 12 is a SYN-RECEIVED that has no socket of its own yet. */
const linuxStates: readonly (TcpState | undefined)[] = [
  undefined,
  'ESTABLISHED',
  'SYN-SENT',
  'SYN-RECEIVED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'TIME-WAIT',
  'CLOSED',
  'CLOSE-WAIT',
  'LAST-ACK',
  'LISTEN',
  'CLOSING',
  'SYN-RECEIVED',
];

/** The RFC's name for the kernel's number, `null` for a number that no kernel of today uses. */
export function stateOfLinux(number: number): TcpState | null {
  return linuxStates[number] ?? null;
}
