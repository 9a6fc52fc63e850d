import type { List, Nodes as Node } from 'mdast';
import type { Body } from '#lib/cards/prompt.ts';
import type { CardTree, Parsed } from '#lib/deck/kinds/card-tree.ts';
import type { CardScript } from '#lib/deck/kinds/script.ts';
import { firstLineOf, nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import {
  answerText,
  isEmpty,
  paragraph,
  plainText,
  splitAtDash,
  trimmed,
} from '#lib/deck/markdown/phrase.ts';
import { type RenderContext, renderOptional, renderShort } from '#lib/deck/markdown/render-html.ts';
import type { ParsedSection } from '#lib/deck/markdown/sections.ts';
import { type Edit, type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';
import type { OrderCall, OrderScript } from '#lib/lab/order/order-script.ts';
import { readOrderCall } from '#lib/lab/order/read-order.ts';
import { parseCall } from '#lib/lab/script/syntax/call.ts';
import { Cursor } from '#lib/lab/script/syntax/cursor.ts';
import { withPlainSigns } from '#lib/lab/script/syntax/foreign-sign.ts';

interface Step {
  readonly step: Nodes;
  /** The first line of a step of the list, or the label of another one. */
  readonly range: Range;
}

interface FreeStep extends Step {
  readonly after: number;
  readonly before: number;
}

interface Distractor extends Step {
  readonly message: Nodes | null;
}

/** Steps to be put in order. */
export interface Order {
  readonly kind: 'order';
  readonly steps: readonly Step[];
  readonly free: readonly FreeStep[];
  readonly distractors: readonly Distractor[];
  readonly explanation: Nodes;
  readonly run: OrderScript | null;
}

/** All steps in the order in which a script has their calls: those of the list, free ones, distractors. */
export function stepsOf({ steps, free, distractors }: Omit<Order, 'run'>): readonly Step[] {
  return [...steps, ...free, ...distractors];
}

export interface ReadStep extends Step {
  readonly text: string;
  readonly isCode: boolean;
  /** `null`: the step is not a lab call. */
  readonly call: OrderCall | null;
}

export function readStep({ step, range }: Step): ReadStep {
  const { text, isCode } = answerText(step);
  return { step, range, text, isCode, call: isCode ? readOrderCall(text) : null };
}

/** The first problem with a step as a lab call; offsets count in the step. */
function callFinding(text: string): Finding | null {
  const foreign = withPlainSigns(text, 0);
  if (foreign !== null) return foreign.found;
  const found: Finding[] = [];
  parseCall(new Cursor(text, 0, (...reported) => found.push(finding(...reported))));
  return found[0] ?? null;
}

/** Whether the step is a call, and an explanation after a dash, a hyphen or a colon. */
export function isExplainedCall([first]: Nodes): boolean {
  const [code, rest] = first?.type === 'paragraph' ? first.children : [];
  const isCalled = code?.type === 'inlineCode' && readOrderCall(code.value) !== null;
  return isCalled && rest?.type === 'text' && /^(?:\s+(?:[-‐‑‒–—−]|--)|:)\s/.test(rest.value);
}

/** Why a step that looks like a call is none; `null`: it does not look like one. */
export function nearCall({ step, text, isCode }: ReadStep): Pick<Finding, 'message' | 'help'> | null {
  if (!isCode) {
    if (isExplainedCall(step))
      return { message: 'an explanation follows it', help: 'put the explanation below `**Why:**`' };
    const bare = plainText(step).replace(/[.;,]$/, '');
    return readOrderCall(bare) === null
      ? null
      : { message: 'it has text outside backticks', help: `write \`${bare}\` in backticks and nothing else` };
  }
  const found = callFinding(text);
  // Other statements and functions of the author are no slips: such an order is meant to be read.
  if (found === null || found.code === 'LAB_STATEMENT' || !/[.=(]/.test(text)) return null;
  if (found.code === 'LAB_FUNCTION_UNKNOWN' && !found.help.startsWith('write')) return null;
  if (found.code === 'LAB_FUNCTION_UNKNOWN' && /sleep/.test(text)) return null;
  return found;
}

/** Whether a script looks like companion programs: it expects nothing, and does not make all calls of the order. */
export function isMeantAsCompanion(
  steps: readonly ReadStep[],
  alone: NonNullable<CardScript['alone']>,
): boolean {
  return !steps.every(({ call }) => call !== null && alone.calls.has(call.step.call.name));
}

/** What the kernel can run: the whole order, or nothing. */
function parseRun(
  order: Omit<Order, 'run'>,
  { companions, alone }: CardScript,
): { readonly run: OrderScript | null; readonly findings: readonly Finding[] } {
  const items = stepsOf(order).map(readStep);
  const calls = items.flatMap(({ call }) => (call === null ? [] : [call]));
  const other = items.find(({ call }) => call === null);
  if (other !== undefined) {
    if (companions === null) return { run: null, findings: [] };
    const cause = nearCall(other) ?? (other.isCode ? callFinding(other.text) : null);
    const because = cause === null ? '' : `: ${cause.message}`;
    const message = `the step \`${other.text}\` is not a lab call, so the order does not run${because}`;
    return { run: null, findings: [finding('LAB_COMPANION_STEP', other.range, message, cause?.help)] };
  }
  const isIncomplete =
    companions === null && alone !== null && isMeantAsCompanion(items.slice(0, order.steps.length), alone);
  if (isIncomplete || companions?.isSound === false) return { run: null, findings: [] };
  return { run: { calls, companions: companions?.programs ?? [] }, findings: [] };
}

/** The range at the end of a free step, with the dash or bracket before it. */
const freeRange =
  /(?<![\s,])[\s,]+(?:(?:[-–—]|--)\s+|\()?(after|before)\s+(\d{1,4})(?:[\s,]+(?:and\s+)?(after|before)\s+(\d{1,4}))?\)?\s*\.?$/i;
const furtherRange = /(?:after|before)\s+\d+[\s,]*$/i;

/** Matches with a space before the text, which its `index` counts. */
function rangeIn(text: string): RegExpExecArray | null {
  return freeRange.exec(` ${text.trimEnd()}`);
}

/** Reads `` `setsockopt()` after 1 before 2 `` in a list of `steps` steps. */
function parseFree({ nodes: [first], labelRange: range }: ParsedSection, steps: number): FreeStep | Finding {
  const invalid = (reason: string) => finding('FREE_RANGE', range, `this free step is not valid: ${reason}`);
  const last = first?.type === 'paragraph' ? first.children.at(-1) : undefined;
  const match = last?.type === 'text' ? rangeIn(last.value) : null;
  if (first?.type !== 'paragraph' || last?.type !== 'text' || match === null) {
    return last?.type === 'text' && /(?:after|before)\s+\d/i.test(last.value)
      ? invalid('text follows its range')
      : invalid('it has no range');
  }
  const [, word = '', number, secondWord, secondNumber] = match;
  const value = last.value.slice(0, Math.max(0, match.index - 1));
  if (word.toLowerCase() === secondWord?.toLowerCase() || furtherRange.test(value))
    return invalid('it has more than one range');
  const isAfterFirst = word.toLowerCase() === 'after';
  const after = Number((isAfterFirst ? number : secondNumber) ?? 0);
  const before = Number((isAfterFirst ? secondNumber : number) ?? steps + 1);
  const step = trimmed([...first.children.slice(0, -1), { type: 'text', value }]);
  if (isEmpty([paragraph(step)])) return invalid('its text is empty');
  if (after > steps || before > steps + 1) return invalid(`the list has only ${String(steps)} steps`);
  if (before < 1 || after >= before)
    return invalid(`no place is after ${String(after)} and before ${String(before)}`);
  return { step: [paragraph(step)], range, after, before };
}

/** Whether the text ends with a range that is possible in a list of so many steps. */
function hasRange([first]: Nodes, steps: number): boolean {
  const last = first?.type === 'paragraph' ? first.children.at(-1) : undefined;
  const [, , number, , secondNumber] = (last?.type === 'text' && rangeIn(last.value)) || [];
  return number !== undefined && Math.max(Number(number), Number(secondNumber ?? 0)) <= steps + 1;
}

function parseDistractor(
  { nodes, labelRange: range }: ParsedSection,
  steps: number,
  listed: ReadonlySet<string>,
): Distractor | Finding {
  const [first] = nodes;
  if (first?.type === 'list') {
    const help = 'write a separate `**Extra:**` for each';
    return finding('ORDER_LIST', nodeRange(first), '`**Extra:**` takes no list', help);
  }
  const { text, message } = splitAtDash(nodes);
  if (isEmpty(text)) return finding('LABEL_EMPTY', range, 'there is no text before the dash');
  if (hasRange(text, steps))
    return finding(
      'FREE_RANGE',
      range,
      'a distractor has no place in the order, so it has no range',
      'remove the range, or write `**Free:**` for a step with several places',
    );
  if (listed.has(plainText(text))) return finding('DISTRACTOR_IS_STEP', range);
  return { step: text, range, message };
}

/** Free steps that are steps of the list or distractors, too. */
function contradictions(
  free: readonly FreeStep[],
  distractors: readonly Distractor[],
  listed: ReadonlySet<string>,
): Finding[] {
  const others = new Set(distractors.map(({ step }) => plainText(step)));
  return free.flatMap(({ step, range }) => {
    const text = plainText(step);
    if (text === '') return [];
    if (others.has(text))
      return [finding('DISTRACTOR_IS_STEP', range, 'this free step is also a distractor')];
    if (!listed.has(text)) return [];
    const message = 'this free step is also a step of the list';
    return [finding('DISTRACTOR_IS_STEP', range, message, 'remove it from the list, or remove this label')];
  });
}

function parseLabels(
  sections: readonly ParsedSection[],
  steps: readonly Step[],
): Pick<Order, 'free' | 'distractors'> & { readonly findings: readonly Finding[] } {
  const listed = new Set(steps.map(({ step }) => plainText(step)).filter((text) => text !== ''));
  const findings: Finding[] = [];
  const free: FreeStep[] = [];
  const distractors: Distractor[] = [];
  for (const section of sections) {
    if (section.isEmpty) continue;
    if (section.label === 'Free') {
      const parsed = parseFree(section, steps.length);
      if ('code' in parsed) findings.push(parsed);
      else free.push(parsed);
    } else if (section.label === 'Extra') {
      const parsed = parseDistractor(section, steps.length, listed);
      if ('code' in parsed) findings.push(parsed);
      else distractors.push(parsed);
    }
  }
  return { free, distractors, findings: [...findings, ...contradictions(free, distractors, listed)] };
}

/** The markers with which an author may begin a step: `1)`, `1.)`, `(1)`, `1:`, `1 -`, `Step 1:`, `1.` without its space. */
const numbered = /^(?:step[ \t]*)?\(?(\d{1,2})(?:\.?[)\]:]|\.|[ \t]*[-–—]|(?=[ \t]))[ \t]*(?=\S)/i;
const lettered = /^\(?([a-h])[.)][ \t]+(?=\S)/i;
const bulleted = /^[-*+•–][ \t]*(?!\[)(?=\S)/;

/** @returns the length of the marker, and the number it gives its step; `null`: it gives none */
function markerOf(line: string): { readonly length: number; readonly step: number | null } | null {
  const [number, digits] = numbered.exec(line) ?? [];
  if (number !== undefined) return { length: number.length, step: Number(digits) };
  const [letter, name = ''] = lettered.exec(line) ?? [];
  if (letter !== undefined) return { length: letter.length, step: name.toLowerCase().charCodeAt(0) - 96 };
  const [bullet] = bulleted.exec(line) ?? [];
  return bullet === undefined ? null : { length: bullet.length, step: null };
}

/** The edit that begins each line of the range with `1. `, `2. ` …; `null`: its markers do not agree on that order. */
export function numberedSteps(range: Range, source: string, from: number): Edit | null {
  const pieces = source.slice(range.start, range.end).split(/(\r\n?|\n)/);
  const lines = pieces
    .filter((_, index) => index % 2 === 0)
    .map((line) => ({ line, marker: markerOf(line) }));
  const agree = lines.every(
    ({ marker }, index) => marker !== null && (marker.step ?? from + index) === from + index,
  );
  if (!agree) return null;
  const written = lines.map(
    ({ line, marker }, index) => `${String(from + index)}. ${line.slice(marker?.length ?? 0)}`,
  );
  return { ...range, text: written.map((line, index) => line + (pieces[2 * index + 1] ?? '')).join('') };
}

function withFix(found: Finding, fix: Edit | null): Finding {
  return fix === null ? found : { ...found, fix };
}

function listFinding(range: Range, message: string): Finding {
  return finding('ORDER_LIST', range, message, 'write `1. `, `2. ` … with a space, one line below the other');
}

/** A line inside a step that begins with the number of the next one. */
function mergedStep(item: Node, next: number, source: string): Finding[] {
  const { start, end } = nodeRange(item);
  const line = new RegExp(`[\\r\\n][ \\t]*(${String(next)}(?:[.)]|[ \\t]).*)`).exec(source.slice(start, end));
  if (line === null) return [];
  const [, written = ''] = line;
  const at = start + line.index + line[0].length - written.length;
  const number = String(next);
  const [mark = ''] = /^(?:[.)][ \t]*|[ \t]+)/.exec(written.slice(number.length)) ?? [];
  const fix = { start: at, end: at + number.length + mark.length, text: `${number}. ` };
  const found = listFinding(
    { start: at, end: at + written.length },
    'Markdown reads this step as text of the one above',
  );
  return [{ ...found, fix }];
}

/** A list right below the steps, without an empty line, whose items have another marker. */
function stepsWithOtherMarker(list: Node, below: Node, next: number, source: string): Finding | null {
  const range = nodeRange(below);
  const between = source.slice(nodeRange(list).end, range.start);
  if (below.type !== 'list' || !/^[ \t]*(?:\r\n?|\n)?[ \t]*$/.test(between)) return null;
  const found = finding(
    'ORDER_LIST',
    firstLineOf(below, source),
    'another list begins here, because the marker differs from that of the steps above',
    `write \`${String(next)}. \` for the next step, or put an empty line before it`,
  );
  return withFix(found, numberedSteps(range, source, next));
}

/** A list below the steps that was likely meant to be part of them. */
function furtherSteps(list: List, explanation: readonly Node[], source: string): Finding[] {
  const [below] = explanation;
  const next = (list.start ?? 1) + list.children.length;
  const other = below === undefined ? null : stepsWithOtherMarker(list, below, next, source);
  if (other !== null) return [other];
  const further = explanation.find(
    (node) => node.type === 'list' && node.ordered === true && (node.start ?? 1) > 1,
  );
  return further === undefined
    ? []
    : [listFinding(firstLineOf(further, source), 'the list continues below other text')];
}

export function parseOrder({ body, sections, outline, script }: CardTree): Parsed<Order> {
  const { source, heading } = outline;
  const [list, ...explanation] = body;
  if (list?.type !== 'list' || list.ordered !== true) {
    const range = list === undefined ? heading.range : firstLineOf(list, source);
    return { content: null, findings: [finding('ORDER_LIST', range)] };
  }
  const steps = list.children.map((item) => ({ step: item.children, range: firstLineOf(item, source) }));
  const wrong = [
    ...list.children.flatMap((item, index) => mergedStep(item, (list.start ?? 1) + index + 1, source)),
    ...furtherSteps(list, explanation, source),
    ...steps.filter(({ step }) => isEmpty(step)).map(({ range }) => finding('ORDER_EMPTY_STEP', range)),
    ...(steps.length < 2 ? [finding('ORDER_ONE_STEP', firstLineOf(list, source))] : []),
  ];
  const { free, distractors, findings } = parseLabels(sections, steps);
  if (findings.length > 0 || wrong.length > 0) return { content: null, findings: [...wrong, ...findings] };
  const order = { kind: 'order', steps, free, distractors, explanation } as const;
  const { run, findings: inRun } = parseRun(order, script);
  return { content: { ...order, run }, findings: inRun };
}

export function renderOrder(
  { steps, free, distractors, explanation, run }: Order,
  context: RenderContext,
): Body {
  return {
    kind: 'order',
    steps: steps.map(({ step }) => renderShort(step, context)),
    free: free.map(({ step, after, before }) => ({ step: renderShort(step, context), after, before })),
    distractors: distractors.map(({ step, message }) => ({
      step: renderShort(step, context),
      message: message && renderShort(message, context),
    })),
    explanation: renderOptional(explanation, context),
    run,
  };
}
