import { lineIndexAt, type SourceLine } from '#lib/diagnostics/finding.ts';
import type { FencedScript, LabScript, Step } from '#lib/lab/script/syntax/ast.ts';

/** One script: it begins in a fresh network, and may go on over several stages. */
export interface SourcedScript {
  readonly script: LabScript;
  /** Source text of each step, its expectation included, without the line's end. */
  readonly texts: readonly string[];
}

/** A script with the source of its steps. @param lines those of `text`, in which the script's places count */
export function sourcedScript(
  text: string,
  lines: readonly SourceLine[],
  script: FencedScript,
): SourcedScript {
  const lineAt = (offset: number): number => lineIndexAt(lines, offset);
  const lineText = (index: number): string => {
    const line = lines[index];
    return line === undefined ? '' : text.slice(line.start, line.end).trim();
  };
  const textOf = (step: Step): string => {
    const first = lineAt(step.start);
    const said = step.kind === 'call' && step.expectation !== null ? lineAt(step.expectation.start) : first;
    return said === first ? lineText(first) : `${lineText(first)}\n${lineText(said)}`;
  };
  const { line, asRoot, steps, isBroken } = script;
  return { script: { line, asRoot, steps, isBroken }, texts: steps.map(textOf) };
}
