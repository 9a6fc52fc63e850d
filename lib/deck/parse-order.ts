import type { List, Nodes as Node } from 'mdast';
import type { CardContent, Nodes, Parsed } from '#lib/deck/card-content.ts';
import { severalCodes } from '#lib/deck/missed-bar.ts';
import { missedSteps, stepsWithOtherSign } from '#lib/deck/missed-steps.ts';
import { missedDash } from '#lib/deck/missed-dash.ts';
import type { CardScript } from '#lib/deck/parse-card-script.ts';
import { type Markup, nodeRange } from '#lib/deck/parse-markdown.ts';
import { parseRun } from '#lib/deck/parse-run.ts';
import type { ParsedSection } from '#lib/deck/parse-section.ts';
import { plainText } from '#lib/deck/plain-text.ts';
import { isEmpty, paragraph, splitAtBars, splitAtDash, trimmed } from '#lib/deck/split-phrase.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

type Order = Extract<CardContent, { kind: 'order' }>;
type Free = Order['free'][number];

/** A dash or a bracket before it is no part of the step. */
const range =
  /(?<![\s,])[\s,]+(?:(?:[-–—]|--)\s+|\()?(after|before)\s+(\d{1,4})(?:[\s,]+(?:and\s+)?(after|before)\s+(\d{1,4}))?\)?\s*\.?$/i;
const furtherRange = /(?:after|before)\s+\d+[\s,]*$/i;

/** The range at the end of a text; `index` counts a space that stands before it. */
function rangeIn(text: string): RegExpExecArray | null {
  return range.exec(` ${text.trimEnd()}`);
}

/** `` `setsockopt()` after 1 before 2 `` in a list of `steps` steps; the reason when it is not valid. */
function parseFree(section: ParsedSection, steps: number): Free | string {
  const [first] = section.nodes;
  const last = first?.type === 'paragraph' ? first.children.at(-1) : undefined;
  const match = last?.type === 'text' ? rangeIn(last.value) : null;
  if (first?.type !== 'paragraph' || last?.type !== 'text' || match === null) {
    return last?.type === 'text' && /(?:after|before)\s+\d/i.test(last.value)
      ? 'something stands behind its range'
      : 'it does not say after or before which step it may stand';
  }
  const [, word = '', number, secondWord, secondNumber] = match;
  const value = last.value.slice(0, Math.max(0, match.index - 1));
  if (word.toLowerCase() === secondWord?.toLowerCase() || furtherRange.test(value))
    return 'it says more than one range';
  const isAfterFirst = word.toLowerCase() === 'after';
  const after = Number((isAfterFirst ? number : secondNumber) ?? 0);
  const before = Number((isAfterFirst ? secondNumber : number) ?? steps + 1);
  const step = trimmed([...first.children.slice(0, -1), { type: 'text', value }]);
  if (isEmpty([paragraph(step)])) return 'it names no step';
  if (after > steps || before > steps + 1) return `there are only ${String(steps)} steps`;
  if (before < 1 || after >= before)
    return `nothing lies after ${String(after)} and before ${String(before)}`;
  return { step: [paragraph(step)], after, before };
}

/** Whether the step ends with a range among so many steps. */
function hasRange([first]: Nodes, steps: number): boolean {
  const last = first?.type === 'paragraph' ? first.children.at(-1) : undefined;
  const [, , number, , secondNumber] = (last?.type === 'text' && rangeIn(last.value)) || [];
  return number !== undefined && Math.max(Number(number), Number(secondNumber ?? 0)) <= steps + 1;
}

/** Several steps behind one label. */
function severalExtras(section: ParsedSection, source: string): Finding | null {
  const { nodes, base, labelRange } = section;
  const help = 'write an `**Extra:**` of its own for each';
  const [first] = nodes;
  if (first?.type === 'list')
    return finding('ORDER_LIST', nodeRange(first, base), '`**Extra:**` takes no list', help);
  return splitAtBars(splitAtDash(nodes).text).length > 1
    ? finding('BAR_IGNORED', labelRange, undefined, help)
    : (severalCodes(section, source, help)[0] ?? null);
}

