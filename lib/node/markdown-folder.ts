import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { failure, type Result } from '#lib/failures/result.ts';
import { readRegularFile } from '#lib/node/regular-file.ts';
import { decode, mostTextBytes, unreadableFile } from '#lib/node/text-file.ts';

/** A file as it was read. */
export interface MarkdownFile {
  /** Path relative to the working directory, with `/`. */
  readonly file: string;
  /** Changes whenever the file does. */
  readonly stamp: string;
  /** The failure says why it cannot be read, or is no text. */
  readonly text: Result<string, Diagnostic>;
}

/** A scan that takes longer holds up nobody who can be given the files as they were. */
const patienceMs = 5_000;

interface Options {
  /** A stamp of what else the results depend on: when it changes, every file is read again. */
  readonly dependencies?: () => Promise<string>;
  /** Called when a scan has ended that somebody did not wait for. */
  readonly caughtUp?: () => void;
  readonly waitMs?: number;
}

/** The Markdown files of a folder and what is made of each; a file is read again only when it has changed. */
export class MarkdownFolder<Known> {
  readonly #folder: string;
  readonly #make: (file: MarkdownFile, path: string) => Promise<Known>;
  readonly #options: Options;
  /** By file name. */
  #known = new Map<string, { readonly stamp: string; readonly made: Known }>();
  #all: readonly Known[] = [];
  #hasLooked = false;
  #running: Promise<unknown> = Promise.resolve();
  #coming: Promise<readonly Known[]> | null = null;

  /**
   * @param folder absolute path; one that does not exist holds no files
   */
  constructor(
    folder: string,
    make: (file: MarkdownFile, path: string) => Promise<Known>,
    options: Options = {},
  ) {
    this.#folder = folder;
    this.#make = make;
    this.#options = options;
  }

  /**
   * What was made of each file as it is now, by file name; the same array as long as nothing changes. Callers during a scan
   * share the next one.
   */
  all(): Promise<readonly Known[]> {
    const next =
      this.#coming ??
      this.#running.then(() => {
        this.#coming = null;
        return this.#look();
      });
    this.#coming = next;
    this.#running = next.catch(() => undefined);
    return next;
  }

  /** The same, or what was made of the files before while one of them takes long to read. */
  allSoon(): Promise<readonly Known[]> {
    return this.#hasLooked ? this.#patiently(this.all()) : this.all();
  }

  /** What `next` resolves to, or what is known when it takes too long. */
  async #patiently(next: Promise<readonly Known[]>): Promise<readonly Known[]> {
    const { caughtUp = () => {}, waitMs = patienceMs } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<readonly Known[]>((resolve) => {
      timer = setTimeout(() => {
        next.then(caughtUp, caughtUp);
        resolve(this.#all);
      }, waitMs);
    });
    return Promise.race([next, late]).finally(() => clearTimeout(timer));
  }

  async #look(): Promise<readonly Known[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const files = names.filter((name) => name.endsWith('.md') && !name.startsWith('.')).sort();
    const dependencies = (await this.#options.dependencies?.()) ?? '';
    const known = new Map<string, { readonly stamp: string; readonly made: Known }>();
    for (const name of files) {
      const path = join(this.#folder, name);
      const stamp = await stat(path).then(
        ({ mtimeMs, size, ino }) => [name, mtimeMs, size, ino, dependencies].join(),
        () => `${name},gone`,
      );
      const before = this.#known.get(name);
      known.set(
        name,
        before?.stamp === stamp
          ? before
          : { stamp, made: await this.#contained(await this.#read(path, stamp), path) },
      );
    }
    const made = Array.from(known.values(), (file) => file.made);
    const isSame = made.length === this.#all.length && made.every((each, at) => each === this.#all[at]);
    this.#known = known;
    this.#hasLooked = true;
    if (!isSame) this.#all = made;
    return this.#all;
  }

  /** A bug in our code, or a file that takes too long, drops only this file. */
  async #contained(read: MarkdownFile, path: string): Promise<Known> {
    try {
      return await this.#make(read, path);
    } catch (error) {
      return this.#make({ ...read, text: failure(unreadableFile(read.file, error)) }, path);
    }
  }

  async #read(path: string, stamp: string): Promise<MarkdownFile> {
    const file = relative(process.cwd(), path).split(sep).join('/');
    const bounds = { folder: this.#folder, mostBytes: mostTextBytes };
    const bytes = await readRegularFile(path, bounds).catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    );
    const text = bytes instanceof Error ? failure(unreadableFile(file, bytes)) : decode(bytes, file);
    return { file, stamp, text };
  }
}
