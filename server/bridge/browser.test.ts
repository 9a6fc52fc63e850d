import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import { parseLabFile } from '#lib/lab/script/read-scripts.ts';
import { createScriptRun } from '#lib/lab/script/run/run-script.ts';
import { Page, TestPage } from '#test/server/browser.ts';
import { connectPair, echo } from '#test/server/echo.ts';
import { fuzzSeed } from '#test/server/fuzz.ts';
import { randomFrom } from '#test/server/fuzz-messages.ts';
import { type RunningSidecar, startSidecar } from '#test/server/sidecar.ts';
import { TestTab } from '#test/test-tab.ts';

const seed = fuzzSeed();
const runs = 30;

let sidecar: RunningSidecar;
beforeAll(async () => {
  sidecar = await startSidecar({ LAB_NETWORKS_PER_SECOND: '1000', LAB_SESSIONS_PER_ADDRESS: '200' });
});
afterAll(async () => {
  expect(await sidecar.stop()).toBe(0);
});

async function openPage(deps = new TestPage(sidecar.socketPath), tab: TestTab | null = null): Promise<Page> {
  const page = new Page(deps, tab);
  page.store.open({ asRoot: false });
  await page.linked('open');
  return page;
}

/** Calls and how they ended, in an order that does not depend on who was faster. */
function calls(events: readonly LabEvent[]): string[] {
  const names = new Map(
    events.flatMap((event) => (event.type === 'entered' ? [[event.id, event.call.name]] : [])),
  );
  return events
    .flatMap((event) =>
      event.type === 'returned'
        ? [`${event.program} ${names.get(event.id)} ${event.result.ok}`]
        : event.type === 'entered'
          ? [`${event.program} enters ${event.call.name}`]
          : [],
    )
    .sort();
}

function isWhole(events: readonly LabEvent[]): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
  const segments = events.flatMap((event) => (event.type === 'segment' ? [event.segment.number] : []));
  expect(segments).toEqual(segments.map((_number, index) => index + 1));
}

it(`loses nothing and doubles nothing, wherever an echo is cut (FUZZ_SEED=${seed})`, async () => {
  const unbroken = await openPage();
  await echo(unbroken);
  unbroken.store.close();

  const random = randomFrom(seed);
  let cuts = 0;
  for (let run = 0; run < runs; run += 1) {
    const deps = new TestPage(sidecar.socketPath, random);
    deps.pace = 20;
    const page = new Page(deps);
    let budget = 6;
    deps.moved = () => {
      if (budget === 0 || page.events.length === 0 || random() > 0.15) return;
      budget -= 1;
      cuts += 1;
      deps.cut();
    };
    page.store.open({ asRoot: false });
    await echo(page);
    await page.linked('open');
    expect(calls(page.events), `run ${run}`).toEqual(calls(unbroken.events));
    isWhole(page.events);
    expect(page.store.view().notice).toBeNull();
    page.store.close();
  }
  expect(cuts).toBeGreaterThan(runs);
});

it('says what was said while the connection was away, once it is back', async () => {
  const page = await openPage();
  page.deps.cut();
  await page.linked('retrying');
  expect(await page.call('server', { name: 'socket', args: [] })).toEqual({ ok: true, value: { socket: 3 } });
  isWhole(page.events);
  page.store.close();
});

it('finds out by itself that a connection is dead', async () => {
  const page = await openPage();
  page.deps.isDeaf = true;
  const id = page.begin('server', { name: 'socket', args: [] });
  // It does not try again before that was seen.
  page.deps.pace = 0.000_1;
  page.deps.skip(6_000);
  await page.linked('retrying');
  expect(page.store.view().link).toMatchObject({ code: 'CONNECTION_LOST' });
  page.deps.pace = 1;
  page.deps.skip(1_000);
  await page.until(() => page.events.some((event) => event.type === 'returned' && event.id === id));
  expect(page.deps.connections).toBe(2);
  isWhole(page.events);
  page.store.close();
});

it('connects again at once when the browser comes online, and when a page whose connection is gone is seen', async () => {
  const page = await openPage();
  await page.call('server', { name: 'socket', args: [] });
  page.deps.wake('online');
  await page.until(() => page.events.filter(({ type }) => type === 'opened').length === 2);
  page.deps.pace = 0.000_1;
  page.deps.cut();
  await page.linked('retrying');
  page.deps.wake('visible');
  await page.until(() => page.events.filter(({ type }) => type === 'opened').length === 3);
  page.deps.wake('visible');
  await page.call('server', { name: 'gethostname', args: [] });
  expect(page.deps.connections).toBe(3);
  page.store.close();
});

