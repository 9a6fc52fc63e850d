import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Given } from '#test/server/differential/in-lab.ts';
import type { Line } from '#test/server/differential/sequences.ts';
import { privateCommand } from '#server/process/private-command.mjs';

/** A `python3` that makes the calls of one sequence after another, each in a network of its own. */
export class PythonSide {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #closed: Promise<unknown>;
  readonly #waiting: { resolve: (given: Given[]) => void; reject: (error: Error) => void }[] = [];

  constructor() {
    const script = join(import.meta.dirname, '../../python/run-sequences.py');
    const { file, args } = privateCommand(['python3', script]);
    this.#child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#closed = once(this.#child, 'close').finally(() => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error('Python ended.'));
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.#waiting.shift()?.resolve(JSON.parse(line) as Given[]);
    });
  }

  /** @param patienceMs after so long a call is taken to wait forever */
  run(lines: readonly Line[], patienceMs: number): Promise<Given[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      const pairs = lines.map(({ targets, expression }) => [targets, expression]);
      this.#child.stdin.write(`${JSON.stringify([patienceMs / 1000, pairs])}\n`);
    });
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#closed;
  }
}
