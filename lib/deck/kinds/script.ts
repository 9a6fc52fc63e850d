import type { CardOutline } from '#lib/deck/syntax/outline.ts';
import { lineRoles } from '#lib/deck/syntax/line-roles.ts';
import { type Finding, finding, isError, type Range, type SourceLine } from '#lib/diagnostics/finding.ts';
import type { CompanionProgram } from '#lib/lab/order/order-script.ts';
import { readCompanions } from '#lib/lab/order/read-order.ts';
import { parseScripts } from '#lib/lab/script/read-scripts.ts';
import type { FencedScript } from '#lib/lab/script/syntax/ast.ts';
import type { LabFence } from '#lib/lab/script/syntax/fences.ts';
import { sourcedScript, type SourcedScript } from '#lib/lab/script/syntax/sourced-script.ts';

/** The parts of a card for the lab, and the problems with them; offsets count from the beginning of the card. */
export interface CardScript {
  readonly script: SourcedScript | null;
  /** The companion programs of an order, or a fence that was meant to hold them; `null`: there is no such fence. */
  readonly companions: { readonly programs: readonly CompanionProgram[]; readonly isSound: boolean } | null;
  /** A script that makes calls and expects nothing of them; `word`: its word `lab`. */
  readonly alone: { readonly word: Range; readonly calls: ReadonlySet<string> } | null;
  /** Fences that nearly begin with `lab beside`. */
  readonly misspelt: readonly (Range & { readonly words: string })[];
  readonly findings: readonly Finding[];
}

export const noScript: CardScript = {
  script: null,
  companions: null,
  alone: null,
  misspelt: [],
  findings: [],
};

function aloneOf(
  source: string,
  { steps, isBroken, asRoot }: FencedScript,
  opening: Range | undefined,
): CardScript['alone'] {
  const calls = steps.flatMap((step) => (step.kind === 'call' && step.expectation === null ? [step] : []));
  if (opening === undefined || isBroken || asRoot || calls.length < steps.length) return null;
  const start = opening.start + source.slice(opening.start, opening.end).indexOf('lab');
  return { word: { start, end: start + 3 }, calls: new Set(calls.map(({ call }) => call.name)) };
}

/** Nearly `lab beside`; a fence whose first word is `lab` is read, and reported, as a lab script. */
const nearlyCompanion =
  /^([ \t]*(?:`{3,}|~{3,})[ \t]*)(\{?\.?lab[-_:,.]*[ \t]*\.?besides?\}?|besides?(?:[ \t,]+lab)?)[ \t]*$/i;

function misspeltCompanions(source: string, lines: readonly SourceLine[]): CardScript['misspelt'] {
  const found = lines.flatMap(({ start, end }, line) => {
    const [, before = '', words] = nearlyCompanion.exec(source.slice(start, end)) ?? [];
    if (words === undefined || /^lab[ \t]/.test(words)) return [];
    const at = start + before.length;
    return [{ line, start: at, end: at + words.length, words }];
  });
  if (found.length === 0) return [];
  const { roles } = lineRoles(source, lines);
  return found.filter(({ line }) => roles[line] === 'fence-open');
}

/** A fence without an end most likely ends at its first empty line. */
function upToGap(fence: LabFence, source: string): LabFence {
  const gap = fence.body.findIndex(({ start, end }) => source.slice(start, end).trim() === '');
  return fence.isClosed || gap === -1 ? fence : { ...fence, body: fence.body.slice(0, gap) };
}

export function parseCardScript({ source, lines, link, kind }: CardOutline): CardScript {
  const { scripts, fences, companions: companionFences, findings: found } = parseScripts(source, lines);
  const [script, second] = scripts;
  const misspelt = misspeltCompanions(source, lines);
  const findings = [...found];
  const at = second === undefined ? undefined : fences.find(({ line }) => line + 1 === second.line);
  if (at !== undefined) findings.push(finding('LAB_SCRIPT_SECOND', at.opening));
  if (link !== null && script !== undefined) findings.push(finding('LAB_LINK_AND_SCRIPT', link));
  const isUsable = script !== undefined && script.steps.length > 0 && !findings.some(isError);
  const [first, ...more] = companionFences;
  const read = first === undefined ? null : readCompanions(source, upToGap(first, source));
  const inCompanions = [
    ...(read?.findings ?? []),
    ...more.map(({ opening }) => finding('LAB_SCRIPT_SECOND', opening)),
    ...(first !== undefined && kind !== 'order' ? [finding('LAB_COMPANION_PLACE', first.opening)] : []),
    ...(first !== undefined && script !== undefined
      ? [finding('LAB_COMPANION_AND_SCRIPT', first.opening)]
      : []),
  ];
  // Without the programs that were meant, an order would end differently.
  const isMeant =
    first === undefined && (misspelt.length > 0 || found.some(({ code }) => code === 'LAB_FENCE_WORD'));
  const isClosed = first?.isClosed === true;
  return {
    script: isUsable ? sourcedScript(source, lines, script) : null,
    companions: isMeant
      ? { programs: [], isSound: false }
      : read && { programs: read.programs, isSound: isClosed && !inCompanions.some(isError) },
    alone: script === undefined || fences.length !== 1 ? null : aloneOf(source, script, fences[0]?.opening),
    misspelt,
    findings: [...findings, ...inCompanions],
  };
}
