import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from 'chokidar';
import { DeckLibrary } from '#lib/node/deck-library.ts';
import { median } from '../report/figure.ts';

/** Between two edits, so that no event of one is taken for one of the next. */
const pauseMs = 300;

/** The time until a page has what an author saved, and until any program hears of the file at all. */
interface SavedEdit {
  readonly servedMs: number;
  readonly fileEventMs: number;
}

/** @param textOf the text of the deck after so many edits */
export async function timeSavedEdits(textOf: (edit: number) => string, rounds: number): Promise<SavedEdit> {
  const content = await mkdtemp(join(tmpdir(), 'ackademy-bench-'));
  const file = join(content, 'decks', 'generated.md');
  await mkdir(join(content, 'decks'));
  await writeFile(file, textOf(0));
  const library = new DeckLibrary(content);
  const watcher = watch(content, { ignoreInitial: true });
  const servedMs: number[] = [];
  const fileEventMs: number[] = [];
  try {
    const heard = new EventTarget();
    library.subscribe(() => heard.dispatchEvent(new Event('change')));
    await Promise.all([library.watching(), once(watcher, 'ready'), library.find('generated')]);
    for (let edit = 1; edit <= rounds; edit += 1) {
      const began = performance.now();
      const event = once(watcher, 'change').then(() => fileEventMs.push(performance.now() - began));
      const change = once(heard, 'change');
      await writeFile(file, textOf(edit));
      await change;
      const found = await library.find('generated');
      // As `/api/decks/[deck]` answers.
      const body = await Response.json(found?.deck).text();
      servedMs.push(performance.now() - began);
      if (!body.includes(`Edit ${String(edit)}.`)) throw new Error(`edit ${String(edit)} was not served`);
      await event;
      await sleep(pauseMs);
    }
  } finally {
    await Promise.all([library.close(), watcher.close()]);
    await rm(content, { recursive: true });
  }
  return { servedMs: median(servedMs), fileEventMs: median(fileEventMs) };
}
