import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { watch } from 'chokidar';
import type { Deck } from '#lib/deck/prompt.ts';
import { createDeckReader, type DeckReader } from '#lib/deck/deck-reader.ts';
import { decode } from '#lib/deck/decode.ts';
import { imageTypes } from '#lib/deck/image-source.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';

import { readEnvironment } from './environment.ts';
import { unreadableFile } from './unreadable-file.ts';

/** A deck as its file is now. */
export interface DeckEntry {
  readonly deck: Deck;
  /** Changes whenever the file or one of its images does. */
  readonly version: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The file's lines, to show beside a diagnostic. */
  readonly lines: readonly string[];
}

interface KnownFile {
  readonly stamp: string;
  readonly entry: DeckEntry | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Changes that come together, such as an editor's, are told once. */
const settleMs = 80;

/**
 * The decks of a content folder, read when they are asked for and told about when they change. A deck that has errors is
 * here with its good cards and its diagnostics.
 */
export class DeckLibrary {
  readonly #contentDir: string;
  readonly #decksDir: string;
  readonly #events = new EventEmitter().setMaxListeners(0);
  readonly #readers = new Map<string, DeckReader>();
  #known = new Map<string, KnownFile>();
  #refreshing: Promise<void> | null = null;
  #watching = false;
  #imagesChanged = 0;

  /** @param contentDir absolute path of the folder that holds `decks/` */
  constructor(contentDir: string) {
    this.#contentDir = contentDir;
    this.#decksDir = join(contentDir, 'decks');
  }

  /** All decks, by file name. */
  async list(): Promise<readonly DeckEntry[]> {
    await this.#refresh();
    return [...this.#known.values()].flatMap(({ entry }) => (entry ? [entry] : []));
  }

  /** The deck of this name; null where there is none. */
  async find(deck: string): Promise<DeckEntry | null> {
    return (await this.list()).find((entry) => entry.deck.deck === deck) ?? null;
  }

  /** What is wrong in files that gave no deck at all. */
  async unreadable(): Promise<readonly Diagnostic[]> {
    await this.#refresh();
    return [...this.#known.values()].flatMap(({ entry, diagnostics }) => (entry ? [] : diagnostics));
  }

  /** Changes whenever any deck does. */
  async version(): Promise<string> {
    await this.#refresh();
    return hash([...this.#known.values()].map(({ stamp }) => stamp).join('\n'));
  }

  /** An image, by its path from the folder of decks; null where there is none, or the path leads out of that folder. */
  async image(path: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string } | null> {
    const type = imageTypes.get(extname(path).slice(1).toLowerCase());
    const file = join(this.#decksDir, path);
    if (!type || !file.startsWith(this.#decksDir + sep)) return null;
    return readFile(file).then(
      (bytes) => ({ bytes: new Uint8Array(bytes), type }),
      () => null,
    );
  }

  /** Calls `listener` after decks changed on the disk. Returns what ends that. */
  subscribe(listener: () => void): () => void {
    this.#watch();
    this.#events.on('change', listener);
    return () => this.#events.off('change', listener);
  }

  /** Reads what is new since the last time; requests that come together share one look at the folder. */
  #refresh(): Promise<void> {
    this.#refreshing ??= this.#read().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  async #read(): Promise<void> {
    const names = await readdir(this.#decksDir).catch(() => []);
    const files = names.filter((name) => name.endsWith('.md')).sort();
    const taken = new Set<string>();
    const known = new Map<string, KnownFile>();
    for (const name of files) {
      const path = join(this.#decksDir, name);
      const stamp = await stat(path).then(
        ({ mtimeMs, size, ino }) => [name, mtimeMs, size, ino, this.#imagesChanged].join(),
        () => `${name},gone`,
      );
      const before = this.#known.get(name);
      const file = before?.stamp === stamp ? before : await this.#readFile(path, stamp);
      // Of two files that name the same deck the first one has it; checking the decks reports the other.
      const twice = file.entry !== null && taken.has(file.entry.deck.deck);
      if (file.entry) taken.add(file.entry.deck.deck);
      known.set(name, twice ? { ...file, entry: null } : file);
    }
    this.#known = known;
  }

  async #readFile(path: string, stamp: string): Promise<KnownFile> {
    const file = relative(process.cwd(), path).split(sep).join('/');
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => error);
    if (bytes instanceof Error) return { stamp, entry: null, diagnostics: [unreadableFile(file, bytes)] };
    const decoded = decode(bytes, file);
    if ('diagnostic' in decoded) return { stamp, entry: null, diagnostics: [decoded.diagnostic] };
    const reader = this.#readers.get(path) ?? createDeckReader();
    this.#readers.set(path, reader);
    const { deck, diagnostics } = reader.read(decoded.text, {
      file,
      imageExists: (image) => existsSync(join(this.#decksDir, image)),
      imageUrl: (image) => `/api/images/${image.split('/').map(encodeURIComponent).join('/')}`,
    });
    const version = hash(`${decoded.text}\0${this.#imagesChanged}`);
    return { stamp, diagnostics, entry: { deck, version, diagnostics, lines: decoded.text.split(/\r?\n/) } };
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    let timer: NodeJS.Timeout | undefined;
    watch(this.#contentDir, { ignoreInitial: true }).on('all', (_event, path) => {
      if (!path.endsWith('.md')) this.#imagesChanged += 1;
      clearTimeout(timer);
      timer = setTimeout(() => this.#events.emit('change'), settleMs);
    });
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** The bundler makes several instances of this module; there is one library for all of them. */
const shared = globalThis as { ackademyDecks?: DeckLibrary };

/** The decks of `CONTENT_DIR`. */
export function deckLibrary(): DeckLibrary {
  if (!shared.ackademyDecks) {
    const read = readEnvironment(process.env);
    if (!read.ok) throw new Error(read.problems.join('\n'));
    shared.ackademyDecks = new DeckLibrary(read.environment.contentDir);
  }
  return shared.ackademyDecks;
}
