import { type Diagnostic, formatDiagnostic, type Paint } from '#lib/diagnostics/diagnostic.ts';
import { sourceLines } from '#lib/diagnostics/finding.ts';
import { type Output, print } from '../command/output.ts';
import type { Failure, ScriptResult } from './run-script.ts';

/**
 * A file without a script may be any file at all, so nothing of it is shown.
 *
 * @param text of the file; `null`: it could not be read
 */
export function printDiagnostic(
  diagnostic: Diagnostic,
  text: string | null,
  output: Output,
  paint: Paint,
): void {
  const shown = diagnostic.code === 'LAB_SCRIPT_NONE' ? null : text;
  const at = shown === null ? undefined : sourceLines(shown)[diagnostic.line - 1];
  const source = shown === null ? null : shown.slice(at?.start ?? 0, at?.end ?? 0);
  print(output, `${formatDiagnostic(diagnostic, source, paint)}\n`);
}

/** What `run --json` prints. */
export interface RunReport {
  /** Of the scripts that ran; `none`: there was no script. */
  readonly network: { kind: 'private' | 'host' | 'none'; readonly reason: string | null };
  /** Numbers of scripts and orders. */
  passed: number;
  failed: number;
  skipped: number;
  /** Numbers of diagnostics. */
  errors: number;
  warnings: number;
  readonly files: {
    readonly file: string;
    readonly diagnostics: readonly Diagnostic[];
    readonly scripts: readonly ScriptResult[];
    /** Right orders of cards; `line` is that of the heading. */
    readonly orders: readonly ScriptResult[];
  }[];
}

/** A long transfer has thousands of segments; the last events are those that matter. */
const maxLogLines = 200;

/** What was expected, what the kernel did, and everything that happened up to there. */
export function printFailure(
  { log }: ScriptResult,
  failure: Failure,
  text: string,
  output: Output,
  paint: Paint,
): void {
  const at = sourceLines(text)[failure.line - 1] ?? { start: 0, end: 0 };
  const shown = formatDiagnostic(failure, text.slice(at.start, at.end), paint).split('\n');
  const help = shown.pop() ?? '';
  const hidden = Math.max(0, log.length - maxLogLines);
  print(
    output,
    [
      ...shown,
      `${paint('expected:', 'help')} ${failure.expected}`,
      `${paint('observed:', 'help')} ${failure.observed}`,
      help,
      ...(hidden > 0 ? [paint(`  … ${String(hidden)} lines before`, 'gutter')] : []),
      ...log.slice(hidden).map((line) => paint(line, 'gutter')),
      '',
    ].join('\n'),
  );
}

/** One line for a file, and one for each expectation that was skipped. */
export function printTotals(
  file: string,
  results: readonly ScriptResult[],
  output: Output,
  paint: Paint,
): void {
  const of = (result: ScriptResult['result']) => results.filter((one) => one.result === result).length;
  const [failed, skipped] = [of('failed'), of('skipped')];
  const totals = [
    `${String(of('passed'))} passed`,
    ...(failed > 0 ? [paint(`${String(failed)} failed`, 'error')] : []),
    ...(skipped > 0 ? [paint(`${String(skipped)} skipped`, 'warning')] : []),
  ];
  print(output, `${paint(file, 'place')}  ${totals.join(', ')}`);
  for (const { skips } of results)
    for (const { line, reason } of skips)
      print(output, `  ${file}:${String(line)} ${paint('skipped:', 'warning')} ${reason}`);
}
