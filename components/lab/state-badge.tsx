import type { TcpState } from '#lib/lab/tcp-state.ts';

const looks: Partial<Record<TcpState, string>> = {
  LISTEN: 'border-server text-server',
  ESTABLISHED: 'border-good text-good',
  'SYN-SENT': 'border-waiting text-waiting',
  'SYN-RECEIVED': 'border-waiting text-waiting',
};

/** A state of RFC 9293, or that it cannot be seen here. */
export function StateBadge({ state }: { state: TcpState | null }) {
  return (
    <span
      className={`rounded border px-1.5 font-mono text-xs leading-5 whitespace-nowrap ${state === null ? 'border-line text-soft' : (looks[state] ?? 'border-edge text-ink')}`}
    >
      {state ?? 'not observable'}
    </span>
  );
}
