import { afterAll, beforeAll, expect, it } from 'vitest';
import { Page, PageSurroundings } from '#server/bridge/browser.fixture.ts';
import { type RunningSidecar, startSidecar } from '#server/bridge/sidecar.fixture.ts';
import { LabModel } from './lab-model.ts';

let sidecar: RunningSidecar;
beforeAll(async () => {
  sidecar = await startSidecar();
});
afterAll(async () => {
  await sidecar.stop();
});

it('stays where it was put while more happens, also while a transcript is shown', async () => {
  const page = new Page(new PageSurroundings(sidecar.socketPath));
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
  model.close();
});

it('tells nobody of a place where it stands already', async () => {
  const page = new Page(new PageSurroundings(sidecar.socketPath));
  const model = new LabModel(page.store);
  page.store.open({ asRoot: false });
  await page.linked('open');
  await page.call('server', { name: 'socket', args: [] });
  let told = 0;
  model.subscribe(() => (told += 1));
  const before = model.snapshot();
  model.goTo(null);
  model.goTo(before.count);
  expect(told).toBe(0);
  expect(model.snapshot()).toBe(before);
  model.goTo(1);
  model.goTo(1);
  expect(told).toBe(1);
  model.close();
});
