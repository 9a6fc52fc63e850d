import { afterEach, beforeEach, expect, it } from 'vitest';
import { GuideRun, type StageResult } from '#components/lab/guide/guide-run.ts';
import type { Guide } from '#lib/guide/guide.ts';
import { readGuide } from '#lib/guide/read-guide.ts';
import { Page, TestPage } from '#test/server/browser.ts';
import { LabClient } from '#test/server/lab-client.ts';
import { type RunningSidecar, startSidecar } from '#test/server/sidecar.ts';

const front = `---
lab: first-words
title: First words
number: 17
---

# First words

`;

const stages = `## Read this <!-- id: read -->
Nothing is run here.

## The server waits <!-- id: wait -->
What does \`listen()\` return?

**Answer:** \`None\`

\`\`\`lab
server> s = socket(AF_INET, SOCK_STREAM)
server> s.bind(('127.0.0.1', 65000))
server> s.listen()
returns None
state s LISTEN
\`\`\`

## A client comes <!-- id: connect -->
It connects.

\`\`\`lab continued
client> c = socket(AF_INET, SOCK_STREAM)
client> c.connect(('127.0.0.1', 65000))
server> conn, addr = s.accept()
\`\`\`

## It speaks <!-- id: speak -->
It sends.

\`\`\`lab continued
client> c.send(b'hi')
server> conn.recv(10)
returns b'hi'
\`\`\`

## Read that <!-- id: end -->
The end.
`;

/** A server that waits for what never comes, and what the script expects of it. */
const waiting = (claim: string) => `## Wait <!-- id: wait -->
It waits.

\`\`\`lab
server> s = socket(AF_INET, SOCK_STREAM)
server> s.bind(('127.0.0.1', 65000))
server> s.listen()
server> s.accept()
${claim}
\`\`\`

## After it <!-- id: after -->
Another call.

\`\`\`lab continued
client> c = socket(AF_INET, SOCK_STREAM)
\`\`\`
`;

function guideOf(text: string): Guide {
  const { guide, diagnostics } = readGuide(front + text, { file: 'first-words.md' });
  if (guide === null) throw new Error(JSON.stringify(diagnostics));
  return guide;
}

interface Walk {
  readonly page: Page;
  readonly run: GuideRun;
  readonly reported: StageResult[];
}

let sidecar: RunningSidecar;
let walks: Walk[];
beforeEach(async () => {
  sidecar = await startSidecar({ LAB_NETWORKS_PER_SECOND: '1000' });
  walks = [];
});
afterEach(async () => {
  for (const { page, run } of walks) {
    run.close();
    page.store.close();
  }
  await sidecar.stop();
});

async function walk(text = stages, first = 0): Promise<Walk> {
  const page = new Page(new TestPage(sidecar.socketPath));
  const reported: StageResult[] = [];
  const run = new GuideRun(guideOf(text), page.store, (result) => reported.push(result), first);
  walks.push({ page, run, reported });
  page.store.open({ asRoot: false });
  await page.linked('open');
  await run.begin();
  return { page, run, reported };
}

const none = { answer: 'None', saying: { kind: 'text', text: 'None' } } as const;
const zero = { answer: '0', saying: { kind: 'text', text: '0' } } as const;
/** What became of each step of the stage. */
const kinds = ({ run }: Walk) => run.snapshot().steps.map(({ outcome }) => outcome?.kind ?? null);
/** The calls of all programs since everything began last. */
function callsSince({ page }: Walk): string[] {
  const { events } = page.store.view();
  const beginning = events.findLastIndex(({ type }) => type === 'reset' || type === 'opened');
  return events
    .slice(beginning)
    .flatMap((event) => (event.type === 'entered' ? [`${event.program} ${event.call.name}`] : []));
}
async function changed(run: GuideRun, holds: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!holds()) return;
      forget();
      resolve();
    };
    const forget = run.subscribe(look);
    look();
  });
}

it('goes from a prediction over the steps to what was seen, and reports it once', async () => {
  const walked = await walk();
  const { run, reported } = walked;
  expect(run.snapshot()).toMatchObject({ index: 0, phase: 'done' });
  run.read();
  await run.goTo(1);
  expect(run.snapshot()).toMatchObject({ phase: 'predict', done: 0 });
  run.predict(none);
  expect(run.snapshot()).toMatchObject({ phase: 'run', predicted: none });
  await run.next();
  expect(run.snapshot()).toMatchObject({ phase: 'run', done: 1, isBusy: false });
  await run.next();
  await run.next();
  // What only looks belongs to the press that made what it looks at.
  expect(run.snapshot()).toMatchObject({ phase: 'see', done: 4 });
  expect(kinds(walked)).toEqual(['passed', 'passed', 'passed', 'passed']);
  await run.see(zero);
  await run.see(none);
  await run.next();
  const predicted = { answer: 'None', verdict: 'right', named: null };
  const seen = { answer: '0', verdict: 'wrong', named: null };
  expect(run.snapshot()).toMatchObject({ phase: 'done', graded: { predicted, seen } });
  expect(reported).toEqual([
    { stage: 'read', predicted: null, seen: null, outcome: 'read' },
    { stage: 'wait', predicted, seen, outcome: 'passed' },
  ]);
});

