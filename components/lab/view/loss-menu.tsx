'use client';

import { useState } from 'react';
import { lossText } from '#components/lab/diagram/row-text.ts';
import { useLab, useLabSnapshot } from '#components/lab/model/lab-context.ts';
import { Disclosure } from '#components/ui/disclosure.tsx';
import type { Loss } from '#lib/lab/protocol/messages.ts';

const losses: readonly { readonly name: string; readonly loss: Loss }[] = [
  { name: 'the next one with data', loss: { kind: 'next', segments: 1 } },
  { name: 'a third of those with data', loss: { kind: 'share', probability: 0.33 } },
  { name: 'all', loss: { kind: 'all' } },
  { name: 'those of the handshake', loss: { kind: 'handshake' } },
  { name: 'nothing more', loss: { kind: 'nothing' } },
];

/** Drops real segments on their way to a socket, or from it. */
export function LossMenu({ onLose }: { onLose?: (() => void) | undefined }) {
  const model = useLab();
  const { snapshot, isLive } = useLabSnapshot();
  const possible = snapshot.network?.loss;
  const sockets = snapshot.programs.flatMap(({ name: program, descriptors }) =>
    descriptors.flatMap(({ fd, name, record }) =>
      record?.type === 'SOCK_STREAM' && record.state !== 'CLOSED'
        ? [{ program, fd, text: `${name ?? `fd ${String(fd)}`} of ${program}` }]
        : [],
    ),
  );
  const [chosen, setChosen] = useState('');
  const [direction, setDirection] = useState<'in' | 'out'>('in');
  const socket =
    sockets.find(({ program, fd }) => `${program}/${String(fd)}` === chosen) ?? sockets[0] ?? null;
  const socketName = (program: string, fd: number) =>
    sockets.find((one) => one.program === program && one.fd === fd)?.text ?? `fd ${String(fd)} of ${program}`;
  const inForce = snapshot.losses.filter(({ loss }) => loss.kind !== 'nothing');
  return (
    <Disclosure
      label="Drop segments"
      reach="bar"
      summary={inForce.length === 0 ? 'Drop segments' : <span className="text-bad">✕ Dropping segments</span>}
    >
      <div className="w-72 p-4 text-sm">
        {possible?.possible === false && <p className="text-soft">Not possible here. {possible.reason}</p>}
        {possible?.possible && !socket && (
          <p className="text-soft">
            Segments are lost on their way to or from a socket. Make a connection, or listen, first.
          </p>
        )}
        {possible?.possible && socket && (
          <>
            <fieldset className="flex gap-4" disabled={!isLive}>
              <legend className="sr-only">Direction</legend>
              {(['in', 'out'] as const).map((way) => (
                <label key={way} className="flex items-center gap-1.5">
                  <input
                    type="radio"
                    name="lose-direction"
                    className="accent-ink"
                    checked={direction === way}
                    onChange={() => setDirection(way)}
                  />
                  {way === 'in' ? 'on the way to' : 'coming from'}
                </label>
              ))}
            </fieldset>
            <select
              aria-label="Socket"
              className="field mt-2 w-full"
              value={`${socket.program}/${String(socket.fd)}`}
              onChange={({ target }) => setChosen(target.value)}
            >
              {sockets.map(({ program, fd, text }) => (
                <option key={`${program}/${String(fd)}`} value={`${program}/${String(fd)}`}>
                  {text}
                </option>
              ))}
            </select>
            <p className="mt-3 mb-1 text-soft">Lose</p>
            <div className="flex flex-col items-stretch gap-1">
              {losses.map(({ name, loss }) => (
                <button
                  key={name}
                  type="button"
                  className="button min-h-9 justify-start"
                  disabled={!isLive}
                  onClick={() => {
                    onLose?.();
                    model.drop(socket.program, socket.fd, direction, loss);
                  }}
                >
                  {name}
                </button>
              ))}
            </div>
          </>
        )}
        {inForce.length > 0 && (
          <ul className="mt-3 text-bad">
            {inForce.map(({ program, fd, direction: way, loss }) => (
              <li key={`${program}/${String(fd)}/${way}`}>
                Now lost: {lossText(loss)} {way === 'in' ? 'to' : 'from'} {socketName(program, fd)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Disclosure>
  );
}
