import type { LabEvent } from '#lib/lab/protocol.ts';
import {
  type TranscriptHeader,
  transcriptName,
  transcriptVersion,
} from '#lib/lab/transcript/transcript-header.ts';

/** What would let a stranger go on with the session is left out. */
function withoutSecrets(event: LabEvent): LabEvent {
  return event.type === 'opened' ? { ...event, session: '', token: '' } : event;
}

/** A log as JSON Lines: a line that says what this is, then one event a line. */
export function formatTranscript(events: readonly LabEvent[], { title }: { title?: string } = {}): string {
  const header: TranscriptHeader = {
    transcript: transcriptName,
    version: transcriptVersion,
    ...(title === undefined ? {} : { title }),
    events: events.length,
  };
  return [header, ...events.map(withoutSecrets)].map((line) => `${JSON.stringify(line)}\n`).join('');
}
