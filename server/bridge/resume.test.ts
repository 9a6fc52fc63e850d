import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import { faults } from '#lib/lab/protocol/faults.ts';
import { echo } from '#test/server/echo.ts';
import { LabClient, type Resume } from '#test/server/lab-client.ts';
import { metric } from '#test/server/measure.ts';
import { type RunningSidecar, startSidecar } from '#test/server/sidecar.ts';

const resumeMs = 1_000;
const idleMs = 1_500;

let sidecar: RunningSidecar;
beforeAll(async () => {
  sidecar = await startSidecar({
    LAB_RESUME_MS: String(resumeMs),
    LAB_IDLE_MS: String(idleMs),
    LAB_PING_MS: '200',
    LAB_UNACKNOWLEDGED_BYTES: '16384',
  });
});
afterAll(async () => {
  expect(await sidecar.stop()).toBe(0);
});

const open = (dropAfter?: number) =>
  LabClient.open({ at: sidecar.socketPath, ...(dropAfter === undefined ? {} : { dropAfter }) });

/** The code with which a new connection is refused the session. */
async function refusalOf(resume: Resume): Promise<string | undefined> {
  const client = await LabClient.connect({ at: sidecar.socketPath });
  const closed = client.closed();
  client.send({ type: 'open', resume });
  const { code } = await closed;
  expect(client.events).toEqual([]);
  expect(client.error && faults[client.error.code].close).toBe(code);
  return client.error?.code;
}

/** Calls and how they ended, in an order that does not depend on who was faster. */
function calls(events: readonly LabEvent[]): string[] {
  const names = new Map(
    events.flatMap((event) => (event.type === 'entered' ? [[event.id, event.call.name]] : [])),
  );
  return events
    .flatMap((event) =>
      event.type === 'returned' ? [`${event.program} ${names.get(event.id)} ${event.result.ok}`] : [],
    )
    .sort();
}

it('loses nothing and doubles nothing, whichever event of an echo is the last before the connection drops', async () => {
  const unbroken = await open();
  await echo(unbroken);
  await unbroken.done();
  expect(calls(unbroken.events)).toHaveLength(15);

  for (let last = 1; last <= unbroken.events.length; last += 1) {
    const client = await open(last);
    await echo(client);
    await client.done();
    // The client itself checks that each event has the number after the one before.
    expect(calls(client.events), `dropped after event ${last}`).toEqual(calls(unbroken.events));
  }
});

it('goes on with what happened meanwhile, then says that it was resumed', async () => {
  const client = await open();
  const { resume } = client;
  await client.call('server', { name: 'socket', args: [] });
  await client.call('server', { name: 'gethostname', args: [] });
  const before = client.events.length;
  client.webSocket.terminate();
  await once(client.webSocket, 'close');

  const again = await LabClient.connect({ at: sidecar.socketPath });
  again.events.push(...client.events.slice(0, resume.after));
  again.send({ type: 'open', resume });
  await again.until(() => again.events.length > before);
  expect(again.events.slice(0, before)).toEqual(client.events);
  expect(again.events.at(-1)).toMatchObject({ type: 'opened', resumed: true, ...resumed(resume) });
  await again.done();
});

function resumed({ session, token }: Resume) {
  return { session, token };
}

it('closes a connection whose session goes on over another', async () => {
  const client = await open();
  const closed = client.closed();
  const other = await LabClient.connect({ at: sidecar.socketPath });
  other.events.push(...client.events);
  other.send({ type: 'open', resume: client.resume });
  expect(await closed).toMatchObject({ code: faults.SESSION_TAKEN.close });
  expect(client.error?.code).toBe('SESSION_TAKEN');
  expect((await other.call('a', { name: 'socket', args: [] })).ok).toBe(true);
  await other.done();
});

it('refuses a wrong token, an unknown session, and an event that has not been', async () => {
  const client = await open();
  const { resume } = client;
  expect(await refusalOf({ ...resume, token: resume.session })).toBe('RESUME_UNKNOWN');
  expect(await refusalOf({ ...resume, token: '' })).toBe('RESUME_UNKNOWN');
  expect(await refusalOf({ ...resume, session: resume.token })).toBe('RESUME_UNKNOWN');
  expect(await refusalOf({ ...resume, after: resume.after + 1 })).toBe('RESUME_GAP');
  expect((await client.call('a', { name: 'socket', args: [] })).ok).toBe(true);
  await client.done();
});

