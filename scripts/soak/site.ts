import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { networkNamespaces } from '../bench/lab/network-count.ts';
import { freePort } from '../bench/lab/peers.ts';
import { commandLine, descendants, descriptors, residentKb } from '../bench/lab/process-usage.ts';
import { origin } from '../bench/lab/sidecar-process.ts';
import { root } from '../project/run.mjs';
import { startSite } from '../project/site.mjs';
import type { Victim } from './plan.ts';
import { highest, type Holding } from './report/growth.ts';

type Started = Awaited<ReturnType<typeof startSite>>;

/** A service manager starts the site again so soon. */
const startAgainMs = 100;
const lookAgainMs = 100;
/** Lines of the log at these levels are about faults of the site's own. */
const errorLevel = 50;
const sidecarEnded = 'the sidecar ended and is started again';
const mostLines = 5;

/** The site under attack: front and sidecar as in production, with a port and a folder of its own, started again whenever it ends. */
export class SoakSite {
  readonly url: string;
  /** A copy of the content, which attacks may write to. */
  readonly content: string;
  readonly #folder: string;
  readonly #port: number;
  readonly #seen = new Set<number>();
  readonly #errors: string[] = [];
  #started: Started | null = null;
  #starting: Promise<void> = Promise.resolve();
  #isStopping = false;
  #frontsToEnd = 0;
  #sidecarsToEnd = 0;
  #ended: string[] = [];
  #most: Partial<Holding> = {};

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.content = join(folder, 'content');
  }

  static async start(): Promise<SoakSite> {
    const folder = await mkdtemp(join(tmpdir(), 'ackademy-soak-'));
    const site = new SoakSite(folder, await freePort());
    try {
      await cp(join(root, 'content'), site.content, { recursive: true });
      await mkdir(join(folder, 'tmp'));
      site.#starting = site.#serve();
      await site.#starting;
      await site.#sidecar();
    } catch (error) {
      await site.stop();
      throw error;
    }
    return site;
  }

  /** Ends that nobody asked for, and errors of the log. */
  get unasked(): readonly string[] {
    return [
      ...this.#ended,
      ...(this.#sidecarsToEnd < 0 ? [`The sidecar ended ${-this.#sidecarsToEnd} times by itself.`] : []),
      ...(this.#errors.length > 0
        ? [
            `The log has ${this.#errors.length} errors. The first ones: ${this.#errors.slice(0, mostLines).join(' ')}`,
          ]
        : []),
    ];
  }

  /** The highest values of what was looked at (`look`). */
  get most(): Partial<Holding> {
    return this.#most;
  }

  /** Resolves with the moment, when the process runs and the signal has been sent. */
  async kill(victim: Victim, now: () => number): Promise<number> {
    const pid = victim === 'front' ? await this.#front() : await this.#sidecar();
    if (victim === 'front') this.#frontsToEnd += 1;
    else this.#sidecarsToEnd += 1;
    const atMs = now();
    process.kill(pid, 'SIGKILL');
    return atMs;
  }

  /** What it holds now. Nothing may open or close a session meanwhile. */
  async holding(): Promise<Holding> {
    const sidecar = await this.#sidecar();
    return {
      ...this.#usage(await this.#front(), sidecar),
      networks: networkNamespaces(sidecar),
      sessions: await this.sessions(),
    };
  }

  /** Remembers the highest memory and descriptors; processes that are ending are left out. */
  look(): void {
    const front = this.#started?.pid;
    const sidecar = front === undefined ? undefined : sidecarOf(front);
    if (front === undefined || sidecar === undefined) return;
    try {
      this.#most = highest(this.#most, this.#usage(front, sidecar));
    } catch {
      // One of them ended meanwhile.
    }
  }

  /** As the sidecar counts them. */
  async sessions(): Promise<number> {
    const answer = await fetch(`${this.url}/lab/metrics`, { headers: { connection: 'close' } });
    return Number(/^ackademy_sessions (\d+)$/m.exec(await answer.text())?.[1]);
  }

  /** Asks for a page, as a visitor does: what is no longer on the disk is forgotten then. */
  async visit(): Promise<void> {
    const answer = await fetch(this.url, { headers: { connection: 'close' } });
    await answer.text();
  }

  /** Ends all of it; what is left nevertheless. */
  async stop(): Promise<string[]> {
    this.#isStopping = true;
    await this.#starting.catch(() => {});
    this.#remember();
    await this.#started?.stop();
    await sleep(lookAgainMs);
    const left = [...this.#seen].filter((pid) => commandLine(pid) !== '');
    await rm(this.#folder, { recursive: true, force: true });
    return left.map((pid) => `process ${pid}, ${commandLine(pid)}`);
  }

  async #serve(): Promise<void> {
    const started = await startSite(
      {
        PORT: String(this.#port),
        CONTENT_DIR: this.content,
        TMPDIR: join(this.#folder, 'tmp'),
        ALLOWED_ORIGINS: origin,
        LOG_LEVEL: 'warn',
      },
      (line) => this.#log(line),
    );
    this.#started = started;
    this.#remember();
    void started.ended.then((code) => this.#frontEnded(code));
  }

  #frontEnded(code: unknown): void {
    this.#started = null;
    if (this.#isStopping) return;
    if (this.#frontsToEnd > 0) this.#frontsToEnd -= 1;
    else this.#ended.push(`The front ended by itself, with ${String(code)}.`);
    setTimeout(() => this.#serveAgain(), startAgainMs);
  }

  #serveAgain(): void {
    if (this.#isStopping) return;
    this.#starting = this.#serve();
    this.#starting.catch((error: unknown) => {
      this.#ended.push(`The site did not start again: ${String(error)}`);
      setTimeout(() => this.#serveAgain(), startAgainMs);
    });
  }

  #usage(front: number, sidecar: number): Omit<Holding, 'networks' | 'sessions'> {
    this.#remember();
    return {
      frontKb: residentKb(front),
      sidecarKb: residentKb(sidecar),
      frontDescriptors: descriptors(front),
      sidecarDescriptors: descriptors(sidecar),
      processes: 1 + descendants(front).length,
    };
  }

  /** Every process of the site that was ever seen. */
  #remember(): void {
    const front = this.#started?.pid;
    if (front === undefined) return;
    this.#seen.add(front);
    for (const pid of descendants(front)) this.#seen.add(pid);
  }

  #log(line: string): void {
    let entry: unknown;
    try {
      entry = JSON.parse(line);
    } catch {
      // Next.js, or Node.js: whatever it is, nobody asked for it.
      this.#errors.push(line);
      return;
    }
    if (typeof entry !== 'object' || entry === null) return;
    if ('msg' in entry && entry.msg === sidecarEnded) this.#sidecarsToEnd -= 1;
    if ('level' in entry && Number(entry.level) >= errorLevel) this.#errors.push(line);
  }

  async #front(): Promise<number> {
    for (;;) {
      if (this.#isStopping) throw new Error('The site is being stopped.');
      if (this.#started !== null) return this.#started.pid;
      await sleep(lookAgainMs);
    }
  }

  /** Once it answers. */
  async #sidecar(): Promise<number> {
    for (;;) {
      const pid = sidecarOf(await this.#front());
      if (pid !== undefined && (await this.sessions().catch(() => Number.NaN)) >= 0) return pid;
      await sleep(lookAgainMs);
    }
  }
}

function sidecarOf(front: number): number | undefined {
  return descendants(front).find((pid) => commandLine(pid).includes('server/main'));
}
