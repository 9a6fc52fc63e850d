import { Worker } from 'node:worker_threads';
import type {
  ContentReader,
  DeckReading,
  DeckSource,
  LabReading,
  LabSource,
} from '#lib/node/content-reader.ts';

/** What the thread is asked: a method of `ContentReader`, and its argument. */
export type ContentQuestion =
  | { readonly kind: 'deck'; readonly source: DeckSource }
  | { readonly kind: 'lab'; readonly source: LabSource };

/** What it answers. */
export type ContentAnswer =
  | { readonly ok: true; readonly value: DeckReading | LabReading }
  | { readonly ok: false; readonly message: string };

interface Limits {
  /** Milliseconds for one file. */
  readonly fileMs: number;
  readonly memoryMb: number;
  /** What is kept of a longer text, to read its edits faster, would be most of the memory of a site: its thread ends. */
  readonly keptCharacters: number;
}

const standard: Limits = { fileMs: 60_000, memoryMb: 1_024, keptCharacters: 2_000_000 };

/**
 * Reads in a thread of its own, so that a large deck holds up nobody who is served by this one. A file that takes too much
 * time or memory ends the thread, and not more; the next file starts another.
 */
export class ContentThread implements ContentReader {
  readonly #program: string;
  readonly #limits: Limits;
  #worker: Worker | null = null;
  /** One file after another, so that the limits are those of one file. */
  #work: Promise<unknown> = Promise.resolve();

  /** @param program file of `content-worker`, compiled */
  constructor(program: string, limits: Limits = standard) {
    this.#program = program;
    this.#limits = limits;
  }

  deck(source: DeckSource): Promise<DeckReading> {
    return this.#next({ kind: 'deck', source }) as Promise<DeckReading>;
  }

  lab(source: LabSource): Promise<LabReading> {
    return this.#next({ kind: 'lab', source }) as Promise<LabReading>;
  }

  /** Whether there is a thread, with what it keeps of the files it has read. */
  get isRunning(): boolean {
    return this.#worker !== null;
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #next(question: ContentQuestion): Promise<DeckReading | LabReading> {
    const answer = this.#work.then(() => this.#ask(question));
    this.#work = answer.catch(() => undefined);
    return answer;
  }

  async #ask(question: ContentQuestion): Promise<DeckReading | LabReading> {
    const worker = (this.#worker ??= this.#start());
    const { fileMs, memoryMb } = this.#limits;
    let timer: NodeJS.Timeout | undefined;
    const answer = await new Promise<ContentAnswer>((resolve, reject) => {
      const fail = (message: string) => {
        // One that was given up ends a little later, when another has taken its place.
        if (this.#worker === worker) this.#worker = null;
        reject(new Error(message));
      };
      worker.removeAllListeners();
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) => {
        const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        fail(isMemory ? `it takes more than ${String(memoryMb)} MB of memory to read` : error.message);
      });
      worker.once('exit', () => fail('the thread that read it has ended'));
      timer = setTimeout(() => {
        fail(`it takes longer than ${String(fileMs / 1_000)} s to read`);
        void worker.terminate();
      }, fileMs);
      worker.postMessage(question);
    }).finally(() => clearTimeout(timer));
    if (question.source.text.length > this.#limits.keptCharacters) {
      this.#worker = null;
      void worker.terminate();
    }
    if (!answer.ok) throw new Error(answer.message);
    return answer.value;
  }

  #start(): Worker {
    const worker = new Worker(this.#program, {
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb },
      execArgv: ['--enable-source-maps'],
    });
    // It keeps no process from ending.
    worker.unref();
    return worker;
  }
}