/** Free steps that are steps of the list, or extra ones, too. */
function contradictions(
  sections: readonly ParsedSection[],
  free: readonly Free[],
  extra: Order['extra'],
  listed: ReadonlySet<string>,
): Finding[] {
  const labels = sections.filter(({ label, isEmpty: empty }) => label === 'Free' && !empty);
  const extras = new Set(extra.map(({ step }) => plainText(step)));
  return free.flatMap(({ step }, index) => {
    const range = labels[index]?.labelRange;
    const text = plainText(step);
    if (range === undefined || labels.length !== free.length || text === '') return [];
    if (extras.has(text)) return [finding('EXTRA_IS_STEP', range, 'this free step is an extra one, too')];
    if (!listed.has(text)) return [];
    const message = 'a free step is none of the numbered ones, and this one is in the list, too';
    return [finding('EXTRA_IS_STEP', range, message, 'remove it from the list, or remove this label')];
  });
}

/** Numbers that are neither 1, 2, 3 … nor all 1: Markdown counts anew, and a reader of the file takes them at their word. */
function misnumbered(items: readonly Node[], base: number, source: string): Finding[] {
  const numbers = items.map((item) => Number(/^\d+/.exec(source.slice(nodeRange(item, base).start))?.[0]));
  if (numbers.every((number) => number === numbers[0])) return [];
  const at = numbers.findIndex((number, index) => number !== index + 1);
  const item = items[at];
  if (item === undefined) return [];
  const { start } = nodeRange(item, base);
  const written = String(numbers[at] ?? 0);
  const message = `this is step ${String(at + 1)} of the right order, and is numbered ${written}`;
  return [finding('ORDER_NUMBERS', { start, end: start + written.length }, message)];
}

function readLabels(
  sections: readonly ParsedSection[],
  listed: readonly Nodes[],
  source: string,
): Parsed<Pick<Order, 'free' | 'extra'>> {
  const findings: Finding[] = [];
  const warnings: Finding[] = [];
  const known = new Set(listed.map(plainText).filter((step) => step !== ''));
  const free: Free[] = [];
  const extra: { step: Nodes; message: Nodes | null }[] = [];
  for (const section of sections) {
    if (section.isEmpty) continue;
    if (section.label === 'Free') {
      const parsed = parseFree(section, listed.length);
      if (typeof parsed !== 'string') free.push(parsed);
      else findings.push(finding('FREE_RANGE', section.labelRange, `this free step is not valid: ${parsed}`));
    } else if (section.label === 'Extra') {
      const unread = severalExtras(section, source);
      if (unread?.code === 'ORDER_LIST') {
        findings.push(unread);
        continue;
      }
      if (unread !== null) warnings.push(unread);
      const { text, message } = splitAtDash(section.nodes);
      if (isEmpty(text))
        findings.push(finding('LABEL_EMPTY', section.labelRange, 'nothing stands before the dash'));
      else if (hasRange(text, listed.length))
        findings.push(
          finding(
            'FREE_RANGE',
            section.labelRange,
            'an extra step belongs nowhere, so it has no range',
            'remove the range, or write `**Free:**` for a step that may stand in several places',
          ),
        );
      else if (known.has(plainText(text))) findings.push(finding('EXTRA_IS_STEP', section.labelRange));
      else {
        if (message === null) warnings.push(...missedDash(section.nodes, source, section.base, 'extra'));
        extra.push({ step: text, message });
      }
    }
  }
  findings.push(...contradictions(sections, free, extra, known));
  return { content: findings.length > 0 ? null : { free, extra }, findings: [...findings, ...warnings] };
}

