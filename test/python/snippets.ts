import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

interface Ended {
  /** Negative: the signal that ended it. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Waiting {
  readonly resolve: (ended: Ended) => void;
  readonly reject: (error: Error) => void;
}

/** A running Python that runs snippets one after another, each in a process of its own. */
export class Python {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #closed: Promise<unknown>;
  /** Of the snippets that have not ended, in their order. */
  readonly #waiting: Waiting[] = [];

  /** @param limitS after so many seconds a snippet is ended */
  constructor(limitS: number) {
    const script = join(import.meta.dirname, 'run-snippets.py');
    this.#child = spawn('python3', [script, String(limitS)], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#closed = once(this.#child, 'close').finally(() => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error('Python ended.'));
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const [code, out, err] = JSON.parse(line) as [number, string, string];
      this.#waiting.shift()?.resolve({ code, out, err });
    });
  }

  run(snippet: string): Promise<Ended> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${JSON.stringify(snippet)}\n`);
    });
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#closed;
  }
}
