import { join } from 'node:path';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import type { Guide } from '#lib/guide/guide.ts';
import { duplicateLabs, type GuideClaim, readGuide } from '#lib/guide/read-guide.ts';
import { readEnvironment } from '#lib/node/environment.ts';
import { type MarkdownFile, MarkdownFolder } from '#lib/node/markdown-folder.ts';
import { versionOf } from '#lib/node/text-file.ts';

/** A lab as its file is now. */
export interface LabEntry {
  readonly guide: Guide;
  /** Changes whenever the guide does. */
  readonly version: string;
  /** Warnings; a lab with errors is not served. */
  readonly diagnostics: readonly Diagnostic[];
  /** The file's lines, to show with a diagnostic. */
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
 * one with an error in it is not served at all; its diagnostics are reported.
 */
export class LabLibrary {
  readonly #folder: MarkdownFolder<KnownFile>;
  #files: readonly KnownFile[] = [];
  /** The same, without labs whose name or number an earlier file has. */
  #shown: readonly KnownFile[] = [];

  /** @param contentDir absolute path of the folder that holds `labs/` */
  constructor(contentDir: string) {
    this.#folder = new MarkdownFolder(join(contentDir, 'labs'), readLab);
  }

  /** The labs without errors, by number. */
  async list(): Promise<readonly LabEntry[]> {
    return (await this.#look())
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
    return (await this.#look()).flatMap(({ guide, file, diagnostics, lines }) =>
      guide === null ? [{ file, diagnostics, lines }] : [],
    );
  }

  /** Changes whenever any lab does. */
  async version(): Promise<string> {
    return versionOf((await this.#look()).map(({ stamp }) => stamp).join('\n'));
  }

  async #look(): Promise<readonly KnownFile[]> {
    const files = await this.#folder.all();
    if (files !== this.#files) this.#shown = withoutDuplicates(files);
    this.#files = files;
    return this.#shown;
  }
}

function readLab({ file, stamp, text }: MarkdownFile): KnownFile {
  if (!text.ok)
    return { stamp, file, lines: [], guide: null, version: '', claim: null, diagnostics: [text.error] };
  const { guide, diagnostics, claim } = readGuide(text.value, { file });
  // Of what is served, so that a browser never keeps what another version of the site would send.
  const version = guide === null ? '' : versionOf(JSON.stringify(guide));
  return { stamp, file, lines: text.value.split(/\r?\n/), diagnostics, guide, version, claim };
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
