import { once } from 'node:events';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { serverFrame, type ServerFrame } from '#lib/lab/protocol/messages.ts';
import { Acknowledgements } from '#lib/lab/protocol/acknowledgements.ts';
import { subprotocol } from '#lib/lab/protocol/subprotocol.ts';
import { echo } from '#test/server/echo.ts';
import { FuzzMessages, randomFrom } from '#test/server/fuzz-messages.ts';
import { LabClient, type Resume } from '#test/server/lab-client.ts';
import { metric, residentBytes } from '#test/server/measure.ts';
import { origin, type RunningSidecar, startSidecar } from '#test/server/sidecar.ts';

/** What the sidecar has to read, and what is sent for it: what follows a bad message is never read. */
const messages = 100_000;
const sentMessages = 220_000;
const browsers = 8;
/** Sent before the browser waits until the sidecar has read them; now and then far too much. */
const batch = 20;
const burst = 2_500;
/** So many frames go through the schema, the others only through the count of events. */
const parsedShare = 0.02;

/** A heap that is collected now and then is never quite the same size. */
const grownBytes = 64 * 1024 * 1024;

const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const limits = {
  LAB_SESSIONS_PER_ADDRESS: String(browsers + 2),
  LAB_NETWORKS_PER_SECOND: '1000000',
  LAB_PROGRAMS: '3',
  LAB_THREADS: '3',
  LAB_SOCKETS: '8',
  LAB_CALLS_PER_SECOND: '500',
  LAB_UNACKNOWLEDGED_BYTES: '65536',
  LAB_RESUME_MS: '200',
};

/** A browser that sends what comes, loses its connection now and then, and goes on with its session if it can. */
async function misbehave(
  sidecar: RunningSidecar,
  fuzz: FuzzMessages,
  mayGoOn: () => boolean,
  seen: Set<string>,
) {
  let resume: Resume | null = null;
  while (mayGoOn()) {
    const webSocket = new WebSocket(`ws+unix:${sidecar.socketPath}:/lab/socket`, [subprotocol], {
      headers: { host: new URL(origin).host, origin, 'x-ackademy-peer': '192.0.2.1' },
      perMessageDeflate: false,
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
    webSocket.on('message', (data: Buffer) => {
      const value: unknown = JSON.parse(data.toString());
      const frame = fuzz.chance(parsedShare) ? serverFrame.parse(value) : (value as ServerFrame);
      if (frame.type === 'refused' || frame.type === 'notice') seen.add(frame.code);
      if (frame.type === 'error') {
        seen.add(frame.code);
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
      const seq = fuzz.acknowledgedSeq(frame.seq);
      if (acknowledgements.isDueAfter(data.length) || seq !== frame.seq)
        webSocket.send(JSON.stringify({ type: 'acknowledge', seq }));
    });
    await Promise.race([once(webSocket, 'open'), closed]);
    webSocket.send(JSON.stringify({ type: 'open', ...(resume === null ? {} : { resume }) }));
    const batches = 1 + fuzz.below(40);
    for (let count = 0; count < batches && !isOver; count += 1) {
      const isSilent = fuzz.chance(0.02);
      if (isSilent) webSocket.pause();
      const isBurst = fuzz.chance(0.005);
      for (let sent = 0; sent < (isBurst ? burst : batch) && mayGoOn(); sent += 1)
        webSocket.send(isBurst ? fuzz.good() : fuzz.next());
      if (isSilent) webSocket.resume();
      const pong = once(webSocket, 'pong').catch(() => {});
      webSocket.ping();
      await Promise.race([pong, closed]);
    }
    if (fuzz.chance(0.3)) webSocket.close(1000);
    else webSocket.terminate();
    await closed;
    // A session that was refused, or ended, is not asked for again.
    if (fuzz.chance(0.2) || fault === 'RESUME_UNKNOWN' || fault === 'RESUME_GAP') resume = null;
  }
}

it(`survives ${messages} messages, good and bad (FUZZ_SEED=${seed})`, { timeout: 120_000 }, async () => {
  const sidecar = await startSidecar(limits);
  try {
    const random = randomFrom(seed);
    const seen = new Set<string>();
    let sent = 0;
    let warmBytes = 0;
    const mayGoOn = () => {
      sent += 1;
      if (sent === Math.floor(sentMessages / 4)) warmBytes = residentBytes(sidecar);
      return sent <= sentMessages;
    };
    await Promise.all(
      Array.from({ length: browsers }, () =>
        misbehave(sidecar, new FuzzMessages(randomFrom(Math.floor(random() * 2 ** 31))), mayGoOn, seen),
      ),
    );
    expect(sidecar.child.exitCode).toBeNull();
    expect(sidecar.log(), 'no bug').not.toMatch(/"level":[56]0/);
    expect(residentBytes(sidecar) - warmBytes, 'more than after a quarter').toBeLessThan(grownBytes);
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'FLOOD',
        'PROGRAMS_LIMIT',
        'THREADS_LIMIT',
        'SOCKETS_LIMIT',
        'CALLS_PER_SECOND',
        'THREAD_BUSY',
      ]),
    );

    expect(await metric(sidecar, 'ackademy_message_seconds_count')).toBeGreaterThan(messages);

    const client = await LabClient.open({ at: sidecar.socketPath });
    await echo(client);
    await client.done();
  } finally {
    expect(await sidecar.stop()).toBe(0);
  }
});
