import { lineIndexAt, type SourceLine } from '#lib/diagnostics/source-lines.ts';
import type { FencedScript, Step } from '#lib/lab/script/ast.ts';
import type { GuideScript } from '#lib/lab/guide/guide.ts';

/** A script with the source of its steps. @param lines those of `text`, in which the script's places count */
export function guideScript(text: string, lines: readonly SourceLine[], script: FencedScript): GuideScript {
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
