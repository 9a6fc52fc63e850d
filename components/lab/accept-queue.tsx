/** So many places are drawn; a longer queue is told in numbers alone. */
const mostDrawn = 8;

/** Connections that wait for `accept`, as places that fill. A backlog of n has room for n + 1. */
export function AcceptQueue({ waiting, backlog }: { waiting: number; backlog: number }) {
  const room = backlog + 1;
  const text = `${String(waiting)} of ${String(room)} waiting for accept`;
  return (
    <span
      className="inline-flex items-center gap-1.5"
      title={`backlog ${String(backlog)}: room for ${String(room)}`}
    >
      {room <= mostDrawn && (
        <span className="inline-flex gap-0.5" aria-hidden="true">
          {Array.from({ length: room }, (_, place) => (
            <span
              key={place}
              className={`size-3 rounded-xs border ${place < waiting ? 'border-server bg-server' : 'border-edge'}`}
            />
          ))}
        </span>
      )}
      <span className={waiting >= room ? 'font-semibold text-waiting' : ''}>
        {waiting >= room ? `full: ${text}` : text}
      </span>
    </span>
  );
}
