import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { failure, type Result } from '#lib/failures/result.ts';
import { decode, unreadableFile } from '#lib/node/text-file.ts';

/** A file as it was read. */
export interface MarkdownFile {
  /** Path relative to the working directory, with `/`. */
  readonly file: string;
  /** Changes whenever the file does. */
  readonly stamp: string;
  /** The failure says why it cannot be read, or is no text. */
  readonly text: Result<string, Diagnostic>;
}

/** The Markdown files of a folder and what is made of each; a file is read again only when it has changed. */
export class MarkdownFolder<Known> {
  readonly #folder: string;
  readonly #make: (file: MarkdownFile, path: string) => Known;
  readonly #dependencies: () => Promise<string>;
  /** By file name. */
  #known = new Map<string, { readonly stamp: string; readonly made: Known }>();
  #all: readonly Known[] = [];
  #running: Promise<unknown> = Promise.resolve();
  #coming: Promise<readonly Known[]> | null = null;

  /**
   * @param folder absolute path; one that does not exist holds no files
   * @param dependencies a stamp of what else the results depend on: when it changes, every file is read again
   */
  constructor(
    folder: string,
    make: (file: MarkdownFile, path: string) => Known,
    dependencies: () => Promise<string> = () => Promise.resolve(''),
  ) {
    this.#folder = folder;
    this.#make = make;
    this.#dependencies = dependencies;
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

  async #look(): Promise<readonly Known[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const files = names.filter((name) => name.endsWith('.md') && !name.startsWith('.')).sort();
    const dependencies = await this.#dependencies();
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
        before?.stamp === stamp ? before : { stamp, made: this.#contained(await read(path, stamp), path) },
      );
    }
    const made = Array.from(known.values(), (file) => file.made);
    const isSame = made.length === this.#all.length && made.every((each, at) => each === this.#all[at]);
    this.#known = known;
    if (!isSame) this.#all = made;
    return this.#all;
  }

  /** A bug in our code drops only this file. */
  #contained(read: MarkdownFile, path: string): Known {
    try {
      return this.#make(read, path);
    } catch (error) {
      return this.#make({ ...read, text: failure(unreadableFile(read.file, error)) }, path);
    }
  }
}

async function read(path: string, stamp: string): Promise<MarkdownFile> {
  const file = relative(process.cwd(), path).split(sep).join('/');
  const bytes = await bytesOf(path).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  const text = bytes instanceof Error ? failure(unreadableFile(file, bytes)) : decode(bytes, file);
  return { file, stamp, text };
}

/** A pipe would never end, so only what is a file is opened. */
async function bytesOf(path: string): Promise<Uint8Array> {
  const found = await stat(path);
  if (found.isFile() || found.isDirectory()) return readFile(path);
  throw Object.assign(new Error('not a file'), { code: 'NOT_A_FILE' });
}
