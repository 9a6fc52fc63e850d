import type { CardContent, Nodes, Parsed } from '#lib/deck/card-content.ts';
import { parseAnswerList } from '#lib/deck/parse-answer-list.ts';
import { tooLong } from '#lib/deck/short-answer.ts';
import { missedDash } from '#lib/deck/missed-dash.ts';
import type { ParsedSection } from '#lib/deck/parse-section.ts';
import { plainText } from '#lib/deck/plain-text.ts';
import { isEmpty, splitAtBars, splitAtDash } from '#lib/deck/split-phrase.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

type Typed = Extract<CardContent, { kind: 'typed' }>;

/** A dash begins no feedback here: the explanation would have to be typed. */
function explained({ labelRange }: ParsedSection): Finding {
  const message = 'the answer to be typed goes on behind a dash';
  return finding('FEEDBACK_DASH', labelRange, message, 'put the explanation below `**Why:**`');
}

function alternatesOfList({ labelRange }: ParsedSection): Finding {
  const message = 'the answer is a list, and this does not say which of its items it is';
  return finding('LABEL_MISPLACED', labelRange, message, 'write it behind its item, with `|` between');
}

/** A question whose answer is typed. */
export function parseTyped(body: Nodes, sections: readonly ParsedSection[], source: string): Parsed<Typed> {
  const findings: Finding[] = [];
  const accept: Nodes[] = [];
  const not: { answer: Nodes; message: Nodes | null }[] = [];
  const notAt: { text: string; range: Range }[] = [];
  let answer: Nodes | null = null;
  let list: Typed['list'] = null;
  let isUsable = true;
  for (const section of sections) {
    if (section.isEmpty) continue;
    if (section.label === 'Answer') {
      const found = parseAnswerList(section);
      const range = found === null ? tooLong(section.nodes, section.base, section.labelRange) : null;
      if (range !== null) findings.push(finding('ANSWER_TOO_LONG', range));
      if (range !== null || found?.content === null) isUsable = false;
      else if (splitAtDash(section.nodes).message !== null) findings.push(explained(section));
      findings.push(...(found?.findings ?? []));
      list ??= found?.content ?? null;
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
  const label = sections.find((section) => section.label === 'Also accept' && !section.isEmpty);
  if (list !== null && label !== undefined) findings.push(alternatesOfList(label));
  const ways = list?.items.flat() ?? [...(answer === null ? [] : [answer]), ...accept];
  const right = new Set(ways.map(plainText));
  for (const { text, range } of notAt) {
    if (text === '' || !right.has(text)) continue;
    findings.push(finding('NOT_IS_RIGHT', range, `\`${text}\` is accepted as right above`));
    isUsable = false;
  }
  if (answer === null || !isUsable) return { content: null, findings };
  return { content: { kind: 'typed', question: body, answer, accept, list, not }, findings };
}
