import type { CardContent, Nodes, Parsed } from '#lib/deck/card-content.ts';
import { nodeRange } from '#lib/deck/parse-markdown.ts';
import { missedDash } from '#lib/deck/missed-dash.ts';
import type { ParsedSection } from '#lib/deck/parse-section.ts';
import { plainText } from '#lib/deck/plain-text.ts';
import { isEmpty, splitAtBars, splitAtDash } from '#lib/deck/split-phrase.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

type Typed = Extract<CardContent, { kind: 'typed' }>;

/** Where an answer becomes more than what anybody would type; `null` where it does not. */
function tooLong({ nodes, base, labelRange }: ParsedSection): Range | null {
  const [first, second] = nodes.filter((node) => !isEmpty([node]));
  if (first === undefined) return null;
  if (first.type === 'code') return first.value.includes('\n') ? nodeRange(first, base) : null;
  if (first.type !== 'paragraph' || first.children.some((child) => child.type === 'image'))
    return nodeRange(first, base);
  if (second !== undefined) return nodeRange(second, base);
  const isBroken = first.children.some(
    (child) => child.type === 'break' || (child.type === 'text' && child.value.includes('\n')),
  );
  return isBroken ? labelRange : null;
}

/** A dash begins no feedback here: the explanation would have to be typed. */
function explained({ labelRange }: ParsedSection): Finding {
  const message = 'the answer to be typed goes on behind a dash';
  return finding('FEEDBACK_DASH', labelRange, message, 'put the explanation below `**Why:**`');
}

/** A question whose answer is typed. */
export function parseTyped(body: Nodes, sections: readonly ParsedSection[], source: string): Parsed<Typed> {
  const findings: Finding[] = [];
  const accept: Nodes[] = [];
  const not: { answer: Nodes; message: Nodes | null }[] = [];
  const notAt: { text: string; range: Range }[] = [];
  let answer: Nodes | null = null;
  let isUsable = true;
  for (const section of sections) {
    if (section.isEmpty) continue;
    if (section.label === 'Answer') {
      const range = tooLong(section);
      if (range !== null) findings.push(finding('ANSWER_TOO_LONG', range));
      if (range !== null) isUsable = false;
      else if (splitAtDash(section.nodes).message !== null) findings.push(explained(section));
      answer ??= section.nodes;
    } else if (section.label === 'Also accept') {
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
      else {
        if (message === null) findings.push(...missedDash(section.nodes, source, section.base));
        not.push({ answer: text, message });
        notAt.push({ text: plainText(text), range: section.labelRange });
      }
    }
  }
  const right = new Set([...(answer === null ? [] : [answer]), ...accept].map(plainText));
  for (const { text, range } of notAt) {
    if (text === '' || !right.has(text)) continue;
    findings.push(finding('NOT_IS_RIGHT', range, `\`${text}\` is accepted as right above`));
    isUsable = false;
  }
  if (answer === null || !isUsable) return { content: null, findings };
  return { content: { kind: 'typed', question: body, answer, accept, not }, findings };
}
