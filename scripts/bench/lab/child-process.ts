import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { sourceCommand } from '../../project/compile.mjs';
import { root } from '../../project/run.mjs';

interface ChildOptions {
  readonly env?: Record<string, string>;
  /** Its standard error is shown nowhere. */
  readonly quiet?: boolean;
  /** It is sent messages. */
  readonly channel?: boolean;
}

/** A process that a bench started, and ends. */
export class Child {
  readonly pid: number;
  readonly process: ChildProcess;

  private constructor(process: ChildProcess, pid: number) {
    this.process = process;
    this.pid = pid;
  }

  static async start(
    file: string,
    args: readonly string[],
    { env = {}, quiet = false, channel = false }: ChildOptions = {},
  ): Promise<Child> {
    // A pipe that nothing is written to: its end shows the child that this process is gone, however it went.
    const child = spawn(file, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', quiet ? 'ignore' : 'inherit', channel ? 'ipc' : 'ignore'],
    });
    await once(child, 'spawn');
    if (child.pid === undefined) throw new Error(`${file} has no process id`);
    return new Child(child, child.pid);
  }

  /** A program of this folder. */
  static startOwn(name: string, args: readonly string[] = []): Promise<Child> {
    const [file = '', ...rest] = sourceCommand(`scripts/bench/lab/${name}`, args);
    return Child.start(file, rest);
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** The first line on its standard output, which shows that it is ready. */
  async firstLine(): Promise<string> {
    const { stdout } = this.process;
    if (stdout === null) throw new Error('the child has no standard output');
    for await (const line of createInterface({ input: stdout })) return line;
    throw new Error('the child ended before it was ready');
  }

  async stop(): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
  }
}

/** What is stopped when the work is over, last started first, whether it succeeded or not. */
export async function withChildren<Result>(
  work: (
    keep: <Kept extends { stop(): Promise<void> }>(started: Promise<Kept>) => Promise<Kept>,
  ) => Promise<Result>,
): Promise<Result> {
  const kept: { stop(): Promise<void> }[] = [];
  try {
    return await work(async (started) => {
      const child = await started;
      kept.push(child);
      return child;
    });
  } finally {
    for (const child of kept.reverse()) await child.stop();
  }
}
