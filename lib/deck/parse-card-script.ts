import type { CardOutline } from '#lib/deck/outline-card.ts';
import { codes } from '#lib/diagnostics/codes.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';
import { guideScript } from '#lib/lab/guide/guide-script.ts';
import type { GuideScript } from '#lib/lab/guide/guide.ts';
import { parseScripts } from '#lib/lab/script/parse-scripts.ts';

/** The lab script of a card, and what is wrong with it; offsets count from the card's beginning. */
export function parseCardScript({ source, lines, link }: CardOutline): {
  readonly script: GuideScript | null;
  readonly findings: readonly Finding[];
} {
  const { scripts, fences, findings: found } = parseScripts(source, lines);
  const [script, second] = scripts;
  const findings = [...found];
  const at = second === undefined ? undefined : fences.find(({ line }) => line + 1 === second.line);
  // A second script that was to go on with the first one is told already.
  if (at !== undefined) findings.push(finding('LAB_SCRIPT_SECOND', at.opening));
  if (link !== null && script !== undefined) findings.push(finding('LAB_LINK_AND_SCRIPT', link));
  const isUsable =
    script !== undefined &&
    script.steps.length > 0 &&
    !findings.some(({ code }) => codes[code].severity === 'error');
  return { script: isUsable ? guideScript(source, lines, script) : null, findings };
}