it('shows a burst of events in few frames', async () => {
  const page = await openPage();
  const before = page.deps.frames;
  let reported = 0;
  page.store.subscribe(() => (reported += 1));
  for (let index = 0; index < 200; index += 1)
    page.begin(`p${index % 10}`, { name: 'gethostname', args: [] });
  await page.until(() => page.events.filter(({ type }) => type === 'returned').length === 200);
  expect(page.events.length).toBeGreaterThan(400);
  expect(reported).toBeLessThan(60);
  expect(page.deps.frames - before).toBe(reported);
  page.store.close();
});

it.each(['SIGTERM', 'SIGKILL'] as const)(
  'opens a new session when the sidecar got %s and is there again, keeps the log, and says so',
  async (signal) => {
    const first = await startSidecar();
    const deps = new TestPage(first.socketPath);
    const page = await openPage(deps);
    await connectPair(page);
    const before = page.events.length;
    const ended = new Promise((resolve) => first.child.once('exit', resolve));
    first.child.kill(signal);
    await ended;
    await page.linked('retrying');
    await page.until(() => {
      const { link } = page.store.view();
      return link.kind === 'retrying' && link.code === 'LAB_AWAY' && link.help !== '' && link.retryAtMs > 0;
    });

    const second = await startSidecar();
    deps.socketPath = second.socketPath;
    await page.linked('open');
    expect(page.store.view().notice).toMatch(
      /A new session was opened; what happened before is on the time bar\.$/,
    );
    expect(page.events.slice(before).some((event) => event.type === 'opened' && !event.resumed)).toBe(true);
    await connectPair(page);
    expect(page.events.map(({ seq }) => seq)).toEqual(page.events.map((_event, index) => index + 1));
    page.store.close();
    await second.stop();
  },
);

it.each([
  ['SESSIONS_FULL', { LAB_SESSIONS: '1' }],
  ['SESSIONS_OF_ADDRESS', { LAB_SESSIONS_PER_ADDRESS: '1' }],
] as const)(
  'waits while there is no place (%s), says why and when, and goes on when there is',
  async (code, limits) => {
    const full = await startSidecar(limits);
    try {
      const first = await openPage(new TestPage(full.socketPath));
      const second = new Page(new TestPage(full.socketPath));
      second.store.open({ asRoot: false });
      await second.linked('retrying');
      const { link } = second.store.view();
      expect(link).toMatchObject({ kind: 'retrying', code });
      first.store.close();
      // So that it is not long until it tries again, and again should the place not be free yet.
      second.deps.pace = 20;
      second.deps.skip(60_000);
      await second.linked('open');
      expect(second.store.view().notice).toBeNull();
      second.store.close();
    } finally {
      await full.stop();
    }
  },
);

it('waits when sessions came too fast', async () => {
  const slow = await startSidecar({ LAB_NETWORKS_PER_SECOND: '1', LAB_SESSIONS_PER_ADDRESS: '1' });
  try {
    const page = await openPage(new TestPage(slow.socketPath));
    const isRefused = () => page.store.view().link.kind === 'retrying';
    const opened = () => page.events.filter(({ type }) => type === 'opened').length;
    // How many come before one is too many depends on how fast they are made.
    let sessions = 1;
    for (;;) {
      page.store.restart();
      await page.until(() => isRefused() || opened() > sessions);
      if (isRefused()) break;
      sessions += 1;
    }
    await page.linked('open');
    expect(opened()).toBe(sessions + 1);
    page.store.close();
  } finally {
    await slow.stop();
  }
});

it('goes on after a reload, with the log as it was', async () => {
  const tab = new TestTab();
  const before = await openPage(new TestPage(sidecar.socketPath), tab);
  await connectPair(before);
  tab.leave();
  const seen = [...before.events];
  const after = await openPage(new TestPage(sidecar.socketPath), tab);
  expect(after.events.slice(0, seen.length)).toEqual(seen);
  expect(after.events.findLast(({ type }) => type === 'opened')).toMatchObject({ resumed: true });
  expect(await after.call('client', { name: 'sendall', fd: 3, args: [{ bytes: 'aGk=' }] })).toMatchObject({
    ok: true,
  });
  isWhole(after.events);
  await before.linked('ended');
  after.store.close();
});

