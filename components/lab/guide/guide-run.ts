import type { Guide, Stage } from '#lib/guide/guide.ts';
import type { CallResult } from '#lib/lab/protocol/messages.ts';
import type { LabStore } from '#lib/lab-client/lab-store.ts';
import { endsScript, LabScriptPlayer, type Stopped } from '#lib/lab-client/script-player.ts';
import type { StepOutcome } from '#lib/lab/script/run/run-script.ts';
import type { Step } from '#lib/lab/script/syntax/ast.ts';
import type { SourcedScript } from '#lib/lab/script/syntax/sourced-script.ts';

/** What a student said to a question, before or after the steps, and whether the kernel did so. */
export interface Said {
  readonly answer: string;
  readonly verdict: 'right' | 'wrong';
  /** Position in the question's `not` of the wrong answer that was typed; `null`: none of them was. */
  readonly named: number | null;
}

/** The same before it is graded, which takes what the kernel did. */
export interface Answer {
  /** For the log, and to be read: the text, or those of the options. */
  readonly answer: string;
  /** Positions of options, or a text. */
  readonly saying:
    | { readonly kind: 'options'; readonly picked: readonly number[] }
    | { readonly kind: 'text'; readonly text: string };
}

/**
 * Where a student is in a stage: `predict` an answer, `run` the steps, `see` what came of it, `done`. A stage without a
 * question has no `predict` and no `see`, one without steps is `done` at once.
 */
export type Phase = 'predict' | 'run' | 'see' | 'done';

/** `left`: something was done by hand. `lost`: the session is gone. Either way the steps would not do what they should. */
export type Path = 'on' | 'left' | 'lost';

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
  /** Earlier steps are being done again, in a fresh network, because the kernel has moved on while the student read. */
  readonly isCatchingUp: boolean;
  /** That was so for a step of this stage. */
  readonly hasCaughtUp: boolean;
  readonly path: Path;
  readonly predicted: Answer | null;
  /** Both answers once the stage has passed; `null`: not graded, or not yet. */
  readonly graded: { readonly predicted: Said | null; readonly seen: Said | null } | null;
}

/** What became of a stage, for the log of what the student did. Only a stage that `passed` has answers: others were not graded. */
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

/** The script of a stage, and which of its steps are the stage's. */
interface Part {
  readonly script: SourcedScript;
  readonly from: number;
  readonly to: number;
}

/** The same answers with their verdicts. `null`: what grades a text could not be loaded. */
async function gradeAll(
  question: Stage['question'],
  answers: readonly (Answer | null)[],
  results: readonly CallResult[],
): Promise<(Said | null)[] | null> {
  if (question === null) return answers.map(() => null);
  if (question.kind === 'choice')
    return answers.map((answer) => {
      if (answer?.saying.kind !== 'options') return null;
      const { picked } = answer.saying;
      const isRight = question.options.every(({ right }, position) => right === picked.includes(position));
      return { answer: answer.answer, verdict: isRight ? 'right' : 'wrong', named: null };
    });
  const grader = await import('#lib/guide/grade-said.ts').catch(() => null);
  if (grader === null) return null;
  return answers.map((answer) => {
    if (answer?.saying.kind !== 'text') return null;
    const { isRight, named } = grader.gradeTyped(question, answer.saying.text, results);
    return { answer: answer.answer, verdict: isRight ? 'right' : 'wrong', named };
  });
}

/** A guided lab on its way: carries out its steps on the kernel, and keeps what the student said. */
export class GuideRun {
  readonly guide: Guide;
  readonly #store: LabStore;
  readonly #player: LabScriptPlayer;
  readonly #onStage: (result: StageResult) => void;
  readonly #listeners = new Set<() => void>();
  #index: number;
  #phase: Phase;
  #done = 0;
  #outcomes: (StepOutcome | null)[] = [];
  /** A step of an earlier stage that the way to this one did not get beyond. */
  #stoppedBefore: StepView | null = null;
  #isBusy = false;
  /** Counts what was begun and broken off: what is still under way of it no longer counts. */
  #turn = 0;
  #underWay: Promise<void> = Promise.resolve();
  #isCatchingUp = false;
  #hasCaughtUp = false;
  #path: Path = 'on';
  #predicted: Answer | null = null;
  #graded: GuideSnapshot['graded'] = null;
  /** Stages that are only read and have been reported. */
  readonly #read = new Set<number>();
  #unsubscribe: () => void = () => {};
  #snapshot: GuideSnapshot | null = null;

  constructor(guide: Guide, store: LabStore, onStage: (result: StageResult) => void, first = 0) {
    this.guide = guide;
    this.#store = store;
    this.#player = new LabScriptPlayer(store);
    this.#onStage = onStage;
    this.#index = first;
    this.#phase = firstPhase(this.#stage);
  }

