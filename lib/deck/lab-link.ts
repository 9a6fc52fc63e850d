import type { Section } from '#lib/deck/scan-body.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

/** A stage of a lab, as a card names it: `**Lab:** echo#end`. */
export interface LabLink extends Range {
  readonly lab: string;
  readonly stage: string;
}

/** What was likely meant by a name that is not written as `lab#stage`; undefined where that is not known. */
function remedyOf(written: string): string | undefined {
  const target = /^\[[^\]]*\]\(([^)\s]*)\)$/.exec(written)?.[1] ?? written;
  const [, lab = '', stage] =
    /^(?:https?:\/\/[^/]*)?[\s`"'(/]*(?:lab\/)?([a-z0-9-]+)(?:\.md)?(?:\s*[#/]\s*([a-z0-9-]+))?[\s`"').;,]*$/i.exec(
      target,
    ) ?? [];
  if (lab === '') return undefined;
  if (stage === undefined) return `name a stage of it, too: \`${lab.toLowerCase()}#\` and the stage's id`;
  return `write \`${lab.toLowerCase()}#${stage.toLowerCase()}\``;
}

/** What follows `**Lab:**`; nothing at all is told of every label alike. */
export function readLabLink(
  source: string,
  { labelRange, end }: Section,
): { readonly link: LabLink | null; readonly finding: Finding | null } {
  const text = source.slice(labelRange.end, end);
  const written = text.trim();
  if (written === '') return { link: null, finding: null };
  const start = labelRange.end + text.indexOf(written);
  const firstLine = /^[^\r\n]*/.exec(written)?.[0].trimEnd() ?? '';
  const range = { start, end: start + firstLine.length };
  const [, lab = '', stage = ''] = /^`?([a-z0-9-]+)#([a-z0-9-]+)`?$/.exec(written) ?? [];
  if (lab !== '') return { link: { lab, stage, ...range }, finding: null };
  const rest = written.slice(firstLine.length);
  if (/^`?[a-z0-9-]+#[a-z0-9-]+`?$/.test(firstLine)) {
    const at = range.end + rest.search(/\S/);
    return {
      link: null,
      finding: finding(
        'LAB_LINK_FORM',
        { start: at, end: at + (/^\s*([^\r\n]*)/.exec(rest)?.[1]?.length ?? 1) },
        'nothing else stands below `**Lab:**`',
        'put this text above the label, or below `**Why:**`',
      ),
    };
  }
  return {
    link: null,
    finding: finding(
      'LAB_LINK_FORM',
      range,
      `\`${firstLine}\` does not name a stage of a lab`,
      remedyOf(firstLine),
    ),
  };
}
