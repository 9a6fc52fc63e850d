import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { codes } from '#lib/diagnostics/codes.ts';
import { type Finding, finding, toDiagnostic } from '#lib/diagnostics/finding.ts';
import { sourceLines } from '#lib/diagnostics/source-lines.ts';
import type { LabScript } from '#lib/lab/script/ast.ts';
import { checkScript } from '#lib/lab/script/check-script.ts';
import { Cursor } from '#lib/lab/script/cursor.ts';
import { withPlainSigns } from '#lib/lab/script/foreign-sign.ts';
import { findFences, type LabFence } from '#lib/lab/script/find-fences.ts';
import { meant } from '#lib/lab/script/meant.ts';
import { type Line, parseLine } from '#lib/lab/script/parse-line.ts';

export interface LabFile {
  readonly scripts: readonly LabScript[];
  /** By line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

function isError({ code }: Finding): boolean {
  return codes[code].severity === 'error';
}

function parseFence(text: string, fence: LabFence): { script: LabScript; found: Finding[] } {
  const found: Finding[] = [];
  let asRoot = false;
  const [first, second] = fence.words;
  const isApart = first?.word === 'as' && second?.word === 'root';
  const words = isApart ? [{ word: 'as root', start: first.start, end: second.end }] : fence.words;
  for (const { word, ...range } of words) {
    if (word === 'as-root') {
      asRoot = true;
      continue;
    }
    const near = meant(word, ['as-root'], {
      synonyms: { root: 'as-root', 'as root': 'as-root' },
      maxEdits: 3,
    });
    found.push(
      finding(
        'LAB_FENCE_WORD',
        range,
        `\`${word}\` is not known here`,
        near === null ? undefined : `write \`${near}\``,
      ),
    );
  }
  const lines = fence.body.map(({ start, end }) => readLine(text.slice(start, end), start, found));
  if (fence.isClosed && lines.every(({ kind }) => kind === 'blank'))
    found.push(finding('LAB_FENCE_EMPTY', fence.opening));
  const steps = checkScript(lines, found);
  const isBroken = !fence.isClosed || found.some(isError);
  return { script: { line: fence.line + 1, asRoot, steps, isBroken }, found };
}

/** One mistake is told once: with its signs made plain, a line is read only for what it gives to later ones. */
function readLine(line: string, start: number, found: Finding[]): Line {
  const plain = withPlainSigns(line, start);
  if (plain === null) return parseLine(new Cursor(line, start, found));
  found.push(plain.found);
  return parseLine(new Cursor(plain.line, start, []));
}

/**
 * Reads every lab script of a Markdown file. Never throws, and takes time in proportion to the file's length.
 *
 * @param text with or without a byte order mark, which is counted in no offset
 * @param file path, as diagnostics name it
 */
export function parseLabFile(text: string, file: string): LabFile {
  const content = text.startsWith('\ufeff') ? text.slice(1) : text;
  const lines = sourceLines(content);
  const { fences, findings: found } = findFences(content, lines);
  const parsed = fences.map((fence) => parseFence(content, fence));
  const scripts = parsed.map(({ script }) => script);
  const findings = [...found, ...parsed.flatMap((one) => one.found)];
  if (scripts.length === 0 && findings.length === 0)
    findings.push(finding('LAB_SCRIPT_NONE', { start: 0, end: 1 }));
  return {
    scripts,
    diagnostics: findings
      .map((one) => toDiagnostic(one, file, lines, 1))
      .sort((a, b) => a.line - b.line || a.column - b.column),
  };
}
