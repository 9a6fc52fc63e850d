import type { List, Nodes as Node } from 'mdast';
import type { CardContent, Parsed } from '#lib/deck/kinds/card-content.ts';
import type { CardScript } from '#lib/deck/kinds/script.ts';
import { severalCodes } from '#lib/deck/lint/missed-bar.ts';
import { missedDash } from '#lib/deck/lint/missed-dash.ts';
import { missedSteps, stepsWithOtherSign } from '#lib/deck/lint/missed-steps.ts';
import { type Markup, nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import {
  answerText,
  isEmpty,
  paragraph,
  plainText,
  splitAtBars,
  splitAtDash,
  trimmed,
} from '#lib/deck/markdown/phrase.ts';
import type { ParsedSection } from '#lib/deck/markdown/sections.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';
import type { OrderCall, OrderScript } from '#lib/lab/order/order-script.ts';
import { readOrderCall } from '#lib/lab/order/read-order.ts';
import { parseCall } from '#lib/lab/script/syntax/call.ts';
import { Cursor } from '#lib/lab/script/syntax/cursor.ts';
import { withPlainSigns } from '#lib/lab/script/syntax/foreign-sign.ts';

/** A step, free step or extra step of an order, and where it stands. */
interface OrderItem {
  readonly nodes: Nodes;
  readonly range: Range;
}

interface ReadItem extends OrderItem {
  readonly text: string;
  readonly isCode: boolean;
  readonly call: OrderCall | null;
}

function readItem({ nodes, range }: OrderItem): ReadItem {
  const { text, isCode } = answerText(nodes);
  return { nodes, range, text, isCode, call: isCode ? readOrderCall(text) : null };
}

/** The first thing in a step that no call of a lab has, with places that count in the step. */
function whyNoCall(text: string): Finding | null {
  const foreign = withPlainSigns(text, 0);
  if (foreign !== null) return foreign.found;
  const found: Finding[] = [];
  parseCall(new Cursor(text, 0, (...reported) => found.push(finding(...reported))));
  return found[0] ?? null;
}

/** Whether a call stands there, and behind it a dash, or a hyphen for one, and more. */
function isExplained([first]: Nodes): boolean {
  const [code, rest] = first?.type === 'paragraph' ? first.children : [];
  const isCalled = code?.type === 'inlineCode' && readOrderCall(code.value) !== null;
  return isCalled && rest?.type === 'text' && /^(?:\s+(?:[-‐‑‒–—−]|--)|:)\s/.test(rest.value);
}

/** Why a step that was likely meant as a call is none; `null`: it was likely not. */
function nearCall({ nodes, text, isCode }: ReadItem): Pick<Finding, 'message' | 'help'> | null {
  if (!isCode) {
    if (isExplained(nodes))
      return { message: 'it goes on behind a dash', help: 'put the explanation below `**Why:**`' };
    const bare = plainText(nodes).replace(/[.;,]$/, '');
    return readOrderCall(bare) === null
      ? null
      : { message: 'it is not code alone', help: `write \`${bare}\` in back-ticks, and nothing beside it` };
  }
  const cause = whyNoCall(text);
  // Another statement, or a function of the author's own, is no slip: such an order is meant to be read.
  if (cause === null || cause.code === 'LAB_STATEMENT' || !/[.=(]/.test(text)) return null;
  if (cause.code === 'LAB_FUNCTION_UNKNOWN' && !cause.help.startsWith('write')) return null;
  if (cause.code === 'LAB_FUNCTION_UNKNOWN' && /sleep/.test(text)) return null;
  return cause;
}

/** What keeps an order from running that was likely meant to. */
function nearlyRuns(items: readonly ReadItem[]): Finding[] {
  const others = items.filter(({ call }) => call === null);
  const near = others.map((item) => ({ item, why: nearCall(item) }));
  const areExplained = others.every(({ nodes }) => isExplained(nodes));
  if (items.length - others.length <= others.length && !areExplained) return [];
  return near.some(({ why }) => why === null)
    ? []
    : near.map(({ item, why }) =>
        finding(
          'LAB_ORDER_STEP',
          item.range,
          `the step \`${item.text}\` is nearly a lab call, and keeps the order from running: ${why?.message ?? ''}`,
          why?.help,
        ),
      );
}

/** A script that claims nothing, and makes not even all calls of the order, was likely meant to stand beside it. */
function missingCompanionCall(
  steps: readonly ReadItem[],
  alone: NonNullable<CardScript['alone']>,
): Finding | null {
  const isDemonstrated = steps.every(({ call }) => call !== null && alone.calls.has(call.step.call.name));
  if (isDemonstrated) return null;
  const { end } = alone.word;
  return { ...finding('LAB_BESIDE_MISSING', alone.word), fix: { start: end, end, text: ' beside' } };
}

/**
 * What can be run of an order: all of it, or nothing.
 *
 * @param steps how many of the items are the list's own, which stand first
 */
function parseRun(
  written: readonly OrderItem[],
  steps: number,
  { companions, alone }: CardScript,
): { run: OrderScript | null; findings: Finding[] } {
  const items = written.map(readItem);
  const calls = items.flatMap(({ call }) => (call === null ? [] : [call]));
  const odd = items.find(({ call }) => call === null);
  if (odd !== undefined) {
    if (companions === null) return { run: null, findings: nearlyRuns(items) };
    const cause = nearCall(odd) ?? (odd.isCode ? whyNoCall(odd.text) : null);
    const because = cause === null ? '' : `: ${cause.message}`;
    const message = `the step \`${odd.text}\` is not a lab call, so the order does not run${because}`;
    return { run: null, findings: [finding('LAB_BESIDE_STEP', odd.range, message, cause?.help)] };
  }
  const missing =
    companions === null && alone !== null ? missingCompanionCall(items.slice(0, steps), alone) : null;
  if (missing !== null) return { run: null, findings: [missing] };
  if (companions?.isSound === false) return { run: null, findings: [] };
  return { run: { calls, companions: companions?.programs ?? [] }, findings: [] };
}

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
function severalDistractors(section: ParsedSection, source: string): Finding | null {
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
  distractors: Order['distractors'],
  listed: ReadonlySet<string>,
): Finding[] {
  const labels = sections.filter(({ label, isEmpty: empty }) => label === 'Free' && !empty);
  const distractorTexts = new Set(distractors.map(({ step }) => plainText(step)));
  return free.flatMap(({ step }, index) => {
    const range = labels[index]?.labelRange;
    const text = plainText(step);
    if (range === undefined || labels.length !== free.length || text === '') return [];
    if (distractorTexts.has(text))
      return [finding('EXTRA_IS_STEP', range, 'this free step is an extra one, too')];
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
): Parsed<Pick<Order, 'free' | 'distractors'>> {
  const findings: Finding[] = [];
  const warnings: Finding[] = [];
  const known = new Set(listed.map(plainText).filter((step) => step !== ''));
  const free: Free[] = [];
  const distractors: { step: Nodes; message: Nodes | null }[] = [];
  for (const section of sections) {
    if (section.isEmpty) continue;
    if (section.label === 'Free') {
      const parsed = parseFree(section, listed.length);
      if (typeof parsed !== 'string') free.push(parsed);
      else findings.push(finding('FREE_RANGE', section.labelRange, `this free step is not valid: ${parsed}`));
    } else if (section.label === 'Extra') {
      const unread = severalDistractors(section, source);
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
        if (message === null) warnings.push(...missedDash(section.nodes, source, section.base, 'distractor'));
        distractors.push({ step: text, message });
      }
    }
  }
  findings.push(...contradictions(sections, free, distractors, known));
  return {
    content: findings.length > 0 ? null : { free, distractors },
    findings: [...findings, ...warnings],
  };
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
  const { free, distractors } = content;
  const labelled = (label: 'Free' | 'Extra') =>
    sections.filter((section) => section.label === label && !section.isEmpty);
  const places = [
    ...list.children.map((item) => firstLine(item, body.base, source)),
    ...[...labelled('Free'), ...labelled('Extra')].map(({ labelRange }) => labelRange),
  ];
  const items = [...steps, ...free.map(({ step }) => step), ...distractors.map(({ step }) => step)].map(
    (nodes, index) => ({ nodes, range: places[index] ?? heading }),
  );
  const { run, findings: inRun } = parseRun(items, steps.length, script);
  return {
    content: { kind: 'order', steps, free, distractors, explanation, run, places },
    findings: [...misnumbered(list.children, body.base, source), ...findings, ...inRun],
  };
}