it('does not touch what was kept where it is closed again at once', async () => {
  const tab = new TestTab();
  const before = await openPage(new TestPage(sidecar.socketPath), tab);
  tab.leave();
  const tried = new Page(new TestPage(sidecar.socketPath), tab);
  tried.store.open({ asRoot: false });
  tried.store.close();
  const after = await openPage(new TestPage(sidecar.socketPath), tab);
  expect(tried.deps.connections).toBe(0);
  expect(after.events.at(-1)).toMatchObject({ type: 'opened', resumed: true });
  before.store.close();
  after.store.close();
});

it('leaves the choice to the one of two pages that lost their session to the other', async () => {
  const tab = new TestTab();
  const first = await openPage(new TestPage(sidecar.socketPath), tab);
  await first.call('server', { name: 'socket', args: [] });
  tab.leave();
  const second = await openPage(new TestPage(sidecar.socketPath), tab);
  await first.linked('ended');
  expect(first.store.view().link).toMatchObject({ code: 'SESSION_TAKEN', canGoOn: true });
  expect(first.store.send({ type: 'exit', id: 1, program: 'server' })).toMatchObject({
    code: 'SESSION_TAKEN',
  });
  first.deps.wake('visible');
  expect(first.deps.connections).toBe(1);

  first.store.goOn();
  await first.linked('open');
  await second.linked('ended');
  isWhole(first.events);
  second.store.restart();
  await second.linked('open');
  expect(second.events.at(-1)).toMatchObject({ type: 'opened', resumed: false });
  expect(first.store.view().link.kind).toBe('open');
  first.store.close();
  second.store.close();
});

it.each(['', '{', '{"version":1}', 'null'])('opens a new session where what was kept is %j', async (text) => {
  const tab = new TestTab();
  tab.items.set('ackademy.lab.test', text);
  const page = await openPage(new TestPage(sidecar.socketPath), tab);
  expect(page.events).toHaveLength(1);
  page.store.close();
});

it('ends with a press to begin again when nothing was done for long', async () => {
  const idle = await startSidecar({ LAB_IDLE_MS: '300' });
  try {
    const page = await openPage(new TestPage(idle.socketPath));
    await page.linked('ended');
    expect(page.store.view().link).toMatchObject({ code: 'SESSION_IDLE', canGoOn: false });
    expect(page.events.at(-1)).toMatchObject({ type: 'closed', code: 'SESSION_IDLE' });
    page.store.restart();
    await page.linked('open');
    page.store.close();
  } finally {
    await idle.stop();
  }
});

it('begins again with a reset, or with another session where the other kind is wanted', async () => {
  const page = await openPage();
  await page.call('server', { name: 'socket', args: [] });
  expect(await page.store.begin({ asRoot: false })).toBe(true);
  await page.until(() => page.events.at(-1)?.type === 'reset');
  expect(await page.store.begin({ asRoot: true })).toBe(true);
  await page.until(() => page.store.view().network?.asRoot === true);
  expect(page.events.at(-1)).toMatchObject({ type: 'opened', resumed: false });
  expect(page.store.view().notice).toBeNull();
  page.store.close();
});

const script = `
server> s = socket()
server> s.bind(('127.0.0.1', 65000))
server> s.listen(1)
server> conn, addr = s.accept()
blocks
client> c = socket()
client> c.connect(('127.0.0.1', 65000))
server returns _
state conn ESTABLISHED
`;

it('gives a script the session of the page, which goes on with its own calls meanwhile', async () => {
  const page = await openPage();
  const parsed = parseLabFile(`\`\`\`lab${script}\`\`\`\n`, 'lab.md');
  const [first] = parsed.scripts;
  if (first === undefined) throw new Error(JSON.stringify(parsed));
  const run = createScriptRun(first, await page.store.port());
  await page.call('other', { name: 'socket', args: [] });
  for (let outcome = await run.next(); outcome !== null; outcome = await run.next()) {
    expect(outcome.kind, JSON.stringify(outcome)).toBe('passed');
    await page.call('other', { name: 'gethostname', args: [] });
  }
  expect(run.nameOf('server', 4)).toBe('conn');
  const ids = page.events.flatMap((event) => (event.type === 'entered' ? [event.id] : []));
  expect(new Set(ids).size).toBe(ids.length);
  run.close();
  page.store.close();
});