  /** Watches over the session, and plays what comes before the first stage, where it is not the beginning. */
  async begin(): Promise<void> {
    this.#unsubscribe();
    this.#unsubscribe = this.#store.subscribe(() => {
      if (!this.#isBusy && this.#player.isLost) this.#sessionLost();
    });
    if ((this.#stage.part?.from ?? 0) > 0) await this.returnToPath();
  }

  /** Aborts what is under way without reporting it. It may be started again. */
  close(): void {
    this.#unsubscribe();
    this.#unsubscribe = () => {};
    this.#breakOff();
    this.#player.forget();
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
      steps: [
        ...(this.#stoppedBefore === null ? [] : [this.#stoppedBefore]),
        ...this.#steps().map((step, index) => ({ ...step, outcome: this.#outcomes[index] ?? null })),
      ],
      done: this.#done,
      isBusy: this.#isBusy,
      isCatchingUp: this.#isCatchingUp,
      hasCaughtUp: this.#hasCaughtUp,
      path: this.#path,
      predicted: this.#predicted,
      graded: this.#graded,
    };
    return this.#snapshot;
  };

  #changed(): void {
    this.#snapshot = null;
    for (const listener of this.#listeners) listener();
  }

  get #part(): Part | null {
    const { part } = this.#stage;
    const script = part === null ? undefined : this.guide.scripts[part.script];
    return part === null || script === undefined ? null : { ...part, script };
  }