it('runs what is left of a stage at once, and goes on with the next where that ended', async () => {
  const walked = await walk(stages, 1);
  const { run, reported } = walked;
  run.skipPrediction();
  await run.rest();
  await run.see(null);
  for (const index of [2, 3]) {
    await run.goTo(index);
    await run.rest();
    expect(run.snapshot()).toMatchObject({ index, phase: 'done', path: 'on' });
  }
  await walked.page.until(() => callsSince(walked).length >= 8);
  expect(callsSince(walked)).toHaveLength(8);
  expect(reported.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
    'wait passed',
    'connect passed',
    'speak passed',
  ]);
});

it('plays what comes before a stage that a page begins with', async () => {
  const walked = await walk(stages, 3);
  await walked.page.until(() => callsSince(walked).length >= 6);
  expect(callsSince(walked)).toHaveLength(6);
  await walked.run.rest();
  expect(walked.run.snapshot().phase).toBe('done');
  expect(walked.reported).toMatchObject([{ stage: 'speak', outcome: 'passed' }]);
});

it('comes back to the path with nothing of what was done by hand', async () => {
  const walked = await walk(stages, 2);
  const { page, run, reported } = walked;
  await run.next();
  run.leavePath();
  expect(run.snapshot().path).toBe('left');
  await page.call('stranger', { name: 'socket', args: [] });
  await run.returnToPath();
  expect(run.snapshot()).toMatchObject({ path: 'on', done: 1, phase: 'run' });
  await run.rest();
  await page.until(() => callsSince(walked).includes('server accept'));
  expect(callsSince(walked)).not.toContain('stranger socket');
  expect(reported).toMatchObject([{ stage: 'connect', outcome: 'passed' }]);
});

it('does not go on with what was done by hand after a stage that is only read', async () => {
  const walked = await walk(stages, 2);
  const { page, run } = walked;
  await run.rest();
  run.leavePath();
  await page.call('stranger', { name: 'socket', args: [] });
  await run.goTo(4);
  await run.returnToPath();
  await run.goTo(3);
  await run.rest();
  expect(run.snapshot().phase).toBe('done');
  await page.until(() => callsSince(walked).includes('server recv'));
  expect(callsSince(walked)).not.toContain('stranger socket');
});

it('goes back and forth while a step runs, and reports nothing that was aborted', async () => {
  const walked = await walk(waiting('returns (_, _)'));
  const { run, reported } = walked;
  const resting = run.rest();
  await changed(run, () => run.snapshot().done === 3);
  void run.goTo(1);
  expect(run.snapshot()).toMatchObject({ index: 1, phase: 'run', done: 0 });
  await run.goTo(0);
  expect(run.snapshot()).toMatchObject({ index: 0, phase: 'run', done: 0, isBusy: false });
  await run.next();
  // Only in a fresh network is the port free again.
  await run.next();
  expect(kinds(walked)).toEqual(['passed', 'passed', null, null]);
  await resting;
  expect(run.snapshot()).toMatchObject({ done: 2, path: 'on' });
  expect(kinds(walked)).toEqual(['passed', 'passed', null, null]);
  expect(reported).toEqual([]);
});

it('reports nothing of a step during which the page was left', async () => {
  const { page, run, reported } = await walk(waiting('returns (_, _) within 60s'));
  const resting = run.rest();
  await changed(run, () => run.snapshot().done === 3);
  // The session goes first, as where a whole page goes.
  page.store.close();
  run.close();
  await resting;
  expect(reported).toEqual([]);
});

it('leaves the path when the session is lost, also during a step, and comes back to it', async () => {
  const walked = await walk(waiting('returns (_, _) within 60s'));
  const { page, run, reported } = walked;
  const resting = run.rest();
  await changed(run, () => run.snapshot().done === 3);
  sidecar.child.kill('SIGKILL');
  await page.linked('retrying');
  const { socketPath } = (sidecar = await startSidecar());
  page.deps.socketPath = socketPath;
  await resting;
  expect(run.snapshot()).toMatchObject({ path: 'lost', isBusy: false, phase: 'run', done: 3 });
  expect(reported).toEqual([]);
  await run.returnToPath();
  expect(run.snapshot()).toMatchObject({ path: 'on', done: 3 });
  await page.until(() => callsSince(walked).length >= 3);
  expect(callsSince(walked)).toEqual(['server socket', 'server bind', 'server listen']);
});

