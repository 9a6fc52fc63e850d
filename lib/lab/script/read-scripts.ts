import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import {
  type Finding,
  finding,
  isError,
  type SourceLine,
  sourceLines,
  toDiagnostic,
} from '#lib/diagnostics/finding.ts';
import { checkScript } from '#lib/lab/script/check/check-script.ts';
import type { FencedScript, ScriptFence, Step } from '#lib/lab/script/syntax/ast.ts';
import { meant } from '#lib/lab/script/syntax/cursor.ts';
import { findFences, type LabFence } from '#lib/lab/script/syntax/fences.ts';
import { type Line, readLine } from '#lib/lab/script/syntax/line.ts';

interface ParsedScripts {
  readonly fences: readonly LabFence[];
  /** Those with the word `beside`: they belong to a card whose order runs, and are no scripts. */
  readonly companions: readonly LabFence[];
  readonly scripts: readonly FencedScript[];
  /** In no order. */
  readonly findings: readonly Finding[];
}

/** What the words behind `lab` say. */
interface Words {
  readonly asRoot: boolean;
  readonly continued: boolean;
}

const knownWords = ['as-root', 'continued', 'beside'] as const;

function isCompanion({ words }: LabFence): boolean {
  return words.some(({ word }) => word === 'beside');
}

function readWords(fence: LabFence, canContinue: boolean, found: Finding[]): Words {
  let asRoot = false;
  let continued = false;
  const [first, second] = fence.words;
  const isApart = first?.word === 'as' && second?.word === 'root';
  const words = isApart ? [{ word: 'as root', start: first.start, end: second.end }] : fence.words;
  for (const { word, ...range } of words) {
    if (word === 'continued') {
      continued = true;
      if (!canContinue) found.push(finding('LAB_CONTINUED', range));
      continue;
    }
    if (word === 'as-root') {
      asRoot = true;
      if (continued || words.some((other) => other.word === 'continued'))
        found.push(
          finding(
            'LAB_FENCE_WORD',
            range,
            'a script that goes on cannot become root in its middle',
            'write `as-root` where the script begins',
          ),
        );
      continue;
    }
    const near = meant(word, knownWords, {
      synonyms: { root: 'as-root', 'as root': 'as-root', continue: 'continued', cont: 'continued' },
      maxEdits: 3,
    });
    if (near === 'continued') continued = true;
    found.push(
      finding(
        'LAB_FENCE_WORD',
        range,
        `\`${word}\` is not known here`,
        near === null ? undefined : `write \`${near}\``,
      ),
    );
  }
  return { asRoot, continued: continued && canContinue };
}

/** A script on its way: the fence that begins it, and those that go on with it. */
interface Draft {
  readonly asRoot: boolean;
  readonly fences: LabFence[];
  readonly lines: Line[][];
  readonly found: Finding[];
}

const ofNames: readonly string[] = ['LAB_NAME_UNBOUND', 'LAB_PROGRAM_UNKNOWN', 'LAB_NOT_BLOCKED'];

/** Where everything that a script lacks would be known if it continued the one above, that is reported, once. */
function reportForgotten({ fences, lines, found }: Draft, before: Draft | undefined): void {
  const [fence] = fences;
  if (before === undefined || fence === undefined) return;
  const unknown = found.filter(({ code }) => ofNames.includes(code));
  if (unknown.length === 0) return;
  const together: Finding[] = [];
  checkScript([...before.lines, ...lines], together);
  const still = together.filter(({ code, start }) => ofNames.includes(code) && start > fence.opening.start);
  if (still.length > 0) return;
  const others = found.filter((one) => !unknown.includes(one));
  found.splice(0, found.length, ...others, finding('LAB_FENCE_ANEW', fence.opening));
}

function finish(draft: Draft, before: Draft | undefined): FencedScript {
  const { asRoot, fences, lines, found } = draft;
  // What a script without its beginning names is no second mistake.
  const isWhole = !found.some(({ code }) => code === 'LAB_CONTINUED');
  const parts = checkScript(lines, isWhole ? found : []);
  if (isWhole) reportForgotten(draft, before);
  const placed: ScriptFence[] = [];
  const steps: Step[] = [];
  fences.forEach((fence, index) => {
    const from = steps.length;
    steps.push(...(parts[index] ?? []));
    placed.push({ line: fence.line + 1, from, to: steps.length });
  });
  const isBroken = fences.some(({ isClosed }) => !isClosed) || found.some(isError);
  return { line: placed[0]?.line ?? 1, asRoot, steps, isBroken, fences: placed };
}

/**
 * Reads every lab script of a Markdown text; a fence with the word `continued` goes on with the one above. Never throws,
 * and takes time in proportion to the text's length.
 *
 * @param text without a byte order mark
 */
export function parseScripts(text: string, lines: readonly SourceLine[]): ParsedScripts {
  const { fences: all, findings } = findFences(text, lines);
  const fences = all.filter((fence) => !isCompanion(fence));
  const drafts: Draft[] = [];
  for (const fence of fences) {
    const found: Finding[] = [];
    const before = drafts.at(-1);
    const { asRoot, continued } = readWords(fence, before !== undefined, found);
    let isProse = false;
    const read = fence.body.map(({ start, end }) => {
      const line = readLine(text.slice(start, end), start, isProse ? [] : found);
      // Below the first empty line of a script that is never closed there is likely no script any more.
      isProse ||= !fence.isClosed && line.kind === 'blank';
      return line;
    });
    if (fence.isClosed && read.every(({ kind }) => kind === 'blank'))
      found.push(finding('LAB_FENCE_EMPTY', fence.opening));
    if (before !== undefined && continued) {
      before.fences.push(fence);
      before.lines.push(read);
      before.found.push(...found);
    } else drafts.push({ asRoot, fences: [fence], lines: [read], found });
  }
  const scripts = drafts.map((draft, index) => finish(draft, drafts[index - 1]));
  return {
    fences,
    companions: all.filter(isCompanion),
    scripts,
    findings: [...findings, ...drafts.flatMap(({ found }) => found)],
  };
}

interface LabFile {
  readonly scripts: readonly FencedScript[];
  /** By line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads every lab script of a Markdown file. Never throws, and takes time in proportion to the file's length.
 *
 * @param text with or without a byte order mark, which is counted in no offset
 * @param file path, as diagnostics name it
 *
 * @example
 * const { scripts, diagnostics } = parseLabFile(text, 'content/labs/echo.md');
 */
export function parseLabFile(text: string, file: string): LabFile {
  const content = text.startsWith('\ufeff') ? text.slice(1) : text;
  const lines = sourceLines(content);
  const { scripts, findings } = parseScripts(content, lines);
  const none =
    scripts.length === 0 && findings.length === 0 ? [finding('LAB_SCRIPT_NONE', { start: 0, end: 1 })] : [];
  return {
    scripts,
    diagnostics: [...findings, ...none]
      .map((one) => toDiagnostic(one, file, lines, 1))
      .sort((a, b) => a.line - b.line || a.column - b.column),
  };
}
