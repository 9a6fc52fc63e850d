import type { CardContent, Nodes, Parsed } from '#lib/deck/card-content.ts';
import type { ParsedSection } from '#lib/deck/parse-section.ts';
import { isEmpty, splitAtBars, splitAtDash } from '#lib/deck/split-phrase.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

type Typed = Extract<CardContent, { kind: 'typed' }>;

/** A question whose answer is typed. */
export function parseTyped(body: Nodes, sections: readonly ParsedSection[]): Parsed<Typed> {
  const findings: Finding[] = [];
  const accept: Nodes[] = [];
  const not: { answer: Nodes; message: Nodes | null }[] = [];
  let answer: Nodes | null = null;
  for (const section of sections) {
    if (section.isEmpty) continue;
    if (section.label === 'Answer') answer ??= section.nodes;
    else if (section.label === 'Also accept') {
      const alternatives = splitAtBars(section.nodes);
      if (alternatives.some(isEmpty)) {
        findings.push(
          finding(
            'LABEL_EMPTY',
            section.labelRange,
            'one of the alternatives is empty',
            'remove the extra `|`',
          ),
        );
      }
      accept.push(...alternatives.filter((alternative) => !isEmpty(alternative)));
    } else if (section.label === 'Not') {
      const { text, message } = splitAtDash(section.nodes);
      if (isEmpty(text))
        findings.push(finding('LABEL_EMPTY', section.labelRange, 'nothing stands before the dash'));
      else not.push({ answer: text, message });
    }
  }
  if (answer === null) return { content: null, findings };
  return { content: { kind: 'typed', question: body, answer, accept, not }, findings };
}
