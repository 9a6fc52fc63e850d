import { answerText } from '#lib/deck/answer-text.ts';
import type { CardContent, Nodes, Parsed } from '#lib/deck/card-content.ts';
import { isRight } from '#lib/deck/is-right.ts';
import { parseAnswerList } from '#lib/deck/parse-answer-list.ts';
import { nodeRange } from '#lib/deck/parse-markdown.ts';
import { tooLong } from '#lib/deck/short-answer.ts';
import { barRanges, missedBar, severalCodes } from '#lib/deck/missed-bar.ts';
import { hyphenInAnswer, missedDash } from '#lib/deck/missed-dash.ts';
import type { ParsedSection } from '#lib/deck/parse-section.ts';
import { plainText } from '#lib/deck/plain-text.ts';
import type { AnswerText } from '#lib/deck/prompt.ts';
import { isEmpty, splitAtBars, splitAtDash } from '#lib/deck/split-phrase.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

type Typed = Extract<CardContent, { kind: 'typed' }>;

/** A dash begins no feedback here: the explanation would have to be typed. */
function explained(
  { labelRange }: Pick<ParsedSection, 'labelRange'>,
  what = 'the answer to be typed',
): Finding {
  return finding(
    'FEEDBACK_DASH',
    labelRange,
    `${what} goes on behind a dash`,
    'put the explanation below `**Why:**`',
  );
}

function alternatesOfList({ labelRange }: ParsedSection): Finding {
  const message = 'the answer is a list, and this does not say which of its items it is';
  return finding('LABEL_MISPLACED', labelRange, message, 'write it behind its item, with `|` between');
}

/** Beginnings of lines that are meant as items, and are none in Markdown. */
const likeItem = /^[ \t]*(?:[•·‣◦▪●–—−*+-]|\(?\d{1,2}(?:[.)]|[ \t])|\(?[a-h][.)])[ \t]*\S.*$/gm;

/** Why an answer is too long, where a list was meant; `null`: it was none. */
function missedList({ nodes, base, labelRange }: ParsedSection, long: Range, source: string): Finding | null {
  const list = nodes.find((node) => node.type === 'list');
  if (list !== undefined && nodeRange(list, base).start === long.start) {
    const message = 'a list stands below other text of the answer';
    const help = 'put every item on a line below `**Answer:**`, and other text above that label';
    return finding('ANSWER_TOO_LONG', long, message, help);
  }
  const last = nodes.at(-1);
  const end = last === undefined ? labelRange.end : nodeRange(last, base).end;
  const [item, second] = source.slice(labelRange.end, end).matchAll(likeItem);
  // One alone may be a number, or a dash.
  if (item === undefined || second === undefined) return null;
  const start = labelRange.end + item.index + item[0].search(/\S/);
  const isCode = last?.type === 'code';
  return finding(
    'ANSWER_TOO_LONG',
    { start, end: labelRange.end + item.index + item[0].trimEnd().length },
    isCode ? 'this is too far to the right for a list' : 'this looks like an item of a list, and is none',
    'begin each item with `- ` or `1. `, at the left margin on a line of its own',
  );
}

/** Numbers of items that stand in one line. */
const itemsInLine = /^[ \t]*\(?1[.)][ \t]*[^\s\d].*?[ \t]\(?2[.)][ \t]*\S/;

/** An answer whose items have numbers, and no lines of their own. */
function listInLine({ labelRange }: ParsedSection, source: string): Finding[] {
  const line = /^[^\r\n]*/.exec(source.slice(labelRange.end))?.[0] ?? '';
  if (!itemsInLine.test(line)) return [];
  const start = labelRange.end + line.search(/\S/);
  return [
    finding(
      'ANSWER_TOO_LONG',
      { start, end: labelRange.end + line.trimEnd().length },
      'several items stand in one line of the answer',
      'begin each item with `- ` or `1. `, at the left margin on a line of its own',
    ),
  ];
}

const forEachNot = 'write a `**Not:**` of its own for each';

