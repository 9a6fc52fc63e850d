import { expect, it } from 'vitest';
import type { LabEnvironment } from '#lib/lab-client/environment.ts';
import { LabConnection } from '#lib/lab-client/connection.ts';
import { LabStore } from '#lib/lab-client/lab-store.ts';

const opened =
  '{"type":"opened","seq":1,"at":0,"session":"s","token":"t","resumed":false,"network":null,"limits":{"unacknowledgedBytes":262144}}';
const call = '"program":"server","thread":1,"id":1';
const entered = `{"type":"entered","seq":2,"at":10,${call},"call":{"name":"gethostname","args":[]}}`;
const returned = `{"type":"returned","seq":3,"at":20,${call},"result":{"ok":true,"value":"host"}}`;

/** A page whose frames and timers come when the test says so, connected; and how many events each of its views had. */
async function openPage() {
  let receive: (data: unknown) => void = () => {};
  let frame: (() => void) | null = null;
  const timers = new Map<object, { readonly ms: number; readonly work: () => void }>();
  const deps: LabEnvironment = {
    connect(events) {
      receive = (data) => events.received(data);
      queueMicrotask(() => events.opened());
      return { send: () => {}, close: () => {}, isUp: () => true };
    },
    health: () => Promise.resolve('ok'),
    reportBug: (error) => {
      throw error;
    },
    now: () => 0,
    random: () => 0,
    after(ms, work) {
      const timer = {};
      timers.set(timer, { ms, work });
      return () => timers.delete(timer);
    },
    beforeFrame: (work) => (frame = work),
    onWake: () => () => {},
  };
  const store = new LabStore(deps, null);
  const counts: number[] = [];
  store.subscribe(() => counts.push(store.view().count));
  const page = {
    counts,
    /** Each in a task of its own, as messages come. */
    async receive(...frames: readonly string[]) {
      for (const one of frames) {
        receive(one);
        await Promise.resolve();
      }
    },
    paintFrame() {
      const work = frame;
      frame = null;
      work?.();
    },
    /** Carries out what was to be done within so long. */
    pass(withinMs: number) {
      for (const [timer, { ms, work }] of [...timers]) if (ms <= withinMs && timers.delete(timer)) work();
      return Promise.resolve();
    },
  };
  store.open({ asRoot: false });
  await new Promise((resolve) => setTimeout(resolve));
  await page.receive(opened);
  page.paintFrame();
  page.paintFrame();
  counts.length = 0;
  return page;
}

it('shows a call in one view with what came of it, without waiting for a frame', async () => {
  const page = await openPage();
  await page.receive(entered);
  expect(page.counts).toEqual([]);
  await page.receive(returned);
  expect(page.counts).toEqual([3]);
  await page.pass(1000);
  page.paintFrame();
  expect(page.counts).toEqual([3]);
});

it('shows a call alone when nothing comes of it for a moment', async () => {
  const page = await openPage();
  await page.receive(entered);
  await page.pass(100);
  expect(page.counts).toEqual([2]);
});

it('shows what comes after something was shown with the next frame', async () => {
  const page = await openPage();
  await page.receive(
    entered,
    returned,
    returned.replace('returned","seq":3', 'exited","seq":4'),
    returned.replace('returned","seq":3', 'exited","seq":5'),
  );
  expect(page.counts).toEqual([3]);
  page.paintFrame();
  expect(page.counts).toEqual([3, 5]);
  page.paintFrame();
  page.paintFrame();
  expect(page.counts).toEqual([3, 5]);
});

/** A connection that is open, its timers, and what was sent and reported. */
function openConnection() {
  let events: Parameters<LabEnvironment['connect']>[0] | null = null;
  const sent: string[] = [];
  const bugs: unknown[] = [];
  const connection = new LabConnection({
    connect(socketEvents) {
      events = socketEvents;
      return { send: (text) => sent.push(text), close: () => {}, isUp: () => true };
    },
    health: () => Promise.resolve('ok'),
    reportBug: (error) => bugs.push(error),
    now: () => 0,
    random: () => 0,
    after: () => () => {},
    beforeFrame: () => {},
    onWake: () => () => {},
  });
  connection.open({ asRoot: false });
  return {
    connection,
    sent,
    bugs,
    receive: (frame: string) => events?.received(frame),
    opened: () => events?.opened(),
  };
}

const bug = () => {
  throw new Error('a bug');
};

it('ends its connection with a code of its own where a listener fails, and reports what was thrown', () => {
  const { connection, bugs, opened: open, receive } = openConnection();
  open();
  connection.subscribe(bug);
  receive(opened);
  expect(bugs).toEqual([new Error('a bug')]);
  expect(connection.state()).toMatchObject({ kind: 'ended', code: 'PAGE_FAILED', canGoOn: false });
});

it('acknowledges each time that an eighth of the limit has arrived', () => {
  const { sent, opened: open, receive } = openConnection();
  open();
  receive(opened.replace('262144', String(8 * 1_000)));
  const filler = (seq: number, length: number) =>
    receive(
      `{"type":"notice","seq":${String(seq)},"at":1,"code":"PAUSED","message":"${'x'.repeat(length)}"}`,
    );
  const acknowledged = () => sent.filter((text) => text.includes('acknowledge'));
  filler(2, 600);
  expect(acknowledged()).toEqual([]);
  filler(3, 600);
  expect(acknowledged()).toEqual(['{"type":"acknowledge","seq":3}']);
  filler(4, 600);
  filler(5, 3_000);
  expect(acknowledged()).toEqual(['{"type":"acknowledge","seq":3}', '{"type":"acknowledge","seq":5}']);
});
