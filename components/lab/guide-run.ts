import type { Guide, Stage } from '#lib/lab/guide/guide.ts';
import type { Step } from '#lib/lab/script/ast.ts';
import { createScriptRun, type ScriptRun, type StepOutcome } from '#lib/lab/script/script-run.ts';
import type { LabStore } from '#lib/browser/lab-store.ts';

/** What a student said to a question, before or after the steps. */
export interface Said {
  readonly answer: string;
  readonly verdict: 'right' | 'wrong';
}

/**
 * Where a student is in a stage: `predict` an answer, `run` the steps, `see` what came of it, `done`. A stage without a
 * question has no `predict` and no `see`, one without steps is `done` at once.
 */
export type Phase = 'predict' | 'run' | 'see' | 'done';

export interface StepView {
  readonly text: string;
  readonly step: Step;
  /** `null`: it is still to come. */
  readonly outcome: StepOutcome | null;
}

export interface GuideSnapshot {
  readonly index: number;
  readonly stage: Stage;
  readonly phase: Phase;
  readonly steps: readonly StepView[];
  /** How many of `steps` were run. */
  readonly done: number;
  /** A step is being run. */
  readonly isBusy: boolean;
  /** Something was done that is not in the lab, or the session was lost: the steps would not do what they should. */
  readonly isOffPath: boolean;
  readonly predicted: Said | null;
  readonly seen: Said | null;
}

/** What became of a stage, for the log of what the student did. */
export interface StageResult {
  readonly stage: string;
  readonly predicted: Said | null;
  readonly seen: Said | null;
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'read';
}

/** Steps that only look: they belong to the press that made happen what they look at. */
export function isObservation(step: Step | undefined): boolean {
  const kind = step?.kind;
  return kind === 'outcome' || kind === 'state' || kind === 'segments';
}

function firstPhase({ part, question }: Stage): Phase {
  if (part === null) return 'done';
  return question === null ? 'run' : 'predict';
}

