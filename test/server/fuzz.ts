import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Acknowledgements } from '#lib/lab/protocol/acknowledgements.ts';
import { serverFrame, type ServerFrame } from '#lib/lab/protocol/messages.ts';
import { subprotocol } from '#lib/lab/protocol/subprotocol.ts';
import { FuzzMessages, randomFrom } from '#test/server/fuzz-messages.ts';
import type { Resume } from '#test/server/lab-client.ts';
import { origin } from '#test/server/sidecar.ts';
import { socketAddress } from '#test/server/socket-address.ts';

/** How many connections are open at a time. */
export const browsers = 8;
/** Sent before the browser waits until the server has read them; now and then far too much. */
const batch = 20;
const burst = 2_500;
/** So many frames go through the schema, the others only through the count of events. */
const parsedShare = 0.02;
/** What follows a bad message is never read, so more is sent than is to be read. */
const sentPerRead = 3.2;

/** Limits of the sidecar that such browsers reach all the time. */
export const fuzzLimits = {
  LAB_SESSIONS_PER_ADDRESS: String(browsers + 2),
  LAB_NETWORKS_PER_SECOND: '1000000',
  LAB_PROGRAMS: '3',
  LAB_THREADS: '3',
  LAB_SOCKETS: '8',
  LAB_CALLS_PER_SECOND: '500',
  LAB_UNACKNOWLEDGED_BYTES: '65536',
  LAB_RESUME_MS: '200',
};

interface FuzzOptions {
  /** The path of the sidecar's socket, or the front's address. */
  readonly at: string;
  /** With the front's address: one of this computer to come from. */
  readonly from?: string;
  /** The same seed sends the same messages, though the answers to them decide which browser sends how many. */
  readonly seed: number;
  /** So many the sidecar reads at least. */
  readonly messages: number;
  /** An echo answers with no frames of the lab, and is asked to go on after a bad message. */
  readonly answers: 'frames' | 'echo';
  /** Called once, after a quarter of the messages. */
  readonly onQuarter?: () => void;
}

interface Fuzzed {
  readonly sent: number;
  /** Codes of errors, refusals and notices that came. */
  readonly codes: ReadonlySet<string>;
}

/** Opens browsers that send what comes, good and bad. */
export async function fuzz({ seed, messages, onQuarter, ...server }: FuzzOptions): Promise<Fuzzed> {
  const random = randomFrom(seed);
  const codes = new Set<string>();
  const limit = messages * sentPerRead;
  let sent = 0;
  const mayGoOn = (): boolean => {
    if (sent >= limit) return false;
    sent += 1;
    if (sent === Math.floor(limit / 4)) onQuarter?.();
    return true;
  };
  await Promise.all(
    Array.from({ length: browsers }, (_, index) => {
      const own = new FuzzMessages(randomFrom(Math.floor(random() * 2 ** 31)));
      return misbehave(server, own, mayGoOn, codes, index === 0);
    }),
  );
  return { sent, codes };
}

/**
 * A browser that sends what comes, loses its connection now and then, and goes on with its session if it can.
 *
 * @param beginsWithBurst so that even a short run has one
 */
async function misbehave(
  { at, from, answers }: Pick<FuzzOptions, 'at' | 'from' | 'answers'>,
  messages: FuzzMessages,
  mayGoOn: () => boolean,
  codes: Set<string>,
  beginsWithBurst: boolean,
): Promise<void> {
  let resume: Resume | null = null;
  let isBurstDue = beginsWithBurst;
  while (mayGoOn()) {
    const webSocket = new WebSocket(socketAddress(at), [subprotocol], {
      headers: { host: new URL(origin).host, origin, 'x-ackademy-peer': '192.0.2.1' },
      perMessageDeflate: false,
      ...(from === undefined ? {} : { localAddress: from }),
    });
    const acknowledgements = new Acknowledgements();
    let isOver = false;
    let fault: string | null = null;
    webSocket.on('error', () => {});
    const closed = new Promise<void>((resolve) =>
      webSocket.once('close', () => {
        isOver = true;
        resolve();
      }),
    );
    if (answers === 'frames')
      webSocket.on('message', (data: Buffer) => {
        const value: unknown = JSON.parse(data.toString());
        const frame = messages.chance(parsedShare) ? serverFrame.parse(value) : (value as ServerFrame);
        if (frame.type === 'refused' || frame.type === 'notice') codes.add(frame.code);
        if (frame.type === 'error') {
          codes.add(frame.code);
          fault = frame.code;
          return;
        }
        if (frame.type === 'opened' && !frame.resumed)
          resume = { session: frame.session, token: frame.token, after: 0 };
        if (resume === null) throw new Error('an event before `opened`');
        if (frame.seq !== resume.after + 1) throw new Error(`event ${frame.seq} after ${resume.after}`);
        resume.after = frame.seq;
        if (frame.type === 'opened') acknowledgements.begin(frame.limits.unacknowledgedBytes);
        // Now and then a browser acknowledges what it may, twice, or what it was not sent.
        const seq = messages.acknowledgedSeq(frame.seq);
        if (acknowledgements.isDueAfter(data.length) || seq !== frame.seq)
          webSocket.send(JSON.stringify({ type: 'acknowledge', seq }));
      });
    await Promise.race([once(webSocket, 'open'), closed]);
    webSocket.send(JSON.stringify({ type: 'open', ...(resume === null ? {} : { resume }) }));
    const batches = 1 + messages.below(40);
    for (let count = 0; count < batches && !isOver; count += 1) {
      const isSilent = messages.chance(0.02);
      if (isSilent) webSocket.pause();
      const isBurst = messages.chance(0.005) || isBurstDue;
      isBurstDue = false;
      for (let sent = 0; sent < (isBurst ? burst : batch) && mayGoOn(); sent += 1)
        webSocket.send(isBurst ? messages.good() : messages.next());
      if (isSilent) webSocket.resume();
      const pong = once(webSocket, 'pong').catch(() => {});
      webSocket.ping();
      await Promise.race([pong, closed]);
    }
    if (messages.chance(0.3)) webSocket.close(1000);
    else webSocket.terminate();
    await closed;
    // A session that was refused, or ended, is not asked for again.
    if (messages.chance(0.2) || fault === 'RESUME_UNKNOWN' || fault === 'RESUME_GAP') resume = null;
  }
}

/** `FUZZ_SEED`, which plays a run again; a new one where it is not set. */
export function fuzzSeed(): number {
  return Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
}
