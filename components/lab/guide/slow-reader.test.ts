import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GuideRun, type StageResult } from '#components/lab/guide/guide-run.ts';
import { readGuide } from '#lib/guide/read-guide.ts';
import type { Guide } from '#lib/guide/guide.ts';
import { Page, TestPage } from '#test/server/browser.ts';
import { type RunningSidecar, startSidecar } from '#test/server/sidecar.ts';

const folder = 'content/labs';

function guideOf(file: string): Guide {
  const { guide, diagnostics } = readGuide(readFileSync(`${folder}/${file}`, 'utf8'), { file });
  if (guide === null) throw new Error(JSON.stringify(diagnostics));
  return guide;
}

let sidecar: RunningSidecar;
beforeAll(async () => {
  sidecar = await startSidecar({
    LAB_NETWORKS_PER_SECOND: '1000',
    LAB_SESSIONS_PER_ADDRESS: '64',
    LAB_CALLS_PER_SECOND: '100000',
  });
});
afterAll(async () => {
  await sidecar.stop();
});

/** What became of each stage that has steps: `heal passed`. */
const outcomesOf = (reported: readonly StageResult[]) =>
  reported.flatMap(({ stage, outcome }) => (outcome === 'read' ? [] : [`${stage} ${outcome}`]));

/**
 * Goes through a lab press by press.
 *
 * @param read passes the time before each press
 */
async function walkThrough(
  guide: Guide,
  read: (page: TestPage, stage: string) => Promise<void> | void,
): Promise<{ outcomes: string[]; caughtUp: number }> {
  const deps = new TestPage(sidecar.socketPath);
  const page = new Page(deps);
  const reported: StageResult[] = [];
  const run = new GuideRun(guide, page.store, (result) => reported.push(result));
  let caughtUp = 0;
  run.subscribe(() => {
    if (run.snapshot().isCatchingUp) caughtUp += 1;
  });
  page.store.open({ asRoot: false });
  await page.linked('open');
  await run.begin();
  for (const [index, { id }] of guide.stages.entries()) {
    if (index > 0) await run.goTo(index);
    run.skipPrediction();
    while (run.snapshot().phase === 'run') {
      await read(deps, id);
      await run.next();
    }
    await run.see(null);
  }
  run.close();
  page.store.close();
  return { outcomes: outcomesOf(reported), caughtUp };
}

const passing = ({ stages }: Guide): unknown[] =>
  stages
    .filter(({ part }) => part !== null)
    .map(({ id }): unknown => expect.stringMatching(`^${id} (passed|skipped)$`));

/** Labs in which TIME-WAIT, FIN-WAIT-2, a retry of a SYN or a retransmission goes on while somebody reads. */
const withTimers: ReadonlySet<string> = new Set([
  'address-in-use.md',
  'echo.md',
  'end-of-stream.md',
  'full-queue.md',
  'loss.md',
]);

const labs = readdirSync(folder).filter((file) => file.endsWith('.md'));

it.each(labs)('%s passes, however long somebody reads before each press', async (file) => {
  const guide = guideOf(file);
  const { outcomes, caughtUp } = await walkThrough(guide, (page) => page.later(70_000));
  expect(outcomes).toEqual(passing(guide));
  if (withTimers.has(file)) expect(caughtUp).toBeGreaterThan(0);
});

it.each(labs)('%s passes without a pause', async (file) => {
  const guide = guideOf(file);
  const { outcomes, caughtUp } = await walkThrough(guide, () => undefined);
  expect(outcomes).toEqual(passing(guide));
  expect(caughtUp).toBe(0);
});

/** The stages before which the kernel's own clock must really run: TIME-WAIT lasts 60 s, and a retry comes ever later. */
const waits = [
  { file: 'address-in-use.md', stage: 'restart', ms: 65_000 },
  { file: 'loss.md', stage: 'heal', ms: 30_000 },
];

it.concurrent.each(waits)(
  '$file passes when $ms ms really go by before “$stage”',
  async ({ file, stage, ms }) => {
    const guide = guideOf(file);
    let hasWaited = false;
    const { outcomes, caughtUp } = await walkThrough(guide, async (_, now) => {
      if (now !== stage || hasWaited) return;
      hasWaited = true;
      // Time is what is tested: the kernel's timers cannot be hurried.
      await new Promise((resolve) => setTimeout(resolve, ms));
    });
    expect(outcomes).toEqual(passing(guide));
    expect(caughtUp).toBeGreaterThan(0);
  },
  120_000,
);
