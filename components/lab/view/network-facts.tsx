import type { Network } from '#lib/lab/protocol/messages.ts';

/** What this host can show of a network, and how it is set. */
export function NetworkFacts({ network }: { network: Network }) {
  const { settings } = network;
  return (
    <div className="w-96 max-w-full p-4 text-sm">
      <p>
        {network.kind === 'private'
          ? 'The programs have a network of their own. Nothing else can be reached from it, and nobody else is in it, so every port is free.'
          : 'The programs use the loopback interface of this computer.'}
      </p>
      {network.reason && <p className="mt-1 text-soft">{network.reason}</p>}
      <ul className="mt-3 flex flex-col gap-1">
        <Possible name="States and queues of sockets" what={network.sockets} />
        <Possible name="Segments on the wire" what={network.capture} />
        <Possible name="Dropped segments" what={network.loss} />
      </ul>
      <dl className="mt-3 grid grid-cols-[1fr_auto] gap-x-4 text-soft">
        <Fact name="Longest backlog (somaxconn)" value={settings.maxBacklog} />
        <Fact name="First port without privilege" value={settings.firstUnprivilegedPort} />
        <Fact name="Ports for clients" value={settings.ephemeralPorts?.join('–') ?? null} />
        <Fact
          name="A SYN is repeated"
          value={settings.synRetries === null ? null : `${String(settings.synRetries)} times`}
        />
      </dl>
    </div>
  );
}

function Possible({ name, what }: { name: string; what: Network['capture'] }) {
  return (
    <li>
      <span className={what.possible ? 'text-good' : 'text-waiting'}>{what.possible ? '✓' : '–'}</span> {name}
      {!what.possible && <span className="block pl-5 text-soft">Not here. {what.reason}</span>}
    </li>
  );
}

function Fact({ name, value }: { name: string; value: string | number | null }) {
  if (value === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd className="text-right tabular-nums">{value}</dd>
    </>
  );
}