it('refuses to go on after an event that was never sent', async () => {
  const client = await open();
  await client.call('server', { name: 'socket', args: [] });
  await client.call('server', { name: 'bind', fd: 3, args: [{ tuple: ['127.0.0.1', 0] }] });
  await client.call('server', { name: 'listen', fd: 3, args: [1] });
  await client.call('server', { name: 'settimeout', fd: 3, args: [{ float: 0.2 }] });
  const returned = 'ackademy_calls_total{name="accept",outcome="error"}';
  const before = await metric(sidecar, returned);
  client.begin('server', { name: 'accept', fd: 3, args: [] });
  await client.event('blocked');
  const { resume } = client;
  client.webSocket.terminate();
  while ((await metric(sidecar, returned)) === before);
  expect(await refusalOf({ ...resume, after: resume.after + 1 })).toBe('RESUME_GAP');
  await client.reconnect();
  await client.done();
});

it('refuses to go on after events that the browser acknowledged, which are gone', async () => {
  const client = await open();
  const { resume } = client;
  await client.call('a', { name: 'gethostname', args: [] });
  client.send({ type: 'acknowledge', seq: 3 });
  await client.call('a', { name: 'gethostname', args: [] });
  expect(await refusalOf(resume)).toBe('RESUME_GAP');
  expect(await refusalOf({ ...resume, after: 2 })).toBe('RESUME_GAP');
  await client.reconnect({ ...resume, after: client.events.length });
  await client.done();
});

it('takes an acknowledgement again, and one of less, for nothing new', async () => {
  const client = await open();
  await client.call('a', { name: 'gethostname', args: [] });
  for (const seq of [3, 3, 1, 2]) client.send({ type: 'acknowledge', seq });
  await client.call('a', { name: 'gethostname', args: [] });
  expect(await refusalOf({ ...client.resume, after: 2 })).toBe('RESUME_GAP');
  await client.reconnect();
  await client.done();
});

it('ends the connection of a browser that acknowledges what it was not sent, and keeps the session', async () => {
  const client = await open();
  const closed = client.closed();
  client.send({ type: 'acknowledge', seq: 2 });
  expect(await closed).toMatchObject({ code: faults.ACKNOWLEDGED_UNSENT.close });
  expect(client.error?.code).toBe('ACKNOWLEDGED_UNSENT');
  await client.reconnect();
  expect((await client.call('a', { name: 'socket', args: [] })).ok).toBe(true);
  await client.done();
});

it('keeps a session for a while after its connection went, and no longer', async () => {
  const client = await open();
  const { resume } = client;
  client.webSocket.close(1001);
  await once(client.webSocket, 'close');
  await client.reconnect();
  client.webSocket.terminate();
  await sidecar.logged(`"session":"${resume.session}","msg":"session closed"`);
  expect(await refusalOf({ ...resume, after: 2 })).toBe('RESUME_UNKNOWN');
});

it.each([1000, undefined])('ends a session at once when its browser closes with %s', async (code) => {
  const client = await open();
  const { resume } = client;
  client.webSocket.close(code);
  await once(client.webSocket, 'close');
  expect(await refusalOf(resume)).toBe('RESUME_UNKNOWN');
});

it('ends a session in which nothing is done, though its browser answers pings and acknowledges events', async () => {
  const client = await open();
  client.webSocket.on('ping', () => client.send({ type: 'acknowledge', seq: client.events.length }));
  expect(await client.closed()).toMatchObject({ code: faults.SESSION_IDLE.close });
  expect(client.events.at(-1)).toMatchObject({ type: 'closed', code: 'SESSION_IDLE' });
  expect(await refusalOf(client.resume)).toBe('RESUME_UNKNOWN');
});

it('does not end a session in which something is done', async () => {
  const busy = await startSidecar({ LAB_IDLE_MS: '250', LAB_CALLS_PER_SECOND: '100000' });
  try {
    const client = await LabClient.open({ at: busy.socketPath });
    const sinceMs = performance.now();
    while (performance.now() - sinceMs < 750) await client.call('a', { name: 'gethostname', args: [] });
    expect(await client.closed()).toMatchObject({ code: faults.SESSION_IDLE.close });
  } finally {
    await busy.stop();
  }
});
