import { z } from 'zod';
import { type LabEvent, labEvent } from '#lib/lab/protocol/messages.ts';

const transcriptName = 'ackademy.lab';
/** 1 until events were renamed (`losing`, `measures`); this reads both, and writes the latest. */
const transcriptVersion = 2;

/** A transcript holds no more. */
const maxTranscriptEvents = 20_000;
const maxTranscriptBytes = 32 * 1024 * 1024;

/** The first line of a transcript. `events`: how many lines follow, so that a file that was cut off shows it. */
const transcriptHeader = z.object({
  transcript: z.literal(transcriptName),
  version: z.int().min(1),
  title: z.string().optional(),
  events: z.int().min(0).optional(),
});
type TranscriptHeader = z.infer<typeof transcriptHeader>;

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

export type ParsedTranscript =
  | { readonly ok: true; readonly events: readonly LabEvent[] }
  /** `line` is 1-based; `message` and `help` are a sentence each. */
  | { readonly ok: false; readonly line: number; readonly message: string; readonly help: string };

type Refused = Extract<ParsedTranscript, { ok: false }>;

function refused(line: number, message: string, help: string): Refused {
  return { ok: false, line, message, help };
}

const notOurs = 'Open a file that the lab itself has saved.';
const damaged = 'The file was changed or damaged; open an undamaged copy.';
const cutOff = 'The end of the file is missing; open the whole file.';

function readJson(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch {
    return { ok: false };
  }
}

function readHeader(line: string): { readonly ok: true; readonly header: TranscriptHeader } | Refused {
  const json = readJson(line);
  if (!json.ok) return refused(1, 'This file is no transcript of the lab.', notOurs);
  const { value } = json;
  const isNamed =
    typeof value === 'object' &&
    value !== null &&
    'transcript' in value &&
    value.transcript === transcriptName;
  if (!isNamed) return refused(1, 'This file is no transcript of the lab.', notOurs);
  const parsed = transcriptHeader.safeParse(value);
  if (!parsed.success) return refused(1, 'The first line does not say which transcript this is.', damaged);
  if (parsed.data.version > transcriptVersion)
    return refused(
      1,
      `This transcript is of version ${String(parsed.data.version)}, and this page knows version ${String(transcriptVersion)}.`,
      'Open it with a newer version of Ackademy.',
    );
  return { ok: true, header: parsed.data };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `{ [from]: … }` as `{ [to]: … }`; what has no such key stays as it is. */
function renamed(value: unknown, from: string, to: string): unknown {
  if (!isObject(value) || !(from in value)) return value;
  const { [from]: renamedValue, ...rest } = value;
  return { ...rest, [to]: renamedValue };
}

/** An event of a version 1 transcript under its names of today; it did not name the request that it answers. */
function fromVersion1(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (value.type === 'losing') return { ...value, type: 'dropping', id: null };
  if (value.type === 'exited' || value.type === 'reset') return { ...value, id: null };
  if (value.type === 'sockets' && Array.isArray(value.changed))
    return { ...value, changed: value.changed.map((record) => renamed(record, 'measures', 'tcpInfo')) };
  return value;
}

function readEvent(
  text: string,
  { version }: TranscriptHeader,
  number: number,
  isLast: boolean,
): { ok: true; event: LabEvent } | Refused {
  const json = readJson(text);
  if (!json.ok)
    return isLast
      ? refused(number, 'The file ends in the middle of this line.', cutOff)
      : refused(number, 'This line is not JSON.', damaged);
  const parsed = labEvent.safeParse(version === 1 ? fromVersion1(json.value) : json.value);
  if (parsed.success) return { ok: true, event: parsed.data };
  const [first] = parsed.error.issues;
  const where = first === undefined || first.path.length === 0 ? '' : `, at \`${first.path.join('.')}\``;
  return refused(number, `This line is no event of the lab${where}.`, damaged);
}

function orderOf(event: LabEvent, before: LabEvent | undefined): string | null {
  const due = (before?.seq ?? 0) + 1;
  if (event.seq !== due) return `Event ${String(due)} is due here, and this is event ${String(event.seq)}.`;
  if (before === undefined)
    return event.type === 'opened' ? null : `A log begins with \`opened\`, not with \`${event.type}\`.`;
  if (event.at < before.at) return 'This event happened before the one above it.';
  return null;
}

/** Reads a transcript of any origin. Never throws; what is not wholly right is refused, with the line. */
export function parseTranscript(text: string): ParsedTranscript {
  if (text.length > maxTranscriptBytes)
    return refused(
      1,
      'This file is longer than 32 MB.',
      'A transcript of the lab is shorter; open another file.',
    );
  const [first = '', ...rest] = (text.startsWith('\ufeff') ? text.slice(1) : text).split('\n');
  const head = readHeader(first);
  if (!head.ok) return head;
  const isEnded = rest.at(-1) === '';
  const lines = isEnded ? rest.slice(0, -1) : rest;
  if (lines.length > maxTranscriptEvents)
    return refused(
      maxTranscriptEvents + 2,
      `A transcript has at most ${String(maxTranscriptEvents)} events, and this one has ${String(lines.length)}.`,
      'Open a shorter one.',
    );
  const events: LabEvent[] = [];
  for (const [index, line] of lines.entries()) {
    const number = index + 2;
    const read = readEvent(line, head.header, number, !isEnded && index === lines.length - 1);
    if (!read.ok) return read;
    const trouble = orderOf(read.event, events.at(-1));
    if (trouble !== null) return refused(number, trouble, damaged);
    events.push(read.event);
  }
  const { events: due } = head.header;
  if (due !== undefined && due !== events.length)
    return refused(
      events.length + 2,
      `${String(due)} events are due, and ${String(events.length)} are here.`,
      due > events.length ? cutOff : damaged,
    );
  return { ok: true, events };
}
