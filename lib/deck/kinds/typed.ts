import type { ListItem, RootContent } from 'mdast';
import type { AnswerText, Body } from '#lib/cards/prompt.ts';
import type { CardTree, Parsed } from '#lib/deck/kinds/card-tree.ts';
import { withLiteralSigns } from '#lib/deck/markdown/literal-signs.ts';
import { nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import {
  answerText,
  isEmpty,
  plainText,
  splitAtBars,
  splitAtDash,
  tooLong,
} from '#lib/deck/markdown/phrase.ts';
import {
  renderBlocks,
  type RenderContext,
  renderOptional,
  renderShort,
} from '#lib/deck/markdown/render-html.ts';
import type { ParsedSection } from '#lib/deck/markdown/sections.ts';
import { nearLabelAdvice } from '#lib/deck/syntax/body.ts';
import type { CardOutline } from '#lib/deck/syntax/outline.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';
import { deckAnswers } from '#lib/grade/deck-answers.ts';
import { gradeText } from '#lib/grade/grade-text.ts';

/** An answer that is several things, each with its alternates. */
interface AnswerList {
  readonly items: readonly (readonly Nodes[])[];
  readonly anyOrder: boolean;
}

/** A question whose answer is typed. */
export interface Typed {
  readonly kind: 'typed';
  readonly question: Nodes;
  readonly answer: Nodes;
  readonly accept: readonly Nodes[];
  /** `null`: the answer is one thing. */
  readonly list: AnswerList | null;
  readonly not: readonly { readonly answer: Nodes; readonly message: Nodes | null; readonly range: Range }[];
}

const noOthers = deckAnswers([]);

/** Whether grading accepts the text as one of the answers, in whatever spelling. */
function isRight(text: string, accepted: readonly AnswerText[]): boolean {
  return gradeText(text, { accepted, not: [], parentheses: 'same' }, noOthers).verdict === 'right';
}

interface Item {
  readonly alternates: readonly Nodes[];
  readonly range: Range;
  readonly findings: readonly Finding[];
}

function itemFindings(item: ListItem, alternates: readonly Nodes[], range: Range): Finding[] {
  if (typeof item.checked === 'boolean')
    return [
      finding('ANSWER_TOO_LONG', range, 'an item of an answer has no box', 'begin each item with `- `'),
    ];
  if (alternates.some(isEmpty)) return [finding('LIST_ITEM_EMPTY', range)];
  const inner = item.children.find(({ type }) => type === 'list');
  if (inner !== undefined) {
    const help = 'write one list, with `|` between the alternates of an item';
    return [finding('ANSWER_TOO_LONG', nodeRange(inner), 'an item of the answer contains a list', help)];
  }
  const long = tooLong(item.children, range);
  return long === null ? [] : [finding('ANSWER_TOO_LONG', long)];
}

function itemOf(item: ListItem): Item {
  const first = item.children[0];
  const whole = nodeRange(item);
  const range = { start: whole.start, end: first === undefined ? whole.end : nodeRange(first).end };
  const alternates = splitAtBars(item.children);
  return { alternates, range, findings: itemFindings(item, alternates, range) };
}

function isSame(one: AnswerText, other: AnswerText): boolean {
  return one.text === other.text || isRight(one.text, [other]);
}

/** Items with an alternate of an item above them, and items with the same alternate twice. */
function repeatedItems(items: readonly Item[], anyOrder: boolean): Finding[] {
  const texts = items.map(({ alternates }) => alternates.map(answerText).filter(({ text }) => text !== ''));
  return items.flatMap(({ range }, index) => {
    const own = texts[index] ?? [];
    // Where the order counts, an item may come twice.
    const above = anyOrder ? texts.slice(0, index).flat() : [];
    const isRepeated = own.some(
      (one, at) =>
        above.some((other) => isSame(one, other)) || own.findIndex(({ text }) => text === one.text) !== at,
    );
    return isRepeated ? [finding('LIST_ITEM_REPEATED', range)] : [];
  });
}

/** Reads an answer that consists of a list; `null`: it does not. */
function parseAnswerList({ nodes }: ParsedSection): Parsed<AnswerList> | null {
  const [list, more] = nodes.filter((node) => !isEmpty([node]));
  if (list?.type !== 'list') return null;
  const items = list.children.map(itemOf);
  const anyOrder = list.ordered !== true;
  // Of several boxes, the first is reported.
  const box = list.children.findIndex(({ checked }) => typeof checked === 'boolean');
  const findings =
    box === -1
      ? [...items.flatMap((item) => item.findings), ...repeatedItems(items, anyOrder)]
      : [...(items[box]?.findings ?? [])];
  if (more?.type === 'list') {
    const message = 'another list begins here, because the marker of its items differs';
    findings.push(
      finding('ANSWER_TOO_LONG', nodeRange(more), message, 'begin every item with the same marker'),
    );
  } else {
    if (items.length < 2) findings.push(finding('LIST_ONE_ITEM', nodeRange(list)));
    if (more !== undefined) findings.push(finding('ANSWER_TOO_LONG', nodeRange(more)));
  }
  if (findings.length > 0) return { content: null, findings };
  return { content: { items: items.map(({ alternates }) => alternates), anyOrder }, findings };
}

/** Lines that look like items and are none in Markdown. */
const likeItem = /^[ \t]*(?:[•·‣◦▪●–—−*+-]|\(?\d{1,2}(?:[.)]|[ \t])|\(?[a-h][.)])[ \t]*\S.*$/gm;

/** Explains an answer that is too long because it was meant as a list; `null`: it was not. */
function missedList({ nodes, labelRange }: ParsedSection, long: Range, source: string): Finding | null {
  const list = nodes.find((node) => node.type === 'list');
  if (list !== undefined && nodeRange(list).start === long.start) {
    const help = 'put every item on a line below `**Answer:**`, and other text above that label';
    return finding('ANSWER_TOO_LONG', long, 'the list of the answer follows other text', help);
  }
  const last = nodes.at(-1);
  const end = last === undefined ? labelRange.end : nodeRange(last).end;
  const [item, second] = source.slice(labelRange.end, end).matchAll(likeItem);
  // A single one may be a number, or a dash.
  if (item === undefined || second === undefined) return null;
  const start = labelRange.end + item.index + item[0].search(/\S/);
  return finding(
    'ANSWER_TOO_LONG',
    { start, end: labelRange.end + item.index + item[0].trimEnd().length },
    last?.type === 'code'
      ? 'Markdown reads this as code, because it is indented too far for a list'
      : 'this looks like a list item, but Markdown reads it as text',
    'begin each item with `- ` or `1. `, at the left margin on a line of its own',
  );
}

/** The numbers of items in one line. */
const itemsInLine = /^[ \t]*\(?1[.)][ \t]*[^\s\d].*?[ \t]\(?2[.)][ \t]*\S/;

function listInLine({ labelRange }: ParsedSection, source: string): Finding[] {
  const line = /^[^\r\n]*/.exec(source.slice(labelRange.end))?.[0] ?? '';
  if (!itemsInLine.test(line)) return [];
  const range = {
    start: labelRange.end + line.search(/\S/),
    end: labelRange.end + line.trimEnd().length,
  };
  const help = 'begin each item with `- ` or `1. `, at the left margin on a line of its own';
  return [finding('ANSWER_TOO_LONG', range, 'this line of the answer contains several items', help)];
}

/** A misspelt label makes the answer above it too long; the label is reported in its place. */
function orNearLabel(found: Finding, { nearLabels, source }: CardOutline): Finding {
  const near = nearLabels.find(({ start }) => start >= found.start && start <= found.end);
  if (near === undefined || found.code !== 'ANSWER_TOO_LONG') return found;
  return { ...finding('ANSWER_TOO_LONG', near), ...nearLabelAdvice(near, source) };
}

function parseAnswer(
  section: ParsedSection,
  source: string,
): { readonly list: AnswerList | null; readonly findings: readonly Finding[] } {
  const parsed = parseAnswerList(section);
  if (parsed !== null) return { list: parsed.content, findings: parsed.findings };
  const long = tooLong(section.nodes, section.labelRange);
  if (long === null) return { list: null, findings: listInLine(section, source) };
  const found = missedList(section, long, source) ?? finding('ANSWER_TOO_LONG', long);
  return { list: null, findings: [found] };
}

/** A list below a label that takes one answer or one line. */
function listBelow({ label, nodes }: ParsedSection): Finding[] {
  const filled = nodes.filter((node) => !isEmpty([node]));
  const list = filled.find((node) => node.type === 'list');
  if (list === undefined || (label === 'Not' && filled[0] !== list)) return [];
  const help =
    label === 'Not'
      ? 'write a separate `**Not:**` for each'
      : 'write the answers in one line, with `|` between';
  return [finding('ANSWER_TOO_LONG', nodeRange(list), `\`**${label}:**\` takes no list`, help)];
}

/** Wrong answers that grading would accept. */
function contradictions(not: Typed['not'], accepted: readonly AnswerText[]): Finding[] {
  return not.flatMap(({ answer, range }) => {
    const text = plainText(answer);
    const same = accepted.find((one) => one.text === text) ?? accepted.find((one) => isRight(text, [one]));
    if (text === '' || same === undefined) return [];
    const spelling = same.text === text ? '' : `, as \`${same.text}\``;
    return [finding('NOT_IS_RIGHT', range, `\`${text}\` is accepted as right above${spelling}`)];
  });
}

export function parseTyped({ body, sections: written, outline, text: parsed }: CardTree): Parsed<Typed> {
  const { source } = outline;
  const sections = written.map((section) =>
    section.label === 'Why' ? section : { ...section, nodes: withLiteralSigns(section.nodes, parsed) },
  );
  const fatal: Finding[] = [];
  const others: Finding[] = [];
  const accept: Nodes[] = [];
  const not: Typed['not'][number][] = [];
  let answer: Nodes | null = null;
  let list: AnswerList | null = null;
  let isAccepting = false;
  for (const section of sections) {
    const { label, labelRange, nodes } = section;
    if (section.isEmpty) continue;
    if (label === 'Answer') {
      const parsed = parseAnswer(section, source);
      fatal.push(...parsed.findings);
      list ??= parsed.list;
      answer ??= nodes;
    } else if (label === 'Also accept') {
      if (list !== null) {
        if (isAccepting) continue;
        isAccepting = true;
        const message = 'the answer is a list, so its alternates belong to its items';
        const help = 'write an alternate after its item, with `|` between';
        others.push(finding('LABEL_MISPLACED', labelRange, message, help));
        continue;
      }
      const found = listBelow(section);
      others.push(...found);
      if (found.length > 0) continue;
      const alternates = splitAtBars(nodes);
      if (alternates.some(isEmpty))
        others.push(finding('LABEL_EMPTY', labelRange, 'an alternate is empty', 'remove the extra `|`'));
      accept.push(...alternates.filter((one) => !isEmpty(one)));
    } else if (label === 'Not') {
      const found = listBelow(section);
      others.push(...found);
      if (found.length > 0) continue;
      const { text, message } = splitAtDash(nodes);
      if (isEmpty(text)) others.push(finding('LABEL_EMPTY', labelRange, 'there is no text before the dash'));
      else not.push({ answer: text, message, range: labelRange });
    }
  }
  const accepted = [...(list?.items.flat() ?? (answer === null ? [] : [answer, ...accept]))].map(answerText);
  fatal.push(...contradictions(not, accepted));
  const findings = [...fatal, ...others].map((found) => orNearLabel(found, outline));
  if (answer === null || fatal.length > 0) return { content: null, findings };
  return { content: { kind: 'typed', question: body, answer, accept, list, not }, findings };
}

/** A list of answers as a student types it: the first alternate of each item. */
function inOneLine(items: readonly (readonly AnswerText[])[]): AnswerText {
  const first = items.flatMap((alternates) => alternates.slice(0, 1));
  return { text: first.map(({ text }) => text).join(', '), isCode: first.every(({ isCode }) => isCode) };
}

/** A list with the first alternate of each item only. */
function withoutAlternates(node: RootContent): RootContent {
  if (node.type !== 'list') return node;
  const children = node.children.map((item) => {
    const [first] = splitAtBars(item.children);
    return first?.[0]?.type === 'paragraph' ? { ...item, children: [first[0]] } : item;
  });
  return { ...node, children };
}

export function renderTyped({ question, answer, accept, list, not }: Typed, context: RenderContext): Body {
  const items = list?.items.map((alternates) => alternates.map(answerText)) ?? [];
  const alternates = list?.items.flatMap((item) => item.slice(1)) ?? accept;
  return {
    kind: 'typed',
    question: renderOptional(question, context),
    answer: renderBlocks(list === null ? answer : answer.map(withoutAlternates), context),
    accept: alternates.map((nodes) => renderShort(nodes, context)),
    accepted: list === null ? [answer, ...accept].map(answerText) : [inOneLine(items)],
    list: list === null ? null : { items, anyOrder: list.anyOrder },
    not: not.map((wrong) => ({
      answer: renderShort(wrong.answer, context),
      text: answerText(wrong.answer),
      message: wrong.message && renderShort(wrong.message, context),
    })),
  };
}
