import { join } from 'node:path';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import type { Guide } from '#lib/guide/guide.ts';
import { duplicateLabs, type GuideClaim } from '#lib/guide/read-guide.ts';
import { type ContentReader, contentReader } from '#lib/node/content-reader.ts';
import { readEnvironment } from '#lib/node/environment.ts';
import { type MarkdownFile, MarkdownFolder } from '#lib/node/markdown-folder.ts';
import { versionOf } from '#lib/node/text-file.ts';

/** A lab as its file is now. */
export interface LabEntry {
  readonly guide: Guide;
  /** Changes whenever the guide does. */
  readonly version: string;
  /** Warnings, and that another lab has its number; one with any other error is not served. */
  readonly diagnostics: readonly Diagnostic[];
  /** The file's lines, to show with a diagnostic. */
  readonly lines: readonly string[];
}

/** A file with an error, whether its lab is served or not. */
export interface FaultyLab {
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
 * one with an error in it is not served at all; its diagnostics are reported. A number that two labs have is no reason to
 * miss either.
 */
export class LabLibrary {
  readonly #folder: MarkdownFolder<KnownFile>;
  #files: readonly KnownFile[] = [];
  /** The same, without labs whose name another file has. */
  #shown: readonly KnownFile[] = [];

  /** @param contentDir absolute path of the folder that holds `labs/` */
  constructor(contentDir: string, reader = contentReader()) {
    this.#folder = new MarkdownFolder(join(contentDir, 'labs'), (file) => readLab(file, reader));
  }

  /** The labs that can be walked through, by number; of the same number, the one that had it before comes first. */
  async list(): Promise<readonly LabEntry[]> {
    return (await this.#look())
      .flatMap(({ guide, version, diagnostics, lines }) =>
        guide === null ? [] : [{ guide, version, diagnostics, lines }],
      )
      .sort((a, b) => a.guide.number - b.guide.number || Number(isLater(a)) - Number(isLater(b)));
  }

  /** The lab of this name; `null` where there is none that can be walked through. */
  async find(lab: string): Promise<LabEntry | null> {
    return (await this.list()).find(({ guide }) => guide.lab === lab) ?? null;
  }

  /** The files with errors, by file name, with what is wrong in them. */
  async faulty(): Promise<readonly FaultyLab[]> {
    return (await this.#look()).flatMap(({ file, diagnostics, lines }) =>
      diagnostics.some(({ severity }) => severity === 'error') ? [{ file, diagnostics, lines }] : [],
    );
  }

  /** Changes whenever any lab does. */
  async version(): Promise<string> {
    return versionOf((await this.#look()).map(({ stamp }) => stamp).join('\n'));
  }

  async #look(): Promise<readonly KnownFile[]> {
    const files = await this.#folder.all();
    if (files !== this.#files) this.#shown = withDuplicates(files, holdersAmong(this.#shown));
    this.#files = files;
    return this.#shown;
  }
}

async function readLab({ file, stamp, text }: MarkdownFile, reader: ContentReader): Promise<KnownFile> {
  if (!text.ok)
    return { stamp, file, lines: [], guide: null, version: '', claim: null, diagnostics: [text.error] };
  const reading = await reader.lab({ file, text: text.value });
  return { stamp, file, lines: text.value.split(/\r?\n/), ...reading };
}

/** Whether another lab had its number first. */
function isLater({ diagnostics }: LabEntry): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** The files whose labs are served, and are the first of their number. */
function holdersAmong(shown: readonly KnownFile[]): ReadonlySet<string> {
  return new Set(
    shown.flatMap(({ guide, file, diagnostics }) =>
      guide !== null && diagnostics.every(({ severity }) => severity !== 'error') ? [file] : [],
    ),
  );
}

/** Of files that name the same lab, only one is served: the one that was, as long as it has no error. */
function withDuplicates(files: readonly KnownFile[], before: ReadonlySet<string>): readonly KnownFile[] {
  const claims = files.flatMap(({ claim }) => (claim === null ? [] : [claim]));
  const sound = new Set(claims.flatMap(({ file, isSound }) => (isSound ? [file] : [])));
  const duplicates = duplicateLabs(claims, new Set([...before].filter((file) => sound.has(file))));
  return files.map((known) => {
    const found = duplicates.filter(({ file }) => file === known.file);
    if (found.length === 0) return known;
    const hasName = found.every(({ code }) => code !== 'LAB_DUPLICATE');
    return { ...known, guide: hasName ? known.guide : null, diagnostics: [...found, ...known.diagnostics] };
  });
}

/** The bundler makes several instances of this module; there is one library for all of them. */
const shared = globalThis as { ackademyLabs?: LabLibrary };

/** The labs of `CONTENT_DIR`. */
export function labLibrary(): LabLibrary {
  if (!shared.ackademyLabs) {
    const read = readEnvironment(process.env);
    if (!read.ok) throw new Error(read.error.message);
    shared.ackademyLabs = new LabLibrary(read.value.contentDir);
  }
  return shared.ackademyLabs;
}
