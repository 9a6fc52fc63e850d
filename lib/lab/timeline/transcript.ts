import { z } from 'zod';
import { type Failure, failure, type Result, success } from '#lib/failures/result.ts';
import { type LabEvent, labEvent } from '#lib/lab/protocol/messages.ts';

const transcriptName = 'ackademy.lab';
/** 1 until events were renamed (`losing`, `measures`); this reads both, and writes the latest. */
const transcriptVersion = 2;

/** A transcript holds no more. */
const maxTranscriptEvents = 20_000;
const maxTranscriptBytes = 32 * 1024 * 1024;
/** A session that lasted for a year, in µs. */
const maxAt = 366 * 24 * 3_600 * 1_000_000;
/** Of what a program sent or received; the lab's own messages end at 64 KiB, which base64 makes a third longer. */
const maxValueLength = 100_000;
/** Of a name, a reason, a message. An error may quote what a program was given. */
const maxTextLength = 2_000;
const maxErrorLength = 70_000;
const maxListItems = 10_000;

/** The first line of a transcript. `events`: how many lines follow, so that a file that was cut off shows it. */
const transcriptHeader = z.object({
  transcript: z.literal(transcriptName),
  version: z.int().min(1),
  title: z.string().max(maxTextLength).optional(),
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

/** Why a file is not opened as a transcript. A message is often more exact than the one here. */
export const transcriptFaults = {
  TRANSCRIPT_FOREIGN: {
    message: 'This file is no transcript of the lab.',
    help: 'Open a file that the lab itself has saved.',
  },
  TRANSCRIPT_TOO_NEW: {
    message: 'A newer version of Ackademy saved this transcript.',
    help: 'Open it with that version.',
  },
  TRANSCRIPT_TOO_LONG: {
    message: 'This transcript is longer than one may be.',
    help: 'Open a shorter one.',
  },
  TRANSCRIPT_CUT_OFF: {
    message: 'The file ends too early.',
    help: 'The end of the file is missing; open the whole file.',
  },
  TRANSCRIPT_DAMAGED: {
    message: 'This line is no event of the lab.',
    help: 'The file was changed or damaged; open an undamaged copy.',
  },
} as const;

interface TranscriptFailure extends Failure<keyof typeof transcriptFaults> {
  /** 1-based. */
  readonly line: number;
}

type Refused = Extract<Result<never, TranscriptFailure>, { ok: false }>;

function refused(code: TranscriptFailure['code'], line: number, message?: string): Refused {
  return failure({ code, ...transcriptFaults[code], ...(message === undefined ? {} : { message }), line });
}

/** `undefined`, which JSON cannot say, for what is not JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readHeader(line: string): Result<TranscriptHeader, TranscriptFailure> {
  const value = readJson(line);
  const isNamed =
    typeof value === 'object' &&
    value !== null &&
    'transcript' in value &&
    value.transcript === transcriptName;
  if (!isNamed) return refused('TRANSCRIPT_FOREIGN', 1);
  const parsed = transcriptHeader.safeParse(value);
  if (!parsed.success)
    return refused('TRANSCRIPT_DAMAGED', 1, 'The first line does not say which transcript this is.');
  if (parsed.data.version > transcriptVersion)
    return refused(
      'TRANSCRIPT_TOO_NEW',
      1,
      `This transcript is of version ${String(parsed.data.version)}, and this page knows version ${String(transcriptVersion)}.`,
    );
  return success(parsed.data);
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

/** Could end a line, hide one, or turn it round. */
const controls = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const valueKeys: ReadonlySet<string> = new Set(['args', 'value']);

/**
 * Where in an event a text or a list is longer than the lab makes it, or a text holds control characters, which only values of
 * programs do. Null: nowhere.
 */
function excess(part: unknown, path: string, limit: number): string | null {
  if (typeof part === 'string')
    return part.length > limit || (limit !== maxValueLength && controls.test(part)) ? path : null;
  if (Array.isArray(part) && part.length > maxListItems) return path;
  if (typeof part !== 'object' || part === null) return null;
  for (const [key, inner] of Object.entries(part)) {
    const isValue = valueKeys.has(key) || limit === maxValueLength;
    const ofText = key === 'error' || limit === maxErrorLength ? maxErrorLength : maxTextLength;
    const found = excess(inner, path === '' ? key : `${path}.${key}`, isValue ? maxValueLength : ofText);
    if (found !== null) return found;
  }
  return null;
}

function readEvent(
  text: string,
  { version }: TranscriptHeader,
  number: number,
  isLast: boolean,
): Result<LabEvent, TranscriptFailure> {
  const value = readJson(text);
  if (value === undefined)
    return isLast
      ? refused('TRANSCRIPT_CUT_OFF', number, 'The file ends in the middle of this line.')
      : refused('TRANSCRIPT_DAMAGED', number, 'This line is not JSON.');
  const parsed = labEvent.safeParse(version === 1 ? fromVersion1(value) : value);
  if (parsed.success) {
    const place = excess(parsed.data, '', maxTextLength) ?? (parsed.data.at > maxAt ? 'at' : null);
    if (place === null) return success(parsed.data);
    return refused(
      'TRANSCRIPT_DAMAGED',
      number,
      `This line is no event of the lab: \`${place}\` is longer than the lab makes it, or holds control characters.`,
    );
  }
  const [first] = parsed.error.issues;
  const where = first === undefined || first.path.length === 0 ? '' : `, at \`${first.path.join('.')}\``;
  return refused('TRANSCRIPT_DAMAGED', number, `This line is no event of the lab${where}.`);
}

/** Refuses an event that cannot follow the one before it, in line `number`. */
function refuseOrder(event: LabEvent, before: LabEvent | undefined, number: number): Refused | null {
  const due = (before?.seq ?? 0) + 1;
  const damaged = (message: string) => refused('TRANSCRIPT_DAMAGED', number, message);
  if (event.seq !== due)
    return damaged(`Event ${String(due)} is due here, and this is event ${String(event.seq)}.`);
  if (before === undefined)
    return event.type === 'opened'
      ? null
      : damaged(`A log begins with \`opened\`, not with \`${event.type}\`.`);
  return event.at < before.at ? damaged('This event happened before the one above it.') : null;
}

/** Reads a transcript of any origin. Never throws; what is not wholly right is refused, with the line. */
export function parseTranscript(text: string): Result<readonly LabEvent[], TranscriptFailure> {
  if (text.length > maxTranscriptBytes)
    return refused('TRANSCRIPT_TOO_LONG', 1, 'This file is longer than 32 MB.');
  const [first = '', ...rest] = (text.startsWith('\ufeff') ? text.slice(1) : text).split('\n');
  const head = readHeader(first);
  if (!head.ok) return head;
  const isEnded = rest.at(-1) === '';
  const lines = isEnded ? rest.slice(0, -1) : rest;
  if (lines.length > maxTranscriptEvents)
    return refused(
      'TRANSCRIPT_TOO_LONG',
      maxTranscriptEvents + 2,
      `A transcript has at most ${String(maxTranscriptEvents)} events, and this one has ${String(lines.length)}.`,
    );
  const events: LabEvent[] = [];
  for (const [index, line] of lines.entries()) {
    const number = index + 2;
    const read = readEvent(line, head.value, number, !isEnded && index === lines.length - 1);
    if (!read.ok) return read;
    const misplaced = refuseOrder(read.value, events.at(-1), number);
    if (misplaced !== null) return misplaced;
    events.push(read.value);
  }
  const { events: due } = head.value;
  if (due !== undefined && due !== events.length)
    return refused(
      due > events.length ? 'TRANSCRIPT_CUT_OFF' : 'TRANSCRIPT_DAMAGED',
      events.length + 2,
      `${String(due)} events are due, and ${String(events.length)} are here.`,
    );
  return success(events);
}