it('does not blame the kernel for what could not come without a connection', async () => {
  const { page, run, reported } = await walk(waiting('returns (_, _)'));
  const resting = run.rest();
  await changed(run, () => run.snapshot().done === 3);
  page.deps.socketPath = '/nowhere';
  page.deps.cut();
  await resting;
  expect(run.snapshot()).toMatchObject({ path: 'lost', phase: 'run', done: 3 });
  expect(reported).toEqual([]);
});

it('goes on after another window took its session and gave it back', async () => {
  const { page, run } = await walk();
  await run.goTo(1);
  run.skipPrediction();
  await run.next();
  const opened = page.events.find(({ type }) => type === 'opened');
  if (opened?.type !== 'opened') throw new Error('no session');
  const { session, token } = opened;
  const other = await LabClient.connect({ at: sidecar.socketPath });
  other.send({ type: 'open', resume: { session, token, after: 0 } });
  await page.linked('ended');
  page.store.goOn();
  await page.linked('open');
  other.webSocket.terminate();
  expect(run.snapshot().path).toBe('lost');
  await run.rest();
  expect(run.snapshot().phase).toBe('see');
});

it('says where the kernel did something else, ends the stage, and lets it be tried again', async () => {
  const walked = await walk(waiting('raises ValueError'));
  const { run, reported } = walked;
  await run.rest();
  expect(run.snapshot()).toMatchObject({ phase: 'done', done: 4 });
  expect(kinds(walked)).toEqual(['passed', 'passed', 'passed', 'failed']);
  await run.again();
  expect(run.snapshot()).toMatchObject({ phase: 'run', done: 0 });
  await run.goTo(1);
  await run.next();
  // The step of the stage before that failed on the way is shown above those that could not be run.
  expect(kinds(walked)).toEqual(['failed', null]);
  expect(run.snapshot().steps[0]?.text).toContain('s.accept()');
  expect(reported).toMatchObject([
    { stage: 'wait', outcome: 'failed' },
    { stage: 'after', outcome: 'failed' },
  ]);
});

const asRoot = `## As root <!-- id: root -->
It may.

\`\`\`lab as-root
server> s = socket(AF_INET, SOCK_STREAM)
server> s.bind(('127.0.0.1', 80))
\`\`\`

## Still root <!-- id: still -->
It listens.

\`\`\`lab continued
server> s.listen()
state s LISTEN
\`\`\`
`;

it('runs a script as root where there is a root, and says so where there is none', async () => {
  const walked = await walk(asRoot);
  const { page, run, reported } = walked;
  await run.rest();
  await run.goTo(1);
  await run.rest();
  expect(run.snapshot().phase).toBe('done');
  const { network } = await page.store.port();
  const outcome = network.asRoot ? 'passed' : 'skipped';
  expect(reported).toMatchObject([
    { stage: 'root', outcome },
    { stage: 'still', outcome },
  ]);
});

it('keeps on its path over a reset that is one of its steps', async () => {
  const walked = await walk(`## Again <!-- id: again -->
Twice.

\`\`\`lab
server> s = socket(AF_INET, SOCK_STREAM)
reset
client> c = socket(AF_INET, SOCK_STREAM)
client> c.close()
\`\`\`
`);
  const { run, reported } = walked;
  await run.next();
  await run.next();
  await walked.page.until(() => walked.page.events.some(({ type }) => type === 'reset'));
  expect(run.snapshot()).toMatchObject({ path: 'on', done: 2 });
  await run.rest();
  expect(kinds(walked)).toEqual(['passed', 'passed', 'passed', 'passed']);
  expect(reported).toHaveLength(1);
});

it('empties the network when it restarts, whatever was done there', async () => {
  const walked = await walk();
  await walked.page.call('stranger', { name: 'socket', args: [] });
  await walked.run.fromTheStart();
  await walked.page.until(() => callsSince(walked).length === 0);
  expect(walked.run.snapshot()).toMatchObject({ index: 0, path: 'on', isBusy: false });
});

it('reports a stage that is only read the first time it is left', async () => {
  const { run, reported } = await walk();
  run.read();
  await run.goTo(1);
  run.read();
  await run.goTo(0);
  run.read();
  run.read();
  expect(reported).toEqual([{ stage: 'read', predicted: null, seen: null, outcome: 'read' }]);
});
