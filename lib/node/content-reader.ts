import { join } from 'node:path';
import type { Deck } from '#lib/cards/prompt.ts';
import {
  createDeckReader,
  type DeckClaim,
  type DeckReader,
  type ImageAt,
  type LeftOutCard,
} from '#lib/deck/deck-reader.ts';
import type { KnownLab } from '#lib/deck/syntax/outline.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import type { Guide } from '#lib/guide/guide.ts';
import { type GuideClaim, readGuide } from '#lib/guide/read-guide.ts';
import { lookAt } from '#lib/node/regular-file.ts';
import { versionOf } from '#lib/node/text-file.ts';

/** A deck's text, and what else its cards depend on. */
export interface DeckSource {
  /** Absolute path: a file is read incrementally after its first time. */
  readonly path: string;
  /** As diagnostics name it. */
  readonly file: string;
  readonly text: string;
  readonly labs: readonly KnownLab[];
  /** Absolute path of the folder that images lie in. */
  readonly imagesDir: string;
}

export interface DeckReading {
  readonly deck: Deck;
  /** The deck as it is served. */
  readonly json: Uint8Array<ArrayBuffer>;
  /** Of what is served, so that a browser never keeps what another version of the site would send. */
  readonly version: string;
  readonly leftOut: readonly LeftOutCard[];
  readonly claim: DeckClaim;
  readonly diagnostics: readonly Diagnostic[];
}

export interface LabSource {
  /** As diagnostics name it. */
  readonly file: string;
  readonly text: string;
}

export interface LabReading {
  readonly guide: Guide | null;
  /** Empty where there is no guide. */
  readonly version: string;
  readonly claim: GuideClaim;
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes decks and labs of texts; in this thread, or in another. Rejects where that takes too much time or memory. */
export interface ContentReader {
  deck(source: DeckSource): Promise<DeckReading>;
  lab(source: LabSource): Promise<LabReading>;
}

/** Reads in the thread that asks. */
export class OwnContentReader implements ContentReader {
  readonly #decks = new Map<string, DeckReader>();

  async deck({ path, file, text, labs, imagesDir }: DeckSource): Promise<DeckReading> {
    const reader = this.#decks.get(path) ?? createDeckReader();
    this.#decks.set(path, reader);
    const { deck, leftOut, claim, diagnostics } = reader.read(text, {
      file,
      labs,
      imageAt: (image) => imageAt(join(imagesDir, image), imagesDir),
      imageUrl: (image) =>
        `/api/images/${image.split('/').map(encodeURIComponent).join('/')}?v=${imageStamp(imagesDir, image)}`,
    });
    const json = new TextEncoder().encode(JSON.stringify(deck));
    return Promise.resolve({ deck, json, version: versionOf(json), leftOut, claim, diagnostics });
  }

  async lab({ file, text }: LabSource): Promise<LabReading> {
    const { guide, diagnostics, claim } = readGuide(text, { file });
    const version = guide === null ? '' : versionOf(JSON.stringify(guide));
    return Promise.resolve({ guide, version, claim, diagnostics });
  }
}

/** What is at the path of an image. */
export function imageAt(path: string, folder: string): ImageAt {
  const found = lookAt(path, folder);
  return typeof found === 'string' ? found : 'file';
}

/** Changes when the image does, so that a page that shows it fetches it again. */
function imageStamp(imagesDir: string, image: string): string {
  const found = lookAt(join(imagesDir, image), imagesDir);
  return typeof found === 'string' ? '0' : `${String(Math.round(found.mtimeMs))}-${String(found.size)}`;
}

/** The bundler makes several instances of this module; there is one reader for all of them. */
const shared = globalThis as { ackademyContentReader?: ContentReader };

/** From now on content is read by this reader. */
export function readContentWith(reader: ContentReader): void {
  shared.ackademyContentReader = reader;
}

/** The reader of this process. */
export function contentReader(): ContentReader {
  shared.ackademyContentReader ??= new OwnContentReader();
  return shared.ackademyContentReader;
}