  #steps(): { step: Step; text: string }[] {
    const part = this.#part;
    if (part === null) return [];
    const { script, from, to } = part;
    return script.script.steps
      .slice(from, to)
      .map((step, index) => ({ step, text: script.texts[from + index] ?? '' }));
  }

  predict(answer: Answer): void {
    this.#predicted = answer;
    this.skipPrediction();
  }

  /** Goes on to the steps without an answer. */
  skipPrediction(): void {
    if (this.#phase !== 'predict') return;
    this.#phase = 'run';
    this.#changed();
  }

  /** Ends the stage with what was seen. Resolves to false where the part of the page that grades could not be loaded. */
  async see(answer: Answer | null): Promise<boolean> {
    const stage = this.#stage;
    const said = [this.#predicted, answer];
    const graded = await gradeAll(stage.question, said, this.#results());
    if (graded === null) return false;
    if (this.#phase !== 'see' || this.#stage !== stage) return true;
    const [predicted = null, seen = null] = graded;
    this.#graded = { predicted, seen };
    this.#end();
    return true;
  }

  /** How the calls of the session ended. */
  #results(): CallResult[] {
    const { events } = this.#store.log();
    const beginning = events.findLastIndex(({ type }) => type === 'opened' || type === 'reset');
    return events.slice(beginning + 1).flatMap((event) => (event.type === 'returned' ? [event.result] : []));
  }

  /** Something was done by hand. */
  leavePath(): void {
    if (this.#path !== 'on' || !(this.#player.hasBegun || this.#isBusy)) return;
    this.#path = 'left';
    this.#changed();
  }

  /** The session is another one, so nothing of what the steps made is there. */
  #sessionLost(): void {
    this.#player.forget();
    this.#path = 'lost';
    this.#changed();
  }

  /** Carries out the next call, and looks at what the lines below it look at. */
  async next(): Promise<void> {
    await this.#whileBusy(async (isMine) => {
      await this.#press(isMine);
    });
  }

  /** Carries out what is left of the stage, after what is under way, unless somebody does something by hand meanwhile. */
  async rest(): Promise<void> {
    const index = this.#index;
    await this.#underWay;
    if (this.#index !== index) return;
    await this.#whileBusy(async (isMine) => {
      while ((await this.#press(isMine)) && this.#path === 'on');
    });
  }

  /** Plays the lab from its beginning up to where the student was. */
  async returnToPath(): Promise<void> {
    await this.#whileBusy(async (isMine) => {
      this.#path = 'on';
      const part = this.#part;
      if (part === null) return this.#player.forget();
      const stopped = await this.#player.playTo(part.script.script, part.from + this.#done);
      if (stopped === null || !isMine()) return;
      if (stopped.outcome.kind === 'lost') return this.#sessionLost();
      // The next press takes the same path, and reports.
      this.#player.forget();
      if (this.#phase !== 'run') return;
      this.#done = 0;
      this.#outcomes = [];
    });
  }

  /** Goes to a stage; its steps are still to be run. What is under way is broken off. */
  async goTo(index: number): Promise<void> {
    if (index < 0 || index >= this.guide.stages.length) return;
    const mustPlay = this.#breakOff() || this.#path !== 'on';
    if (mustPlay) this.#player.forget();
    await this.#enter(index, mustPlay);
  }

  /** Restarts the stage, from its question on. */
  async again(): Promise<void> {
    this.#breakOff();
    this.#player.forget();
    await this.#enter(this.#index, true);
  }

  /** Restarts the lab, from its first stage on. */
  async fromTheStart(): Promise<void> {
    this.#breakOff();
    this.#player.forget();
    await this.#enter(0, false);
    const asRoot = this.guide.scripts[0]?.script.asRoot ?? false;
    await this.#whileBusy(async () => {
      await this.#player.refresh(asRoot);
    });
  }

  /** @param mustPlay plays what comes before, also where nothing is there that could go on */
  async #enter(index: number, mustPlay: boolean): Promise<void> {
    this.#index = index;
    this.#phase = firstPhase(this.#stage);
    this.#done = 0;
    this.#outcomes = [];
    this.#stoppedBefore = null;
    this.#path = 'on';
    this.#hasCaughtUp = false;
    this.#predicted = null;
    this.#graded = null;
    this.#changed();
    const part = this.#part;
    if (part === null || part.from === 0 || this.#player.isAt(part.script.script, part.from)) return;
    if (mustPlay || this.#player.hasBegun) await this.returnToPath();
  }

  /** Whether something was under way. */
  #breakOff(): boolean {
    const wasBusy = this.#isBusy;
    this.#turn += 1;
    this.#underWay = Promise.resolve();
    this.#isBusy = false;
    this.#isCatchingUp = false;
    if (wasBusy) this.#changed();
    return wasBusy;
  }

  /** @param work asks `isMine` after everything it waited for; `false`: it was broken off */
  async #whileBusy(work: (isMine: () => boolean) => Promise<void>): Promise<void> {
    if (this.#isBusy) return;
    const turn = ++this.#turn;
    const isMine = () => turn === this.#turn;
    this.#isBusy = true;
    this.#changed();
    const working = work(isMine);
    // What waits for it needs to know that it is over, not how it ended.
    this.#underWay = working.catch(() => undefined);
    try {
      await working;
    } finally {
      if (isMine()) {
        this.#isBusy = false;
        this.#isCatchingUp = false;
        this.#changed();
      }
    }
  }

  /** One press. Whether the stage has more to run. */
  async #press(isMine: () => boolean): Promise<boolean> {
    const part = this.#part;
    if (part === null || this.#phase !== 'run') return false;
    const at = part.from + this.#done;
    const { script } = part.script;
    const isLate = this.#player.isStale;
    if (isLate || this.#path !== 'on' || !this.#player.isAt(script, at)) {
      this.#path = 'on';
      this.#isCatchingUp = isLate;
      this.#hasCaughtUp ||= isLate;
      this.#changed();
      const stopped = await this.#player.playTo(script, at);
      if (!isMine()) return false;
      this.#isCatchingUp = false;
      if (stopped !== null) return this.#stop(stopped, part);
    }
    const steps = this.#steps();
    do {
      const outcome = await this.#player.next();
      if (outcome === null || !isMine()) return false;
      if (outcome.kind === 'lost' || endsScript(outcome))
        return this.#stop({ at: part.from + this.#done, outcome }, part);
      this.#outcomes[this.#done] = outcome;
      this.#done += 1;
      this.#changed();
    } while (isObservation(steps[this.#done]?.step));
    if (this.#done < steps.length) return true;
    this.#ran();
    return false;
  }

  /** Nothing comes after this step. Always false, as a press then has no more to run. */
  #stop({ at, outcome }: Stopped, { script, from, to }: Part): false {
    if (outcome.kind === 'lost') {
      this.#sessionLost();
      return false;
    }
    if (at < from) this.#stoppedBefore = { step: outcome.step, text: script.texts[at] ?? '', outcome };
    else this.#outcomes[at - from] = outcome;
    this.#done = to - from + (at < from ? 1 : 0);
    // What was expected did not happen, so nobody's answer is compared with it.
    this.#end();
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

  /** A stage that is only read is reported the first time the student leaves it. */
  read(): void {
    if (this.#stage.part !== null || this.#read.has(this.#index)) return;
    this.#read.add(this.#index);
    this.#report();
  }

  #report(): void {
    const outcomes = [this.#stoppedBefore?.outcome, ...this.#outcomes].flatMap((outcome) => outcome ?? []);
    const outcome =
      this.#stage.part === null
        ? 'read'
        : outcomes.some(({ kind }) => kind === 'failed')
          ? 'failed'
          : outcomes.some(endsScript)
            ? 'skipped'
            : 'passed';
    this.#onStage({
      stage: this.#stage.id,
      predicted: this.#graded?.predicted ?? null,
      seen: this.#graded?.seen ?? null,
      outcome,
    });
  }
}
