import type { ListItem } from 'mdast';
import type { AnswerText } from '#lib/cards/prompt.ts';
import type { CardContent, Parsed } from '#lib/deck/kinds/card-content.ts';
import { barRanges, missedBar, severalCodes } from '#lib/deck/lint/missed-bar.ts';
import { hyphenInAnswer, missedDash } from '#lib/deck/lint/missed-dash.ts';
import { nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import {
  answerText,
  isEmpty,
  plainText,
  splitAtBars,
  splitAtDash,
  tooLong,
} from '#lib/deck/markdown/phrase.ts';
import type { ParsedSection } from '#lib/deck/markdown/sections.ts';
import { codes } from '#lib/diagnostics/codes.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';
import { deckAnswers } from '#lib/grade/deck-answers.ts';
import { gradeText } from '#lib/grade/grade-text.ts';

const noOthers = deckAnswers([]);

/** Whether grading takes the text as one of the answers, in whatever spelling. */
function isRight(text: string, accepted: readonly AnswerText[]): boolean {
  return gradeText(text, { accepted, not: [], mayCall: true }, noOthers).verdict === 'right';
}

type AnswerList = NonNullable<Extract<CardContent, { kind: 'typed' }>['list']>;

interface Item {
  readonly ways: readonly Nodes[];
  readonly range: Range;
  readonly findings: readonly Finding[];
}

function itemOf(item: ListItem, base: number, source: string): Item {
  const first = item.children[0];
  const whole = nodeRange(item, base);
  const range = { start: whole.start, end: first === undefined ? whole.end : nodeRange(first, base).end };
  const ways = splitAtBars(item.children);
  if (typeof item.checked === 'boolean') return { ways, range, findings: [boxed(range)] };
  if (ways.some(isEmpty)) return { ways, range, findings: [finding('LIST_ITEM_EMPTY', range)] };
  const inner = item.children.find(({ type }) => type === 'list');
  if (inner !== undefined) return { ways, range, findings: [nested(nodeRange(inner, base))] };
  const long = tooLong(item.children, base, range);
  if (long !== null) return { ways, range, findings: [finding('ANSWER_TOO_LONG', long)] };
  if (splitAtDash(item.children).message === null) {
    const written = { nodes: item.children, base, labelRange: { start: 0, end: 0 } };
    const several = severalCodes(written, source, 'write `|` between two ways to say an item');
    return { ways, range, findings: [...hyphenInAnswer(item.children, source, base), ...several] };
  }
  const message = 'the item to be typed goes on behind a dash';
  return {
    ways,
    range,
    findings: [finding('FEEDBACK_DASH', range, message, 'put the explanation below `**Why:**`')],
  };
}

function boxed(range: Range): Finding {
  return finding('ANSWER_TOO_LONG', range, 'the items of an answer have no boxes', 'begin each with `- `');
}

function nested(range: Range): Finding {
  const help = 'write one list, with `|` between two ways to say an item';
  return finding('ANSWER_TOO_LONG', range, 'a list stands inside an item of the answer', help);
}

function isSame(one: AnswerText, other: AnswerText): boolean {
  return one.text === other.text || isRight(one.text, [other]);
}

/** Items that can be said as one above them can, and items that name one way twice. */
function repeated(items: readonly Item[], anyOrder: boolean): Finding[] {
  const texts = items.map(({ ways }) => ways.map(answerText).filter(({ text }) => text !== ''));
  return items.flatMap(({ range }, index) => {
    const own = texts[index] ?? [];
    // In order, something may come twice.
    const above = anyOrder ? texts.slice(0, index).flat() : [];
    const isKnown = own.some(
      (one, at) =>
        above.some((other) => isSame(one, other)) || own.findIndex(({ text }) => text === one.text) !== at,
    );
    return isKnown ? [finding('LIST_ITEM_REPEATED', range)] : [];
  });
}

/** An answer that is several things: a list and nothing else. `null`: it is none. */
function parseAnswerList({ nodes, base }: ParsedSection, source: string): Parsed<AnswerList> | null {
  const [list, more] = nodes.filter((node) => !isEmpty([node]));
  if (list?.type !== 'list') return null;
  const items = list.children.map((item) => itemOf(item, base, source));
  const anyOrder = list.ordered !== true;
  const found = items.flatMap((item) => item.findings);
  // The first of several boxes stands for all.
  const box = list.children.findIndex(({ checked }) => typeof checked === 'boolean');
  const findings =
    box === -1 ? [...found, ...repeated(items, anyOrder)] : (items[box]?.findings.slice(0, 1) ?? []);
  if (more?.type === 'list') {
    const message = 'another list begins here, for its items begin with another sign';
    findings.push(
      finding('ANSWER_TOO_LONG', nodeRange(more, base), message, 'begin every item with the same sign'),
    );
  } else {
    if (items.length < 2) findings.push(finding('LIST_ONE_ITEM', nodeRange(list, base)));
    if (more !== undefined) findings.push(finding('ANSWER_TOO_LONG', nodeRange(more, base)));
  }
  if (findings.some(({ code }) => codes[code].severity === 'error')) return { content: null, findings };
  return { content: { items: items.map(({ ways }) => ways), anyOrder }, findings };
}

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
