import { EventEmitter } from 'node:events';
import { extname, join, sep } from 'node:path';
import type { KnownLab } from '#lib/deck/syntax/outline.ts';
import { type DeckClaim, duplicateDecks } from '#lib/deck/deck-reader.ts';
import { imageTypes } from '#lib/deck/markdown/addresses.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { knownLab } from '#lib/guide/read-guide.ts';
import { type ContentReader, contentReader, type DeckReading } from '#lib/node/content-reader.ts';
import { passedOver, readDeckFolder } from '#lib/node/deck-folder.ts';
import { readEnvironment } from '#lib/node/environment.ts';
import { labLibrary, LabLibrary } from '#lib/node/lab-library.ts';
import { FolderWatch } from '#lib/node/folder-watch.ts';
import { type MarkdownFile, MarkdownFolder } from '#lib/node/markdown-folder.ts';
import { readRegularFile } from '#lib/node/regular-file.ts';
import { versionOf } from '#lib/node/text-file.ts';

/** A deck as its file is now. */
export interface DeckEntry extends Omit<DeckReading, 'claim'> {
  /** The file's lines, to show with a diagnostic. */
  readonly lines: readonly string[];
}

interface KnownFile {
  readonly stamp: string;
  readonly entry: DeckEntry | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Null: the file could not be read. */
  readonly claim: DeckClaim | null;
}

/** Of an image. */
const mostImageBytes = 32 * 1024 ** 2;

/** How often files are looked at besides: some file systems report no change, and a busy one may lose it. */
const lookMs = 2_000;

/** Changes that come together, such as an editor's, are reported once. */
const settleMs = 80;

/**
 * The decks of a content folder: read on demand, with a notification when they change. A deck that has errors is
 * here with its good cards and its diagnostics.
 */
export class DeckLibrary {
  readonly #contentDir: string;
  readonly #decksDir: string;
  readonly #events = new EventEmitter().setMaxListeners(0);
  readonly #reader: ContentReader;
  readonly #folder: MarkdownFolder<KnownFile>;
  #files: readonly KnownFile[] = [];
  /** The same, without decks whose name another file has. */
  #shown: readonly KnownFile[] = [];
  readonly #labs: LabLibrary;
  /** Those that cards may name, as of the last look. */
  #knownLabs: readonly KnownLab[] = [];
  #watcher: FolderWatch | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** When the files were looked at last; `null`: not yet. */
  #lastVersion: string | null = null;
  #imagesChanged = 0;

