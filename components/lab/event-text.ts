import { formatEvent } from '#lib/lab/format-event.ts';
import type { LabEvent } from '#lib/lab/protocol.ts';
import type { Moment } from '#lib/lab/timeline/moment.ts';

/** An event in a few words, for a slider that is read out: `server: s.listen(1)`. */
export function eventText(event: LabEvent, moment: Moment): string {
  const nameOf = (program: string, fd: number) =>
    moment.programs
      .find(({ name }) => name === program)
      ?.descriptors.find((descriptor) => descriptor.fd === fd)?.name ?? null;
  const [line = ''] = formatEvent(event, nameOf);
  return line.replace(/^\s*[\d.]+ ms\s+[·~]?\s*/, '').replace(/\s+/g, ' ');
}
