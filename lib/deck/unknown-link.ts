import type { KnownLab } from '#lib/deck/deck-reader.ts';
import type { LabLink } from '#lib/deck/lab-link.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';
import { nearest } from '#lib/diagnostics/nearest.ts';

/** What is said of a card whose lab, or stage, there is not. */
export function unknownLink(link: LabLink, labs: readonly KnownLab[]): Finding[] {
  const lab = labs.find((known) => known.lab === link.lab);
  if (lab?.stages.includes(link.stage) === true) return [];
  if (lab === undefined) {
    const near = nearest(
      link.lab,
      labs.map((known) => known.lab),
    );
    const help = near === null ? undefined : `write \`${near}#${link.stage}\``;
    return [finding('LAB_LINK_UNKNOWN', link, `there is no lab \`${link.lab}\` without errors`, help)];
  }
  const near = nearest(link.stage, lab.stages);
  const help = near === null ? `take one of ${lab.stages.join(', ')}` : `write \`${link.lab}#${near}\``;
  return [finding('LAB_LINK_UNKNOWN', link, `the lab \`${link.lab}\` has no stage \`${link.stage}\``, help)];
}