  /**
   * @param contentDir absolute path of the folder that holds `decks/` and `labs/`
   * @param reader makes decks of texts
   * @param labs those that cards may name
   */
  constructor(contentDir: string, reader = contentReader(), labs = new LabLibrary(contentDir, reader)) {
    this.#reader = reader;
    this.#labs = labs;
    this.#contentDir = contentDir;
    this.#decksDir = join(contentDir, 'decks');
    this.#folder = new MarkdownFolder(this.#decksDir, (file, path) => this.#readFile(file, path), {
      dependencies: () => this.#companions(),
      caughtUp: () => this.#events.emit('change'),
    });
  }

  /** All decks: those with an `order` by that, then the others; equal ones by file name. */
  async list(): Promise<readonly DeckEntry[]> {
    const place = ({ deck }: DeckEntry) => deck.order ?? Infinity;
    return (await this.#look())
      .flatMap(({ entry }) => (entry ? [entry] : []))
      .sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  }

  /** The deck of this name; null where there is none. */
  async find(deck: string): Promise<DeckEntry | null> {
    const named = ({ entry }: KnownFile) => entry?.deck.deck === deck;
    // A new deck may be the one that takes long to read.
    const known = (await this.#look()).find(named) ?? (await this.#look('whole')).find(named);
    return known?.entry ?? null;
  }

  /** What is wrong in files that gave no deck at all, and every file of the folder that is not read as a deck. */
  async unreadable(): Promise<readonly Diagnostic[]> {
    const broken = (await this.#look()).flatMap(({ entry, diagnostics }) => (entry ? [] : diagnostics));
    return [...broken, ...this.#others().map((path) => passedOver(this.#decksDir, path))];
  }

  /** Paths of the files that are not read as decks, from the folder of decks; one that cannot be read holds none. */
  #others(): readonly string[] {
    try {
      return readDeckFolder(this.#decksDir).others;
    } catch {
      return [];
    }
  }

  /** Changes whenever any deck or lab does. */
  async version(): Promise<string> {
    const shown = await this.#look();
    return versionOf(
      [await this.#labs.version(), ...shown.map(({ stamp }) => stamp), ...this.#others()].join('\n'),
    );
  }

  /** An image, by its path from the folder of decks; null where there is none, or the path leads out of that folder. */
  async image(path: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string } | null> {
    const type = imageTypes.get(extname(path).slice(1).toLowerCase());
    const file = join(this.#decksDir, path);
    if (!type || !file.startsWith(this.#decksDir + sep)) return null;
    return readRegularFile(file, { folder: this.#decksDir, mostBytes: mostImageBytes }).then(
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

  /** Resolves when changes are seen from now on. */
  async watching(): Promise<void> {
    await this.#watch().ready();
  }

  /** Stops watching. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#watcher?.close();
    this.#watcher = null;
  }

  async #look(wanted: 'soon' | 'whole' = 'soon'): Promise<readonly KnownFile[]> {
    const files = await (wanted === 'soon' ? this.#folder.allSoon() : this.#folder.all());
    if (files !== this.#files) this.#shown = withoutDuplicates(files, holdersAmong(this.#shown));
    this.#files = files;
    return this.#shown;
  }

  /** What decks depend on besides their own files. */
  async #companions(): Promise<string> {
    this.#knownLabs = (await this.#labs.list()).map(({ guide }) => knownLab(guide));
    return `${String(this.#imagesChanged)},${await this.#labs.version()}`;
  }

  async #readFile(read: MarkdownFile, path: string): Promise<KnownFile> {
    const { file, stamp } = read;
    if (!read.text.ok) return { stamp, entry: null, diagnostics: [read.text.error], claim: null };
    const { value: text } = read.text;
    const { claim, ...reading } = await this.#reader.deck({
      path,
      file,
      text,
      labs: this.#knownLabs,
      imagesDir: this.#decksDir,
    });
    const { diagnostics } = reading;
    return { stamp, diagnostics, entry: { ...reading, lines: text.split(/\r?\n/) }, claim };
  }

  #watch(): FolderWatch {
    if (this.#watcher) return this.#watcher;
    let timer: NodeJS.Timeout | undefined;
    this.#watcher = new FolderWatch(this.#contentDir, (path) => {
      if (imageTypes.has(extname(path).slice(1).toLowerCase())) this.#imagesChanged += 1;
      clearTimeout(timer);
      timer = setTimeout(() => this.#events.emit('change'), settleMs);
    });
    this.#timer = setInterval(() => void this.#lookForChanges(), lookMs).unref();
    return this.#watcher;
  }

  /** Reports a change that the system has not reported. */
  async #lookForChanges(): Promise<void> {
    const version = await this.version().catch(() => null);
    if (version === null || version === this.#lastVersion) return;
    this.#lastVersion = version;
    this.#events.emit('change');
  }
}

/** The files whose decks are served and have a card to ask. */
function holdersAmong(shown: readonly KnownFile[]): ReadonlySet<string> {
  return new Set(
    shown.flatMap(({ entry }) => (entry && entry.deck.prompts.length > 0 ? [entry.deck.file] : [])),
  );
}

/** Of files that name the same deck, only one is served: the one that was, as long as it has cards. */
function withoutDuplicates(files: readonly KnownFile[], before: ReadonlySet<string>): readonly KnownFile[] {
  const now = holdersAmong(files);
  const holders = new Set([...before].filter((file) => now.has(file)));
  const duplicates = duplicateDecks(
    files.flatMap(({ claim }) => claim ?? []),
    holders,
  );
  if (duplicates.size === 0) return files;
  return files.map((known) => {
    const found = known.claim === null ? undefined : duplicates.get(known.claim.file);
    return found === undefined
      ? known
      : { ...known, entry: null, diagnostics: [found, ...known.diagnostics] };
  });
}

/** The bundler makes several instances of this module; there is one library for all of them. */
const shared = globalThis as { ackademyDecks?: DeckLibrary };

/** The decks of `CONTENT_DIR`. */
export function deckLibrary(): DeckLibrary {
  if (!shared.ackademyDecks) {
    const read = readEnvironment(process.env);
    if (!read.ok) throw new Error(read.error.message);
    shared.ackademyDecks = new DeckLibrary(read.value.contentDir, contentReader(), labLibrary());
  }
  return shared.ackademyDecks;
}
