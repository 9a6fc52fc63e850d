import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { decode } from '#lib/deck/decode.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { duplicateLabs } from '#lib/lab/guide/duplicate-labs.ts';
import type { Guide } from '#lib/lab/guide/guide.ts';
import { type GuideClaim, readGuide } from '#lib/lab/guide/read-guide.ts';
import { readEnvironment } from './environment.ts';
import { unreadableFile } from './unreadable-file.ts';

/** A lab as its file is now. */
export interface LabEntry {
  readonly guide: Guide;
  /** Changes whenever the guide does. */
  readonly version: string;
  /** Warnings; a lab with errors is not served. */
  readonly diagnostics: readonly Diagnostic[];
  /** The file's lines, to show beside a diagnostic. */
  readonly lines: readonly string[];
}

/** What is wrong in a lab that is not served. */
export interface BrokenLab {
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Empty where the file cannot be read. */
  readonly lines: readonly string[];
}

interface KnownFile {
  readonly stamp: string;
  readonly file: string;
  readonly lines: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly guide: Guide | null;
  readonly version: string;
  /** `null`: the file cannot be read. */
  readonly claim: GuideClaim | null;
}

/**
 * The guided labs of a content folder, read when they are asked for. A lab is a path that is walked from end to end, so
 * one with an error in it is not served at all; what is wrong with it is told.
 */
export class LabLibrary {
  readonly #labsDir: string;
  /** By file name. */
  #known = new Map<string, KnownFile>();
  #shown: readonly KnownFile[] = [];
  #running: Promise<void> = Promise.resolve();
  #coming: Promise<void> | null = null;

  /** @param contentDir absolute path of the folder that holds `labs/` */
  constructor(contentDir: string) {
    this.#labsDir = join(contentDir, 'labs');
  }

  /** The labs without errors, by number. */
  async list(): Promise<readonly LabEntry[]> {
    await this.#refresh();
    return this.#shown
      .flatMap(({ guide, version, diagnostics, lines }) =>
        guide === null ? [] : [{ guide, version, diagnostics, lines }],
      )
      .sort((a, b) => a.guide.number - b.guide.number);
  }

  /** The lab of this name; `null` where there is none without errors. */
  async find(lab: string): Promise<LabEntry | null> {
    return (await this.list()).find(({ guide }) => guide.lab === lab) ?? null;
  }

  /** The files that are not served, by file name, with what is wrong in them. */
  async unreadable(): Promise<readonly BrokenLab[]> {
    await this.#refresh();
    return this.#shown.flatMap(({ guide, file, diagnostics, lines }) =>
      guide === null ? [{ file, diagnostics, lines }] : [],
    );
  }

  /** Changes whenever any lab does. */
  async version(): Promise<string> {
    await this.#refresh();
    return hash(this.#shown.map(({ stamp }) => stamp).join('\n'));
  }

  /** Reads what is new since the last time. Whoever comes while the folder is being looked at shares the look after that. */
  #refresh(): Promise<void> {
    const next =
      this.#coming ??
      this.#running.then(() => {
        this.#coming = null;
        return this.#read();
      });
    this.#coming = next;
    this.#running = next.catch(() => undefined);
    return next;
  }

  async #read(): Promise<void> {
    const names = await readdir(this.#labsDir).catch(() => []);
    const files = names.filter((name) => name.endsWith('.md') && !name.startsWith('.')).sort();
    const known = new Map<string, KnownFile>();
    for (const name of files) {
      const path = join(this.#labsDir, name);
      const stamp = await stat(path).then(
        ({ mtimeMs, size, ino }) => [name, mtimeMs, size, ino].join(),
        () => `${name},gone`,
      );
      const before = this.#known.get(name);
      known.set(name, before?.stamp === stamp ? before : await readLab(path, stamp));
    }
    this.#known = known;
    this.#shown = withoutDuplicates([...known.values()]);
  }
}

async function readLab(path: string, stamp: string): Promise<KnownFile> {
  const file = relative(process.cwd(), path).split(sep).join('/');
  const nothing = { stamp, file, lines: [], guide: null, version: '', claim: null };
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error) return { ...nothing, diagnostics: [unreadableFile(file, bytes)] };
  const decoded = decode(bytes, file);
  if ('diagnostic' in decoded) return { ...nothing, diagnostics: [decoded.diagnostic] };
  const { guide, diagnostics, claim } = readGuide(decoded.text, { file });
  // Of what is served, so that a browser never keeps what another version of the site would send.
  const version = guide === null ? '' : hash(JSON.stringify(guide));
  return { stamp, file, lines: decoded.text.split(/\r?\n/), diagnostics, guide, version, claim };
}

/** Of files that name the same lab, or the same number, the first has it. */
function withoutDuplicates(files: readonly KnownFile[]): readonly KnownFile[] {
  const duplicates = duplicateLabs(files.flatMap(({ claim }) => (claim === null ? [] : [claim])));
  return files.map((known) => {
    const found = duplicates.filter(({ file }) => file === known.file);
    return found.length === 0
      ? known
      : { ...known, guide: null, diagnostics: [...found, ...known.diagnostics] };
  });
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** The bundler makes several instances of this module; there is one library for all of them. */
const shared = globalThis as { ackademyLabs?: LabLibrary };

/** The labs of `CONTENT_DIR`. */
export function labLibrary(): LabLibrary {
  if (!shared.ackademyLabs) {
    const read = readEnvironment(process.env);
    if (!read.ok) throw new Error(read.problems.join('\n'));
    shared.ackademyLabs = new LabLibrary(read.environment.contentDir);
  }
  return shared.ackademyLabs;
}
