import { afterAll, beforeAll, expect, it } from 'vitest';
import { LabModel } from '#components/lab/model/lab-model.ts';
import type { LabCall } from '#lib/lab/protocol/messages.ts';
import { Page, TestPage } from '#test/server/browser.ts';
import { type RunningSidecar, startSidecar } from '#test/server/sidecar.ts';

let sidecar: RunningSidecar;
beforeAll(async () => {
  sidecar = await startSidecar();
});
afterAll(async () => {
  await sidecar.stop();
});

it('stays where it was put while more happens, also while a transcript is shown', async () => {
  const page = new Page(new TestPage(sidecar.socketPath));
  const model = new LabModel(page.store);
  page.store.open({ asRoot: false });
  await page.linked('open');
  await page.call('server', { name: 'socket', args: [] });
  expect(model.snapshot()).toMatchObject({ isLive: true, position: model.snapshot().count });
  model.goTo(2);
  await page.call('server', { name: 'socket', args: [] });
  expect(model.snapshot()).toMatchObject({ isLive: false, position: 2, count: page.events.length });

  model.show('saved.jsonl', page.events.slice(0, 3));
  await page.call('server', { name: 'socket', args: [] });
  expect(model.snapshot()).toMatchObject({ transcript: 'saved.jsonl', isLive: false, count: 3, position: 3 });
  model.hideTranscript();
  expect(model.snapshot()).toMatchObject({ isLive: true, count: page.events.length });
  expect(model.now.programs[0]?.descriptors).toHaveLength(3);
  model.leave();
});

it('notifies nobody of a place where it is already', async () => {
  const page = new Page(new TestPage(sidecar.socketPath));
  const model = new LabModel(page.store);
  page.store.open({ asRoot: false });
  await page.linked('open');
  await page.call('server', { name: 'socket', args: [] });
  let reported = 0;
  model.subscribe(() => (reported += 1));
  const before = model.snapshot();
  model.goTo(null);
  model.goTo(before.count);
  expect(reported).toBe(0);
  expect(model.snapshot()).toBe(before);
  model.goTo(1);
  model.goTo(1);
  expect(reported).toBe(1);
  model.leave();
});

const hostname: LabCall = { name: 'gethostname', args: [] };

it('takes the same call again for the one that is on its way, and for another one after that', async () => {
  const page = new Page(new TestPage(sidecar.socketPath));
  const model = new LabModel(page.store);
  page.store.open({ asRoot: false });
  await page.linked('open');
  const entered = () => page.events.filter(({ type }) => type === 'entered').length;
  const calls = [
    model.call('server', 1, hostname, []),
    model.call('server', 1, hostname, []),
    model.call('client', 1, hostname, []),
    model.call('client', 1, { name: 'socket', args: [] }, ['s']),
  ];
  await Promise.all(calls);
  await page.until(() => page.events.filter(({ type }) => type === 'returned').length === 3);
  expect(entered()).toBe(3);
  await model.call('server', 1, hostname, []);
  expect(entered()).toBe(4);
  model.leave();
});

it('says why a call was not sent', async () => {
  const page = new Page(new TestPage(sidecar.socketPath));
  const model = new LabModel(page.store);
  page.store.open({ asRoot: false });
  await page.linked('open');
  const long: LabCall = { name: 'gethostbyname', args: ['x'.repeat(70_000)] };
  expect(await model.call('server', 1, long, [])).toMatchObject({ code: 'MESSAGE_TOO_LONG' });
  expect(await model.call('server', 1, hostname, [])).toBeNull();
  model.leave();
  expect(await model.call('server', 1, hostname, [])).toMatchObject({ code: 'LAB_CLOSED' });
});

it('lets a call be made again that was lost with its session', async () => {
  const page = new Page(new TestPage(sidecar.socketPath));
  const model = new LabModel(page.store);
  page.store.open({ asRoot: false });
  // It waits for the session.
  await model.call('client', 1, hostname, []);
  page.deps.isDeaf = true;
  void model.call('server', 1, hostname, []);
  page.store.restart();
  await page.until(() => page.events.filter(({ type }) => type === 'opened').length === 2);
  await model.call('server', 1, hostname, []);
  expect(page.events.filter(({ type }) => type === 'entered')).toHaveLength(2);
  model.leave();
});