function firstLine(node: Node, base: number, source: string): Range {
  const whole = nodeRange(node, base);
  const lineEnd = source.slice(whole.start, whole.end).search(/[\r\n]/);
  return lineEnd === -1 ? whole : { start: whole.start, end: whole.start + lineEnd };
}

function listFinding(at: Range, message: string): Finding {
  return finding('ORDER_LIST', at, message, 'write `1. `, `2. ` … with a space, one right below the other');
}

/** A line inside a step that begins with the number of the next one, and was likely meant to be that step. */
function mergedStep(item: Node, next: number, base: number, source: string): Finding[] {
  const { start, end } = nodeRange(item, base);
  const line = new RegExp(`[\\r\\n][ \\t]*(${String(next)}(?:[.)]|[ \\t]).*)`).exec(source.slice(start, end));
  if (line === null) return [];
  const [, written = ''] = line;
  const at = start + line.index + line[0].length - written.length;
  const found = listFinding({ start: at, end: at + written.length }, 'this step belongs to no list');
  const number = String(next);
  const [mark = ''] = /^(?:[.)][ \t]*|[ \t]+)/.exec(written.slice(number.length)) ?? [];
  return [{ ...found, fix: { start: at, end: at + number.length + mark.length, text: `${number}. ` } }];
}

/** The first list below that of the steps that was likely meant to be part of it. */
function furtherSteps(list: List, explanation: readonly Node[], base: number, source: string): Finding[] {
  const [below] = explanation;
  const next = (list.start ?? 1) + list.children.length;
  const other = below && stepsWithOtherSign(list, below, firstLine(below, base, source), next, base, source);
  if (other !== undefined && other !== null) return [other];
  const further = explanation.find(
    (node) => node.type === 'list' && node.ordered === true && (node.start ?? 1) > 1,
  );
  return further === undefined
    ? []
    : [listFinding(firstLine(further, base, source), 'the list goes on below other text')];
}

/** Steps to be put in order. */
export function parseOrder(
  body: Markup,
  sections: readonly ParsedSection[],
  source: string,
  heading: Range,
  script: CardScript,
): Parsed<Order> {
  const [list, ...explanation] = body.nodes;
  if (list?.type !== 'list' || list.ordered !== true) {
    return {
      content: null,
      findings: [
        list === undefined
          ? finding('ORDER_LIST', heading)
          : missedSteps(list, firstLine(list, body.base, source), body.base, source),
      ],
    };
  }
  const wrong = [
    ...list.children.flatMap((item, index) =>
      mergedStep(item, (list.start ?? 1) + index + 1, body.base, source),
    ),
    ...furtherSteps(list, explanation, body.base, source),
    ...list.children
      .filter((item) => isEmpty(item.children))
      .map((item) => finding('ORDER_EMPTY_STEP', firstLine(item, body.base, source))),
  ];
  if (list.children.length < 2 && wrong.length === 0)
    wrong.push(finding('ORDER_ONE_STEP', firstLine(list, body.base, source)));
  const steps = list.children.map((item): Nodes => item.children);
  const { content, findings } = readLabels(sections, steps, source);
  if (content === null || wrong.length > 0) return { content: null, findings: [...wrong, ...findings] };
  const { free, extra } = content;
  const labelled = (label: 'Free' | 'Extra') =>
    sections.filter((section) => section.label === label && !section.isEmpty);
  const places = [
    ...list.children.map((item) => firstLine(item, body.base, source)),
    ...[...labelled('Free'), ...labelled('Extra')].map(({ labelRange }) => labelRange),
  ];
  const items = [...steps, ...free.map(({ step }) => step), ...extra.map(({ step }) => step)].map(
    (nodes, index) => ({ nodes, range: places[index] ?? heading }),
  );
  const { run, findings: inRun } = parseRun(items, steps.length, script);
  return {
    content: { kind: 'order', steps, free, extra, explanation, run, places },
    findings: [...misnumbered(list.children, body.base, source), ...findings, ...inRun],
  };
}
