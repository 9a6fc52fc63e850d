import type { TimedEvent } from '#lib/lab/protocol/messages.ts';
import { setImmediate } from 'node:timers/promises';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { finding, lineIndexAt, type Range, sourceLines, toDiagnostic } from '#lib/diagnostics/finding.ts';
import { formatEvent } from '#lib/lab/protocol/format-event.ts';
import {
  createScriptRun,
  defaultRunOptions,
  type RunOptions,
  type StepOutcome,
} from '#lib/lab/script/run/run-script.ts';
import type { LabScript } from '#lib/lab/script/syntax/ast.ts';
import type { LabKernel } from '#server/kernel/lab-kernel.ts';
import { openSessionPort } from './session-port.ts';

export interface Failure extends Diagnostic {
  readonly expected: string;
  readonly observed: string;
}

type Failed = Extract<StepOutcome, { kind: 'failed' }>;

interface Skip {
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
}

export interface ScriptResult {
  /** 1-based line of the fence. */
  readonly line: number;
  readonly result: 'passed' | 'failed' | 'skipped';
  readonly network: 'private' | 'host' | null;
  readonly failure: Failure | null;
  /** Expectations that this host cannot show. */
  readonly skips: readonly Skip[];
  /** What happened, for people and as data. */
  readonly log: readonly string[];
  readonly events: readonly TimedEvent[];
}

interface Source {
  readonly file: string;
  /** Without a byte order mark. */
  readonly text: string;
}

function failureAt(
  { file, text }: Source,
  at: Range,
  { expected, observed, code, help }: Pick<Failed, 'expected' | 'observed' | 'code' | 'help'>,
): Failure {
  const found = finding(code, at, undefined, help ?? undefined);
  const diagnostic = toDiagnostic(found, file, sourceLines(text), 1);
  return { ...diagnostic, expected, observed };
}

function lineOf({ text }: Source, at: Range): number {
  return lineIndexAt(sourceLines(text), at.start) + 1;
}

/**
 * Runs a script from its first step to its last, or to the first that fails, in a session of its own.
 *
 * @param ending gives up at once when it is aborted; the result then means nothing
 */
export async function runScript(
  kernel: LabKernel,
  source: Source,
  script: LabScript,
  ending: AbortSignal,
  options: RunOptions = defaultRunOptions,
): Promise<ScriptResult> {
  const skips: Skip[] = [];
  const log: string[] = [];
  const events: TimedEvent[] = [];
  const { line } = script;
  const opened = openSessionPort(kernel, script.asRoot, ending);
  if (!opened.ok) {
    const at = sourceLines(source.text)[line - 1] ?? { start: 0, end: 0 };
    const failure = failureAt(source, at, {
      expected: 'the script runs',
      observed: opened.error.message,
      code: 'LAB_REFUSED',
      help: 'run it again in a moment',
    });
    return { line, result: 'failed', network: null, failure, skips, log, events };
  }
  const { port, close } = opened.value;
  const run = createScriptRun(script, port, options);
  const unsubscribe = port.subscribe((event) => {
    events.push(event);
    log.push(...formatEvent(event, (program, fd) => run.nameOf(program, fd)));
  });
  let failure: Failure | null = null;
  let isCut = false;
  try {
    for (;;) {
      const outcome = await run.next();
      if (outcome === null || ending.aborted) break;
      if (outcome.kind === 'failed') failure = failureAt(source, outcome.at, outcome);
      if (outcome.kind === 'skipped') {
        skips.push({ line: lineOf(source, outcome.at), reason: outcome.reason });
        isCut = outcome.endsScript;
      }
      // The kernel layer looks at the sockets when the work of this turn is done.
      await setImmediate();
    }
  } finally {
    unsubscribe();
    run.close();
    close();
  }
  const result = failure !== null ? 'failed' : isCut ? 'skipped' : 'passed';
  return { line, result, network: port.network.kind, failure, skips, log, events };
}
