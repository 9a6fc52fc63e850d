import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from '../bench/lab/child-process.ts';
import { sourceCommand } from '../project/compile.mjs';
import { type ClassReport, classReport } from './honest/messages.ts';

const lookAgainMs = 50;

/** The honest students, in a process of their own. */
export class HonestClass {
  readonly #child: Child;
  readonly #size: number;
  #present = 0;

  private constructor(child: Child, size: number) {
    this.#child = child;
    this.#size = size;
  }

  /** @param heard gets every report */
  static async start(
    url: string,
    { size, seed, heard }: { size: number; seed: number; heard: (report: ClassReport) => void },
  ): Promise<HonestClass> {
    const [file = '', ...args] = sourceCommand('scripts/soak/honest.ts', [url, String(size), String(seed)]);
    const own = new HonestClass(await Child.start(file, args, { channel: true }), size);
    own.#child.process.on('message', (message) => {
      const report = classReport.parse(message);
      own.#present = report.present;
      heard(report);
    });
    return own;
  }

  get present(): number {
    return this.#present;
  }

  /** Waits until every student has a session, so long at most. */
  async allPresent(withinMs: number, signal: AbortSignal): Promise<void> {
    const untilMs = performance.now() + withinMs;
    while (this.#present < this.#size && performance.now() < untilMs && !signal.aborted) {
      this.check();
      await sleep(lookAgainMs);
    }
  }

  /** @throws when the process of the class has ended, without which nothing is measured */
  check(): void {
    if (!this.#child.hasEnded) return;
    const { exitCode, signalCode } = this.#child.process;
    throw new Error(`The process of the class has ended, with ${String(exitCode ?? signalCode)}.`);
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }
}
