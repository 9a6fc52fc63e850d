import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** What comes twice, or in the wrong place, where two stages are read as one. */
const consequences: readonly string[] = [
  'LABEL_REPEATED',
  'LABEL_MISPLACED',
  'KIND_CONFLICT',
  'LAB_SCRIPT_SECOND',
  'CHOICE_LIST',
  'ANSWER_TOO_LONG',
];

/** Says of a heading that was meant to begin a stage what is wrong below it, in place of that. */
export function strayStage(findings: readonly Finding[]): readonly Finding[] {
  const stray = findings.find(({ code }) => code === 'HEADING_NOT_A_CARD');
  if (stray === undefined) return findings;
  const isConsequence = ({ code, start }: Finding): boolean =>
    start > stray.start && consequences.includes(code);
  if (!findings.some(isConsequence)) return findings;
  const { message, help, start, end } = stray;
  const cause = finding('LAB_HEADING', { start, end }, message, help);
  return findings.flatMap((one) => {
    if (one === stray) return [cause];
    return isConsequence(one) ? [] : [one];
  });
}
