import { meant } from '#lib/lab/script/meant.ts';
import { type TcpState, tcpStates } from '#lib/lab/tcp-state.ts';

/** Spellings of kernels and tools (`ss`, `netstat`, `/proc/net/tcp`) that differ by more than hyphens. */
const otherNames = new Map<string, TcpState>([
  ['CLOSE', 'CLOSED'],
  ['UNCONN', 'CLOSED'],
  ['LISTENING', 'LISTEN'],
  ['ESTAB', 'ESTABLISHED'],
  ['CONNECTED', 'ESTABLISHED'],
  ['SYN-RECV', 'SYN-RECEIVED'],
  ['SYN-RCVD', 'SYN-RECEIVED'],
  ['FIN-WAIT1', 'FIN-WAIT-1'],
  ['FIN-WAIT2', 'FIN-WAIT-2'],
  ['FINWAIT1', 'FIN-WAIT-1'],
  ['FINWAIT2', 'FIN-WAIT-2'],
]);

/** The state of that very name. */
export function stateNamed(name: string): TcpState | null {
  return tcpStates.find((state) => state === name) ?? null;
}

/** The state that was probably meant by another spelling. */
export function stateMeant(name: string): TcpState | null {
  const spelled = name.toUpperCase().replaceAll('_', '-');
  return stateNamed(spelled) ?? otherNames.get(spelled) ?? meant(spelled, tcpStates, { maxEdits: 3 });
}
