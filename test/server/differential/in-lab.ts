import { createHash } from 'node:crypto';
import { parsePrompt } from '#lib/lab/call-line/read-call-line.ts';
import { lengthOfBytes } from '#lib/lab/protocol/encode-value.ts';
import type { Limits, TimedEvent } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { emptySnapshot, foldEvent } from '#lib/lab/timeline/fold-event.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';
import type { LabKernel, LabSession } from '#server/kernel/lab-kernel.ts';
import { platformOf } from '#server/kernel/system/platform.ts';
import { type Line, textOf } from '#test/server/differential/sequences.ts';

/** What a line gave, as both sides write it. */
export type Given =
  | readonly ['value', unknown]
  | readonly ['raised', name: string, errno: number | null, message: string]
  /** The lab did not make the call: the code of its refusal, or why it could not read the line. */
  | readonly ['refused', code: string]
  | readonly ['unread', message: string];

const limits: Limits = {
  programs: 16,
  threads: 16,
  sockets: 64,
  callsPerSecond: 1_000_000,
  recvBytes: 65_536,
  sendBytes: 4 * 1024 * 1024,
  bufferedBytes: 64 * 1024 * 1024,
  unacknowledgedBytes: 1_000_000,
  idleMs: 600_000,
  resumeMs: 60_000,
};

/** Long for a loaded machine. */
const patienceMs = 20_000;
const program = 'p';

/** A value as `run-sequences.py` shows it. */
function shown(value: PythonValue): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(shown);
  if ('tuple' in value) return { tuple: value.tuple.map(shown) };
  if ('constant' in value) return platformOf(process.platform)?.constants[value.constant] ?? null;
  if (!('bytes' in value)) return value;
  const once = Buffer.from(value.bytes, 'base64');
  const whole =
    'length' in value ? once : Buffer.concat(Array.from({ length: value.times ?? 1 }, () => once));
  const hash = 'length' in value ? null : createHash('md5').update(whole).digest('hex');
  return { bytes: [lengthOfBytes(value), whole.toString('hex', 0, 40), hash] };
}

/** A session in which a program makes the calls of its lines, as the page of the lab does. */
class LabSide {
  readonly #session: LabSession;
  #snapshot: Snapshot = emptySnapshot;
  #id = 0;
  /** For each line, whether its socket was closed before. */
  readonly onClosed: boolean[] = [];
  #onEvent: (event: TimedEvent) => void = () => {};

  constructor(kernel: LabKernel) {
    const opened = kernel.openSession({
      asRoot: false,
      limits,
      emit: (event) => {
        this.#snapshot = foldEvent(this.#snapshot, { ...event, seq: this.#snapshot.seq + 1 });
        this.#onEvent(event);
      },
      fail: (error) => {
        throw error;
      },
    });
    if (!opened.ok) throw new Error(opened.error.message);
    this.#session = opened.value;
  }

  close(): void {
    this.#session.close();
  }

  make(line: Line, blockedMs: number): Promise<Given> {
    const parsed = parsePrompt(textOf(line), this.#snapshot, program);
    this.onClosed.push(parsed.ok && 'fd' in parsed.call && parsed.call.fd < 0);
    if (!parsed.ok) return Promise.resolve(['unread', parsed.message]);
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      const timers: NodeJS.Timeout[] = [];
      const end = (given: Given): void => {
        for (const timer of timers) clearTimeout(timer);
        this.#onEvent = () => {};
        resolve(given);
      };
      timers.push(
        setTimeout(() => {
          reject(new Error(`The lab did not answer ${textOf(line)}.`));
        }, patienceMs),
      );
      this.#onEvent = (event) => {
        if (event.type === 'blocked')
          timers.push(
            setTimeout(() => {
              this.#session.handle({ type: 'interrupt', id: ++this.#id, program });
            }, blockedMs),
          );
        else if (event.type === 'returned' && event.id === id) {
          const { result } = event;
          if (result.ok) end(['value', shown(result.value)]);
          else end(['raised', result.error.exception, result.error.errno, result.error.message]);
        } else if (event.type === 'refused' && event.id === id) end(['refused', event.code]);
      };
      const { call, targets } = parsed;
      this.#session.handle({ type: 'call', id, program, call, targets });
    });
  }
}

/**
 * What the lines of a sequence give in the lab, in a session of their own. After a refusal nothing is comparable any more.
 *
 * @param patienceMs after so long a call is taken to wait forever, and is interrupted
 */
export async function runInLab(
  kernel: LabKernel,
  lines: readonly Line[],
  patienceMs: number,
): Promise<{ given: Given[]; onClosed: readonly boolean[] }> {
  const lab = new LabSide(kernel);
  const given: Given[] = [];
  try {
    for (const line of lines) {
      const one = await lab.make(line, patienceMs);
      given.push(one);
      if (one[0] === 'refused') break;
    }
  } finally {
    lab.close();
  }
  return { given, onClosed: lab.onClosed };
}
