import { afterEach, expect, it } from 'vitest';
import { ContentThread } from '#lib/node/content-thread.ts';
import { OwnContentReader } from '#lib/node/content-reader.ts';
import { compile } from '../../scripts/project/compile.mjs';

const threads: ContentThread[] = [];
async function thread(limits?: ConstructorParameters<typeof ContentThread>[1]): Promise<ContentThread> {
  const { files } = await compile(['lib/node/content-worker.ts']);
  const made = new ContentThread(files[0] ?? '', limits);
  threads.push(made);
  return made;
}
afterEach(() => Promise.all(threads.splice(0).map((each) => each.close())));

const text = (cards: number) =>
  `---\ndeck: a\ntitle: A\n---\n\n${Array.from({ length: cards }, (_, id) => `## What is \`${String(id)}\`?  <!-- id: c${String(id)} -->\n**This** is ${String(id)}.\n`).join('\n')}`;
const deck = (cards: number) => ({
  path: '/a.md',
  file: 'a.md',
  text: text(cards),
  labs: [],
  imagesDir: '/',
});
const lab = { file: 'l.md', text: '# No lab\n' };

it('reads what the own thread reads', async () => {
  const [other, own] = [await thread(), new OwnContentReader()];
  const reading = await other.deck(deck(3));
  expect(reading).toEqual(await own.deck(deck(3)));
  expect(JSON.parse(new TextDecoder().decode(reading.json))).toEqual(reading.deck);
  expect(await other.lab(lab)).toEqual(await own.lab(lab));
});

it('lets this thread go on while a large deck is read', async () => {
  const other = await thread();
  await other.deck(deck(1));
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 1);
  await other.deck(deck(3_000));
  clearInterval(counting);
  // Read in this thread, it would be none.
  expect(turns).toBeGreaterThan(10);
});

it('gives a file up that takes too long, and reads the next one', async () => {
  const other = await thread({ fileMs: 300, memoryMb: 1_024, keptCharacters: 2_000_000 });
  await expect(other.deck(deck(100_000))).rejects.toThrow('it takes longer than 0.3 s to read');
  await other.close();
  const patient = await thread();
  expect((await patient.deck(deck(1))).deck.prompts).toHaveLength(1);
});

it('starts one thread in place of one that it gave up', async () => {
  const other = await thread({ fileMs: 2_000, memoryMb: 1_024, keptCharacters: 2_000_000 });
  let started = 0;
  const count = () => void (started += 1);
  process.on('worker', count);
  try {
    await expect(other.deck(deck(200_000))).rejects.toThrow('it takes longer than');
    // The one that was given up ends at some time while the other one starts, and answers.
    for (let answers = 0; answers < 3; answers++) await other.lab(lab);
  } finally {
    process.off('worker', count);
  }
  expect(started).toBe(2);
});

it('gives a file up that takes too much memory, and reads the next one', async () => {
  const other = await thread({ fileMs: 60_000, memoryMb: 48, keptCharacters: 2_000_000 });
  await expect(other.deck(deck(60_000))).rejects.toThrow('it takes more than 48 MB of memory to read');
  expect((await other.lab(lab)).diagnostics.length).toBeGreaterThan(0);
});

it('keeps nothing of a very long text, and reads it again', async () => {
  const other = await thread({ fileMs: 60_000, memoryMb: 1_024, keptCharacters: 100 });
  const first = await other.deck(deck(20));
  expect(other.isRunning).toBe(false);
  expect(await other.deck(deck(20))).toEqual(first);
});