/** A guided lab on its way: carries out its steps on the kernel, and keeps what the student said. */
export class GuideRun {
  readonly guide: Guide;
  readonly #store: LabStore;
  readonly #onStage: (result: StageResult) => void;
  readonly #listeners = new Set<() => void>();
  #index = 0;
  #phase: Phase;
  #done = 0;
  #outcomes: (StepOutcome | null)[] = [];
  #isBusy = false;
  #isOffPath = false;
  #predicted: Said | null = null;
  #seen: Said | null = null;
  /** The script that runs in the present session, and how many of its steps it has done. */
  #run: {
    readonly script: number;
    readonly run: ScriptRun;
    /** Which of the store's beginnings it stands on. */
    readonly beginning: number;
    steps: number;
  } | null = null;
  readonly #unsubscribe: () => void;
  #snapshot: GuideSnapshot | null = null;

  constructor(guide: Guide, store: LabStore, onStage: (result: StageResult) => void, first = 0) {
    this.guide = guide;
    this.#store = store;
    this.#onStage = onStage;
    this.#index = first;
    this.#phase = firstPhase(this.#stage);
    this.#unsubscribe = store.subscribe(() => {
      if (this.#run !== null && this.#run.beginning !== store.beginnings) this.#sessionLost();
    });
  }

  /** Plays what comes before the first stage, where it is not the beginning. */
  async begin(): Promise<void> {
    if ((this.#stage.part?.from ?? 0) > 0) await this.returnToPath();
  }

  get #stage(): Stage {
    const stage = this.guide.stages[this.#index];
    if (stage === undefined)
      throw new Error(`The lab ${this.guide.lab} has no stage ${String(this.#index)}.`);
    return stage;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): GuideSnapshot => {
    this.#snapshot ??= {
      index: this.#index,
      stage: this.#stage,
      phase: this.#phase,
      steps: this.#steps().map(({ step, text }, index) => ({
        step,
        text,
        outcome: this.#outcomes[index] ?? null,
      })),
      done: this.#done,
      isBusy: this.#isBusy,
      isOffPath: this.#isOffPath,
      predicted: this.#predicted,
      seen: this.#seen,
    };
    return this.#snapshot;
  };

  #changed(): void {
    this.#snapshot = null;
    for (const listener of this.#listeners) listener();
  }

  #steps(): { step: Step; text: string }[] {
    const { part } = this.#stage;
    if (part === null) return [];
    const { script, from, to } = part;
    const { script: parsed, texts } = this.guide.scripts[script] ?? { script: { steps: [] }, texts: [] };
    return parsed.steps.slice(from, to).map((step, index) => ({ step, text: texts[from + index] ?? '' }));
  }

  predict(said: Said): void {
    this.#predicted = said;
    this.#phase = 'run';
    this.#changed();
  }

  /** Goes on to the steps without an answer. */
  skipPrediction(): void {
    this.#phase = 'run';
    this.#changed();
  }

  see(said: Said | null): void {
    this.#seen = said;
    this.#end();
  }

  /** Something was done by hand. */
  leavePath(): void {
    if (this.#isOffPath || this.#run === null) return;
    this.#isOffPath = true;
    this.#changed();
  }

  /** The session is another one, so nothing of what the steps made is there. */
  #sessionLost(): void {
    this.#forgetRun();
    this.#isOffPath = true;
    this.#changed();
  }

  /** Carries out the next call, and looks at what the lines below it look at. */
  async next(): Promise<void> {
    await this.#whileBusy(async () => {
      await this.#press();
    });
  }

  /** Carries out what is left of the stage. */
  async rest(): Promise<void> {
    await this.#whileBusy(async () => {
      while (this.#phase === 'run' && (await this.#press()));
    });
  }

  /** Plays the lab from its beginning up to where the student was. */
  async returnToPath(): Promise<void> {
    await this.#whileBusy(async () => {
      const { part } = this.#stage;
      this.#isOffPath = false;
      this.#outcomes = [];
      const wanted = this.#done;
      this.#done = 0;
      if (part === null) return;
      if (this.#phase !== 'predict' && this.#phase !== 'run') this.#done = wanted;
      await this.#playTo(part.script, part.from + wanted);
      this.#done = wanted;
    });
  }

  /** Goes to a stage; its steps are still to be run. */
  async goTo(index: number): Promise<void> {
    if (index < 0 || index >= this.guide.stages.length) return;
    this.#index = index;
    this.#phase = firstPhase(this.#stage);
    this.#done = 0;
    this.#outcomes = [];
    this.#predicted = null;
    this.#seen = null;
    this.#changed();
    const { part } = this.#stage;
    if (part === null || this.#run === null) return;
    const follows = this.#run.script === part.script && this.#run.steps === part.from && !this.#isOffPath;
    if (follows || part.from === 0) return;
    await this.returnToPath();
  }

  /** The stage anew, from its question on. */
  async again(): Promise<void> {
    this.#forgetRun();
    this.#isOffPath = false;
    await this.goTo(this.#index);
  }

  /** The lab anew, from its first stage on. */
  async fromTheStart(): Promise<void> {
    const hadBegun = this.#run !== null;
    this.#forgetRun();
    this.#isOffPath = false;
    await this.goTo(0);
    if (hadBegun) await this.#whileBusy(async () => void (await this.#store.begin({ asRoot: false })));
  }

  async #whileBusy(work: () => Promise<void>): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#changed();
    try {
      await work();
    } finally {
      this.#isBusy = false;
      this.#changed();
    }
  }

  #forgetRun(): void {
    this.#run?.run.close();
    this.#run = null;
  }

  /** Whether nothing has been done in the session yet. */
  #isFresh(asRoot: boolean): boolean {
    const { events, count, network } = this.#store.view();
    const last = events[count - 1];
    const isBeginning = last?.type === 'reset' || (last?.type === 'opened' && !last.resumed);
    return isBeginning && network?.asRoot === asRoot;
  }

  /** A fresh network with the first `steps` steps of a script done. */
  async #playTo(script: number, steps: number): Promise<StepOutcome | null> {
    const parsed = this.guide.scripts[script]?.script;
    if (parsed === undefined) return null;
    this.#forgetRun();
    if (!this.#isFresh(parsed.asRoot)) await this.#store.begin({ asRoot: parsed.asRoot });
    const run = createScriptRun(parsed, await this.#store.port());
    this.#run = { script, run, beginning: this.#store.beginnings, steps: 0 };
    let last: StepOutcome | null = null;
    while (this.#run.steps < steps) {
      last = await run.next();
      if (last === null || last.kind === 'failed') break;
      this.#run.steps += 1;
    }
    return last;
  }

  /** One press. Whether the stage has more to run. */
  async #press(): Promise<boolean> {
    const { part } = this.#stage;
    if (part === null) return false;
    const at = part.from + this.#done;
    if (this.#run === null || this.#run.script !== part.script || this.#run.steps !== at || this.#isOffPath) {
      this.#isOffPath = false;
      await this.#playTo(part.script, at);
    }
    const run = this.#run;
    if (run === null) return false;
    const steps = this.#steps();
    do {
      const outcome = await run.run.next();
      if (outcome === null) return false;
      if (outcome.kind !== 'failed') run.steps += 1;
      this.#outcomes[this.#done] = outcome;
      this.#done += 1;
      this.#changed();
      if (outcome.kind === 'failed' || (outcome.kind === 'skipped' && outcome.endsScript)) {
        this.#done = steps.length;
        this.#ran();
        return false;
      }
    } while (isObservation(steps[this.#done]?.step));
    if (this.#done < steps.length) return true;
    this.#ran();
    return false;
  }

  /** All steps of the stage are done. */
  #ran(): void {
    if (this.#stage.question !== null) {
      this.#phase = 'see';
      this.#changed();
    } else this.#end();
  }

  #end(): void {
    this.#phase = 'done';
    this.#report();
    this.#changed();
  }

  /** A stage that is only read is told when the student leaves it. */
  read(): void {
    if (this.#stage.part === null) this.#report();
  }

  #report(): void {
    const kinds = this.#outcomes.flatMap((outcome) => (outcome === null ? [] : [outcome.kind]));
    const outcome =
      this.#stage.part === null
        ? 'read'
        : kinds.includes('failed')
          ? 'failed'
          : this.#outcomes.some((each) => each?.kind === 'skipped' && each.endsScript)
            ? 'skipped'
            : 'passed';
    this.#onStage({ stage: this.#stage.id, predicted: this.#predicted, seen: this.#seen, outcome });
  }

  close(): void {
    this.#unsubscribe();
    this.#forgetRun();
  }
}
