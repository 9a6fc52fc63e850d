import type { LabScriptPort } from '#lib/lab-client/script-port.ts';
import type { LabStore } from '#lib/lab-client/lab-store.ts';
import type { ScriptRun, StepOutcome } from '#lib/lab/script/run/run-script.ts';
import { hasMovedOn } from '#lib/lab/timeline/passing-time.ts';
import type { LabScript } from '#lib/lab/script/syntax/ast.ts';

/** The session went, or was begun anew, before a step was through: so what the step would have done is not known. */
interface Lost {
  readonly kind: 'lost';
}

/** The step that a script did not get beyond. */
export interface Stopped {
  /** Its place in the script, from 0. */
  readonly at: number;
  readonly outcome: StepOutcome | Lost;
}

interface Present {
  readonly script: LabScript;
  readonly run: ScriptRun;
  readonly port: LabScriptPort;
  /** Which of the store's beginnings it began with. */
  beginning: number;
  /** How many of its steps were done. */
  steps: number;
  /** When the last of them was done, in µs since the log began. */
  doneAt: number;
}

const lost: Lost = { kind: 'lost' };

/** Whether no step after this one makes sense. */
export function endsScript(outcome: StepOutcome): boolean {
  return outcome.kind === 'failed' || (outcome.kind === 'skipped' && outcome.endsScript);
}

/** Plays scripts in the session of a page, each in a fresh network, and knows how far the present one is. */
export class LabScriptPlayer {
  readonly #store: LabStore;
  #present: Present | null = null;
  /** Counts what was begun and forgotten, so that what is still under way of it ends without a trace. */
  #generation = 0;
  /** Networks are asked for one after the other, or it would not be known which of them the page got. */
  #fresh: Promise<boolean> = Promise.resolve(true);

  constructor(store: LabStore) {
    this.#store = store;
  }

  /** Whether a script was begun that can go on, or could but for its session. */
  get hasBegun(): boolean {
    return this.#present !== null;
  }

  /** Whether the script that was begun has lost its session. */
  get isLost(): boolean {
    return this.#present !== null && this.#hasLost(this.#present);
  }

  /** Whether `next` does step `at` of this script. */
  isAt(script: LabScript, at: number): boolean {
    return this.#present?.script === script && this.#present.steps === at && !this.isLost;
  }

  /**
   * Whether the kernel has gone on by itself since the last step, so that the next one would not find what its author meant:
   * TIME-WAIT is over, a retransmission further off.
   */
  get isStale(): boolean {
    if (this.#present === null) return false;
    const { events, now } = this.#store.log();
    return hasMovedOn(events, this.#present.doneAt, now);
  }

  forget(): void {
    this.#generation += 1;
    this.#present?.run.close();
    this.#present = null;
  }

  /** Sees to it that nothing has been done in the session. Resolves to false where the lab refuses. */
  refresh(asRoot: boolean): Promise<boolean> {
    this.forget();
    this.#fresh = this.#fresh.then(() => this.#store.isFresh(asRoot) || this.#store.begin({ asRoot }));
    return this.#fresh;
  }

  /** Does the first `steps` steps of a script in a fresh network. `null`: all of them were done. */
  async playTo(script: LabScript, steps: number): Promise<Stopped | null> {
    const isFresh = this.refresh(script.asRoot);
    const generation = this.#generation;
    const stopped = { at: 0, outcome: lost };
    // A page can be read without it. Where the site does not answer, the lab does not either, which the page says.
    const loading = import('#lib/lab/script/run/run-script.ts').catch(() => null);
    if (!(await isFresh) || generation !== this.#generation) return stopped;
    const loaded = await loading;
    if (loaded === null) return stopped;
    const port = await this.#store.port();
    const run = loaded.createScriptRun(script, port);
    if (generation !== this.#generation) {
      run.close();
      return stopped;
    }
    this.#present = { script, run, port, beginning: this.#store.beginnings, steps: 0, doneAt: 0 };
    for (let at = 0; at < steps; at += 1) {
      const outcome = await this.next();
      if (outcome === null || outcome.kind === 'lost' || endsScript(outcome))
        return { at, outcome: outcome ?? lost };
    }
    return null;
  }

  /** Does the next step. `null`: there is none. After a step that ends its script, the script is forgotten. */
  async next(): Promise<StepOutcome | Lost | null> {
    const present = this.#present;
    const step = present?.script.steps[present.steps];
    if (present === null || step === undefined) return null;
    let wasAway = false;
    const look = () => (wasAway ||= !this.#store.isConnected);
    const unsubscribe = this.#store.subscribe(look);
    look();
    // A script's own reset does not take its session away.
    if (step.kind === 'reset') present.beginning += 1;
    const outcome = await present.run.next();
    unsubscribe();
    look();
    // What does not come in time while there is no connection says nothing of the kernel.
    const isUnknown = this.#hasLost(present) || (outcome?.kind === 'failed' && wasAway);
    if (this.#present !== present) return lost;
    if (outcome === null || isUnknown || endsScript(outcome)) this.forget();
    else {
      present.steps += 1;
      present.doneAt = present.port.lastAt;
    }
    return isUnknown ? lost : outcome;
  }

  #hasLost({ port, beginning }: Present): boolean {
    return port.isOver || this.#store.beginnings > beginning;
  }
}
