import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { duplicateLabs, readGuide } from '#lib/guide/read-guide.ts';

/** In the order in which students meet them. */
const labs = [
  'handshake',
  'echo',
  'wrong-order',
  'nobody-listens',
  'address-in-use',
  'ports',
  'full-queue',
  'blocking',
  'end-of-stream',
  'stream',
  'two-clients',
  'loss',
  'in-order',
  'names',
  'half-close',
  'sent-is-not-read',
];
const courseTopics = 30;

const folder = join(import.meta.dirname, 'labs');
const read = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({
    name,
    ...readGuide(readFileSync(join(folder, name), 'utf8'), { file: `content/labs/${name}` }),
  }));
const guides = read.flatMap(({ guide }) => (guide === null ? [] : [guide]));

test('the labs are read without an error or a warning', () => {
  expect(read.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  expect(duplicateLabs(read.map(({ claim }) => claim))).toEqual([]);
});

test('the labs are in their order, each in a file of its name', () => {
  const inOrder = [...guides].sort((a, b) => a.number - b.number);
  expect(inOrder.map(({ lab, number }) => [number, lab])).toEqual(labs.map((lab, index) => [index + 1, lab]));
  expect(guides.map(({ lab, file }) => file.endsWith(`/${lab}.md`))).not.toContain(false);
});

describe.each(guides)('$lab', ({ stages, scripts, topics, introduction }) => {
  test('has an introduction, four to ten stages, and topics of the course', () => {
    expect(introduction).not.toBeNull();
    expect(stages.length).toBeGreaterThanOrEqual(4);
    expect(stages.length).toBeLessThanOrEqual(10);
    expect(topics.length).toBeGreaterThan(0);
    expect(topics.filter((topic) => topic > courseTopics)).toEqual([]);
  });

  test('asks two questions or more, each of a stage with steps and a reason', () => {
    const asking = stages.filter(({ question }) => question !== null);
    expect(asking.length).toBeGreaterThanOrEqual(2);
    expect(asking.filter(({ part, why }) => part === null || why === null).map(({ id }) => id)).toEqual([]);
  });

  test('says of every wrong choice why it is wrong', () => {
    const silent = stages.filter(
      ({ question }) =>
        question?.kind === 'choice' &&
        question.options.some(({ right, feedback }) => !right && feedback === null),
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  test('runs every step in one stage, in order', () => {
    scripts.forEach(({ script }, index) => {
      let next = 0;
      for (const { part } of stages) {
        if (part?.script !== index) continue;
        expect(part.from).toBe(next);
        next = part.to;
      }
      expect(next).toBe(script.steps.length);
    });
  });
});
