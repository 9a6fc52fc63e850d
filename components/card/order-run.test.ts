import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readDeck } from '#lib/deck/deck-reader.ts';
import { type ExplainedReport, runOrderInLab } from '#lib/lab-client/run-order-in-lab.ts';
import type { OrderScript } from '#lib/lab/order/order-script.ts';
import { TestPage } from '#test/server/browser.ts';
import { type RunningSidecar, startSidecar } from '#test/server/sidecar.ts';

const { deck } = readDeck(readFileSync('content/decks/sockets.md', 'utf8'), { file: 'sockets.md' });

function scriptOf(id: string): OrderScript {
  const body = deck.prompts.find(({ key }) => key === `sockets/${id}`)?.body;
  if (body?.kind !== 'order' || body.run === null) throw new Error(`${id} is no order that runs`);
  return body.run;
}

let sidecar: RunningSidecar;
beforeEach(async () => {
  // One at a time: a session that is left behind keeps the next one out.
  sidecar = await startSidecar({ LAB_SESSIONS: '1', LAB_NETWORKS_PER_SECOND: '1000' });
});
afterEach(() => sidecar.stop());

async function run(
  id: string,
  placed: readonly number[],
  /** So many reports after which the page goes. */
  goneAfter = Infinity,
): Promise<{ reports: ExplainedReport[]; notRun: string | null }> {
  const reports: ExplainedReport[] = [];
  const page = new AbortController();
  const deps = new TestPage(sidecar.socketPath);
  const ran = await runOrderInLab(deps, scriptOf(id), placed, {
    signal: page.signal,
    reported: (report) => {
      if (reports.push(report) === goneAfter) page.abort();
    },
  });
  return { reports, notRun: ran.ok ? null : ran.error.message };
}

const kinds = (reports: readonly ExplainedReport[]) => reports.map(({ outcome }) => outcome.kind);

it("shows the kernel's own error at the first step that failed, and the way out", async () => {
  const { reports, notRun } = await run('server-order', [0, 1, 3, 2]);
  expect(notRun).toBeNull();
  expect(kinds(reports)).toEqual(['returned', 'returned', 'raised', 'unreached']);
  expect(reports[2]).toMatchObject({
    outcome: { by: 'call', error: { code: 'EINVAL', message: '[Errno 22] Invalid argument' } },
    explanation: expect.stringMatching(/does not listen.*Call `s\.listen\(\)` first/) as unknown,
  });
  expect(reports.filter(({ explanation }) => explanation !== '')).toHaveLength(1);
});

it('says what a step that waits forever waits for', async () => {
  const { reports } = await run('client-order', [0, 1, 3, 2, 4]);
  expect(kinds(reports)).toEqual(['returned', 'returned', 'waits', 'unreached', 'unreached']);
  expect(reports[2]?.explanation).toContain('`recv()` waits for data');
});

it("distinguishes a name that has no value from the kernel's errors", async () => {
  const { reports } = await run('client-order', [1, 0]);
  expect(reports[0]).toMatchObject({
    outcome: { by: 'python', error: { exception: 'NameError' } },
    explanation: expect.stringContaining('Put the step that makes it before') as unknown,
  });
});

it('leaves no session behind, and asks again where there is no place yet', async () => {
  for (const placed of [
    [0, 1, 2, 3],
    [0, 3],
    [0, 1, 2, 3],
  ]) {
    const { notRun, reports } = await run('server-order', placed);
    expect(notRun).toBeNull();
    expect(kinds(reports)).not.toContain('lost');
  }
});

it('ends at once when the page goes', async () => {
  // The last step, `accept()`, waits for a client by then, or soon.
  const { reports } = await run('server-order', [0, 1, 2, 3], 3);
  expect(kinds(reports)).toEqual(['returned', 'returned', 'returned']);
  expect((await run('server-order', [0, 1])).notRun).toBeNull();
});

it('says why where there is no lab', async () => {
  await sidecar.stop();
  expect(await run('server-order', [0, 1, 2, 3])).toMatchObject({
    reports: [],
    notRun: expect.stringMatching(/^[A-Z].*\.$/) as unknown,
  });
});