/** What of `**Also accept:**` and `**Not:**` is not read as it was likely meant. */
function misread(section: ParsedSection, source: string, answer: string): Finding[] {
  const { label, labelRange, nodes, base } = section;
  const filled = nodes.filter((node) => !isEmpty([node]));
  const list = filled.find((node) => node.type === 'list');
  const isNot = label === 'Not';
  if (list !== undefined && (!isNot || filled[0] === list)) {
    const message = `\`**${label}:**\` takes no list`;
    const help = isNot ? forEachNot : 'write the answers in one line, with `|` between';
    return [finding('ANSWER_TOO_LONG', nodeRange(list, base), message, help)];
  }
  const { text, message } = splitAtDash(nodes);
  if (isNot)
    return splitAtBars(text).length > 1
      ? [finding('BAR_IGNORED', labelRange, undefined, forEachNot)]
      : severalCodes(section, source, forEachNot);
  if (message !== null) return [explained({ labelRange }, 'an answer to be typed')];
  const hyphens = hyphenInAnswer(nodes, source, base);
  if (hyphens.length > 0 || splitAtBars(nodes).length > 1) return hyphens;
  return missedBar(section, source, answer);
}

function nameOf({ text, isCode }: AnswerText): string {
  return `${isCode ? 'code' : 'text'} ${text}`;
}

/** Alternates that say word for word what the answer says, or one above them. */
function repeatedAlternates(sections: readonly ParsedSection[], source: string): Finding[] {
  const known = new Set<string>();
  return sections.flatMap((section) => {
    if (section.label === 'Answer') known.add(nameOf(answerText(section.nodes)));
    if (section.label !== 'Also accept') return [];
    const ranges = barRanges(section, source);
    return splitAtBars(section.nodes).flatMap((alternative, index) => {
      const written = answerText(alternative);
      const range = ranges[index] ?? section.labelRange;
      if (written.text === '') return [];
      if (known.has(nameOf(written))) return [finding('ANSWER_REPEATED', range)];
      known.add(nameOf(written));
      return [];
    });
  });
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
  const plainAnswer = plainText(sections.find(({ label }) => label === 'Answer')?.nodes ?? []);
  for (const section of sections) {
    if (section.isEmpty) continue;
    const isRead = section.label === 'Not' || (section.label === 'Also accept' && list === null);
    const unread = isRead ? misread(section, source, plainAnswer) : [];
    findings.push(...unread);
    if (unread.some(({ code }) => code === 'ANSWER_TOO_LONG')) continue;
    if (section.label === 'Answer') {
      const found = parseAnswerList(section, source);
      const range = found === null ? tooLong(section.nodes, section.base, section.labelRange) : null;
      if (range !== null)
        findings.push(missedList(section, range, source) ?? finding('ANSWER_TOO_LONG', range));
      const inLine = found === null && range === null ? listInLine(section, source) : [];
      findings.push(...inLine);
      if (range !== null || found?.content === null || inLine.length > 0) isUsable = false;
      else if (splitAtDash(section.nodes).message !== null) findings.push(explained(section));
      else findings.push(...hyphenInAnswer(section.nodes, source, section.base));
      findings.push(...(found?.findings ?? []));
      if (found === null && range === null && splitAtBars(section.nodes).length > 1)
        findings.push(finding('BAR_IGNORED', section.labelRange));
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
        if (message === null) findings.push(...missedDash(section.nodes, source, section.base, 'not'));
        const plain = plainText(text);
        if (plain !== '' && notAt.some((one) => one.text === plain))
          findings.push(
            finding('ANSWER_REPEATED', section.labelRange, 'this wrong answer stands above already'),
          );
        not.push({ answer: text, message });
        notAt.push({ text: plain, range: section.labelRange });
      }
    }
  }
  const label = sections.find((section) => section.label === 'Also accept' && !section.isEmpty);
  if (list !== null && label !== undefined) findings.push(alternatesOfList(label));
  else findings.push(...repeatedAlternates(sections, source));
  const ways = (list?.items.flat() ?? [...(answer === null ? [] : [answer]), ...accept]).map(answerText);
  for (const { text, range } of notAt) {
    const same = ways.find((way) => way.text === text) ?? ways.find((way) => isRight(text, [way]));
    if (text === '' || same === undefined) continue;
    const spelling = same.text === text ? '' : `, as \`${same.text}\``;
    findings.push(finding('NOT_IS_RIGHT', range, `\`${text}\` is accepted as right above${spelling}`));
    isUsable = false;
  }
  if (answer === null || !isUsable) return { content: null, findings };
  return { content: { kind: 'typed', question: body, answer, accept, list, not }, findings };
}
