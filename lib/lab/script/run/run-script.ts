import type { Range } from '#lib/diagnostics/finding.ts';
import { LiveSession } from '#lib/lab/script/run/live-session.ts';
import { performCall, performOutcome } from '#lib/lab/script/run/perform-call.ts';
import {
  performExit,
  performInterrupt,
  performLose,
  performReset,
} from '#lib/lab/script/run/perform-control.ts';
import { performSegments, performState } from '#lib/lab/script/run/perform-observation.ts';
import type { ScriptPort } from '#lib/lab/script/run/port.ts';
import type { LabScript, Step } from '#lib/lab/script/syntax/ast.ts';

/** What became of a step. Places are offsets in the file of the script. */
export type StepOutcome =
  | { readonly kind: 'passed'; readonly step: Step }
  | {
      readonly kind: 'failed';
      readonly step: Step;
      /** The expectation that was not met. */
      readonly at: Range;
      readonly expected: string;
      readonly observed: string;
      readonly code: 'LAB_EXPECTATION_FAILED' | 'LAB_REFUSED';
      /** What to do; `null`: nothing more exact than for every failure. */
      readonly help: string | null;
    }
  /** This host cannot show it. `endsScript`: what follows would make no sense without it. */
  | {
      readonly kind: 'skipped';
      readonly step: Step;
      readonly at: Range;
      readonly reason: string;
      readonly endsScript: boolean;
    };

export interface RunOptions {
  /** How long something that must happen may take, where the line does not say `within`. */
  readonly limitMs: number;
  /** How long a call must go on waiting, or the wire stay silent, to be believed. */
  readonly settleMs: number;
}

export const defaultRunOptions: RunOptions = { limitMs: 2000, settleMs: 100 };

export interface ScriptRun {
  /** Does the next step. `null`: there is none, because the script is done, or failed, or was skipped. */
  next(): Promise<StepOutcome | null>;
  /** What a program calls the socket of a descriptor. */
  nameOf(program: string, fd: number): string | null;
  /** Stops listening. */
  close(): void;
}

/**
 * Runs a script in a fresh session, one step at a time. The script has no errors. In the process of the kernel layer, a
 * turn of the event loop has to pass between two steps, or a socket may come and go unseen.
 *
 * @example
 * const run = createScriptRun(script, port);
 * for (let outcome = await run.next(); outcome !== null; outcome = await run.next()) report(outcome);
 */
export function createScriptRun(
  script: LabScript,
  port: ScriptPort,
  options: RunOptions = defaultRunOptions,
): ScriptRun {
  const session = new LiveSession(port, options);
  let index = 0;
  let isOver = false;

  async function perform(step: Step): Promise<StepOutcome> {
    switch (step.kind) {
      case 'call':
        return performCall(session, step);
      case 'outcome':
        return performOutcome(session, step);
      case 'state':
        return performState(session, step);
      case 'segments':
        return performSegments(session, step);
      case 'interrupt':
        return performInterrupt(session, step);
      case 'exit':
        return performExit(session, step);
      case 'lose':
        return performLose(session, step);
      case 'reset':
        return performReset(session, step);
      case 'wait':
        await session.pause(step.ms);
        return { kind: 'passed', step };
      default:
        return step satisfies never;
    }
  }

  return {
    async next() {
      const step = script.steps[index];
      if (isOver || step === undefined) return null;
      index++;
      const { kind, reason, asRoot } = session.network;
      const outcome: StepOutcome =
        script.asRoot && !asRoot
          ? {
              kind: 'skipped',
              step,
              at: step,
              reason: reason ?? `The lab was not opened as root in its ${kind} network.`,
              endsScript: true,
            }
          : await perform(step);
      isOver = outcome.kind === 'failed' || (outcome.kind === 'skipped' && outcome.endsScript);
      return outcome;
    },
    nameOf: (program, fd) => session.nameOf(program, fd),
    close() {
      session.close();
    },
  };
}
