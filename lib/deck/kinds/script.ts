import { misspeltCompanion } from '#lib/deck/lint/misspelt-beside.ts';
import type { CardOutline } from '#lib/deck/syntax/outline.ts';
import { codes } from '#lib/diagnostics/codes.ts';
import { type Finding, finding, type Range, type SourceLine } from '#lib/diagnostics/finding.ts';
import type { CompanionProgram } from '#lib/lab/order/order-script.ts';
import { readCompanions } from '#lib/lab/order/read-order.ts';
import { parseScripts } from '#lib/lab/script/read-scripts.ts';
import type { FencedScript } from '#lib/lab/script/syntax/ast.ts';
import { sourcedScript, type SourcedScript } from '#lib/lab/script/syntax/sourced-script.ts';

function isError({ code }: Finding): boolean {
  return codes[code].severity === 'error';
}

function isBlank(source: string, { start, end }: SourceLine): boolean {
  return source.slice(start, end).trim() === '';
}

/** What of a card is for the lab, and what is wrong with it; offsets count from the card's beginning. */
export interface CardScript {
  readonly script: SourcedScript | null;
  /** Programs beside an order, or what was meant as such; `null`: there is no fence for them. */
  readonly companions: { readonly programs: readonly CompanionProgram[]; readonly isSound: boolean } | null;
  /** A script that makes calls and claims nothing of them; `word`: where it says `lab`. */
  readonly alone: { readonly word: Range; readonly calls: ReadonlySet<string> } | null;
  readonly findings: readonly Finding[];
}

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

export function parseCardScript({ source, lines, link, kind }: CardOutline): CardScript {
  const { scripts, fences, companions: besides, findings: found } = parseScripts(source, lines);
  const [script, second] = scripts;
  const misspelt = misspeltCompanion(source, lines);
  const isReported = ({ start }: Finding) => misspelt.some((one) => one.start === start);
  const findings = [...found.filter((one) => !isReported(one)), ...misspelt];
  const at = second === undefined ? undefined : fences.find(({ line }) => line + 1 === second.line);
  // A second script that was to go on with the first one is told already.
  if (at !== undefined) findings.push(finding('LAB_SCRIPT_SECOND', at.opening));
  if (link !== null && script !== undefined) findings.push(finding('LAB_LINK_AND_SCRIPT', link));
  const isUsable = script !== undefined && script.steps.length > 0 && !findings.some(isError);
  const [first, ...more] = besides;
  const read = first === undefined ? null : readCompanions(source, first);
  // Below the first empty line of a fence that is never closed there is likely no program any more.
  const gap = first?.isClosed === false ? first.body.find((line) => isBlank(source, line)) : undefined;
  const bodyEnd = gap?.start ?? source.length;
  const companions = [
    ...(read?.findings ?? []).filter(({ start }) => start < bodyEnd),
    ...more.map(({ opening }) => finding('LAB_SCRIPT_SECOND', opening)),
    ...(first !== undefined && kind !== 'order' ? [finding('LAB_BESIDE_PLACE', first.opening)] : []),
    ...(first !== undefined && script !== undefined ? [finding('LAB_BESIDE_AND_SCRIPT', first.opening)] : []),
  ];
  const isClosed = first?.isClosed === true;
  // Without the programs that were meant, an order would run to another end.
  const isMeant =
    first === undefined && (misspelt.length > 0 || found.some(({ code }) => code === 'LAB_FENCE_WORD'));
  return {
    script: isUsable ? sourcedScript(source, lines, script) : null,
    companions: isMeant
      ? { programs: [], isSound: false }
      : read && { programs: read.programs, isSound: isClosed && !companions.some(isError) },
    alone: script === undefined || fences.length !== 1 ? null : aloneOf(source, script, fences[0]?.opening),
    findings: [...findings, ...companions],
  };
}
