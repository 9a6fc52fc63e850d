'use client';

import { useLab, useLabSnapshot } from '#components/lab/model/lab-context.ts';
import { timeText } from '#components/lab/model/time-text.ts';
import { formatEvent } from '#lib/lab/protocol/format-event.ts';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';
import { socketById } from '#lib/lab/timeline/sockets.ts';

/** An event in a few words, for a slider that is read out: `server: s.listen(1)`. */
function eventText(event: LabEvent, snapshot: Snapshot): string {
  const nameOf = (program: string, fd: number) =>
    snapshot.programs
      .find(({ name }) => name === program)
      ?.descriptors.find((descriptor) => descriptor.fd === fd)?.name ?? null;
  if (event.type === 'sockets' && event.changed.length === 0) return goneText(event.gone, snapshot);
  const [line = ''] = formatEvent(event, nameOf);
  return line.replace(/^\s*[\d.]+ ms\s+[·~]?\s*/, '').replace(/\s+/g, ' ');
}

/** What a student knows of a socket that the kernel has forgotten: its program and its ports, not its id. */
function goneText(ids: readonly string[], snapshot: Snapshot): string {
  const sockets = ids.flatMap((id) => {
    const record = socketById(snapshot, id)?.record;
    if (record === undefined) return [];
    const ends = [record.local, record.peer].flatMap((end) =>
      end === null ? [] : [`port ${String(end.port)}`],
    );
    return [[record.program ?? 'no program', ends.join(' to ')].filter(Boolean).join(', ')];
  });
  return `the kernel has forgotten a socket (${sockets.join('; ')})`;
}

/** Goes back and forth in the log; the live session goes on meanwhile. */
export function TimeBar() {
  const model = useLab();
  const { count, position, isLive, snapshot, transcript } = useLabSnapshot();
  const event = model.events[position - 1];
  const what = event ? eventText(event, snapshot) : 'before the first event';
  const text = `event ${String(position)} of ${String(count)}, at ${timeText(snapshot.at)}: ${what}`;
  return (
    <div
      className="flex min-w-0 grow basis-full items-center gap-2 sm:basis-0"
      role="group"
      aria-label="Time travel"
    >
      <Step name="One event back" sign="◁" isOff={position === 0} onPress={() => model.goTo(position - 1)} />
      <div className="min-w-0 flex-1">
        <input
          type="range"
          min={0}
          max={count}
          value={position}
          aria-label="Time travel: event of the log"
          aria-valuetext={text}
          className="block w-full accent-ink outline-offset-0"
          disabled={count === 0}
          onChange={({ target }) => model.goTo(Number(target.value))}
        />
        <p className="mt-1 truncate text-xs text-soft tabular-nums" aria-hidden="true">
          {count === 0 ? 'Nothing has happened yet' : text}
        </p>
      </div>
      <Step name="One event on" sign="▷" isOff={position >= count} onPress={() => model.goTo(position + 1)} />
      {transcript === null && (
        <button
          type="button"
          className={`button min-h-9 px-3 ${isLive ? '' : 'button-strong'}`}
          aria-pressed={isLive}
          onClick={() => model.goTo(null)}
        >
          {isLive && <span className="size-2 rounded-full bg-good" aria-hidden="true" />} Live
        </button>
      )}
    </div>
  );
}

function Step({
  name,
  sign,
  isOff,
  onPress,
}: {
  name: string;
  sign: string;
  isOff: boolean;
  onPress: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={name}
      className="min-h-9 min-w-9 px-2 disabled:opacity-40"
      disabled={isOff}
      onClick={onPress}
    >
      {sign}
    </button>
  );
}
