import type { Nodes as Node } from 'mdast';
import type { CardContent, Nodes, Parsed } from '#lib/deck/card-content.ts';
import { type Markup, nodeRange } from '#lib/deck/parse-markdown.ts';
import type { ParsedSection } from '#lib/deck/parse-section.ts';
import { isEmpty, paragraph, splitAtDash, trimmed } from '#lib/deck/split-phrase.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

type Order = Extract<CardContent, { kind: 'order' }>;
type Free = Order['free'][number];

const range = /\s+(?:after\s+(\d{1,4})(?:\s+before\s+(\d{1,4}))?|before\s+(\d{1,4}))\s*\.?\s*$/;

/** `` `setsockopt()` after 1 before 2 `` in a list of `steps` steps; the reason when it is not valid. */
function parseFree(section: ParsedSection, steps: number): Free | string {
  const [first] = section.nodes;
  const last = first?.type === 'paragraph' ? first.children.at(-1) : undefined;
  const match = last?.type === 'text' ? range.exec(` ${last.value}`) : null;
  if (first?.type !== 'paragraph' || last?.type !== 'text' || match === null) {
    return 'it does not say after or before which step it may stand';
  }
  const after = match[1] === undefined ? 0 : Number(match[1]);
  const writtenBefore = match[2] ?? match[3];
  const before = writtenBefore === undefined ? steps + 1 : Number(writtenBefore);
  const value = last.value.slice(0, Math.max(0, match.index - 1));
  const step = trimmed([...first.children.slice(0, -1), { type: 'text', value }]);
  if (isEmpty([paragraph(step)])) return 'it names no step';
  if (after > steps || before > steps + 1) return `there are only ${String(steps)} steps`;
  if (before < 1 || after >= before)
    return `nothing lies after ${String(after)} and before ${String(before)}`;
  return { step: [paragraph(step)], after, before };
}

function readLabels(
  sections: readonly ParsedSection[],
  steps: number,
): Parsed<Pick<Order, 'free' | 'extra'>> {
  const findings: Finding[] = [];
  const free: Free[] = [];
  const extra: { step: Nodes; message: Nodes | null }[] = [];
  for (const section of sections) {
    if (section.isEmpty) continue;
    if (section.label === 'Free') {
      const parsed = parseFree(section, steps);
      if (typeof parsed !== 'string') free.push(parsed);
      else findings.push(finding('FREE_RANGE', section.labelRange, `this free step is not valid: ${parsed}`));
    } else if (section.label === 'Extra') {
      const { text, message } = splitAtDash(section.nodes);
      if (isEmpty(text))
        findings.push(finding('LABEL_EMPTY', section.labelRange, 'nothing stands before the dash'));
      else extra.push({ step: text, message });
    }
  }
  return { content: { free, extra }, findings };
}

function firstLine(node: Node, base: number, source: string): Range {
  const whole = nodeRange(node, base);
  const lineEnd = source.slice(whole.start, whole.end).search(/[\r\n]/);
  return lineEnd === -1 ? whole : { start: whole.start, end: whole.start + lineEnd };
}

/** Steps to be put in order. */
export function parseOrder(
  body: Markup,
  sections: readonly ParsedSection[],
  source: string,
  heading: Range,
): Parsed<Order> {
  const [list, ...explanation] = body.nodes;
  if (list?.type !== 'list' || list.ordered !== true) {
    return {
      content: null,
      findings: [finding('ORDER_LIST', list === undefined ? heading : firstLine(list, body.base, source))],
    };
  }
  if (list.children.length < 2) {
    return { content: null, findings: [finding('ORDER_ONE_STEP', firstLine(list, body.base, source))] };
  }
  const empty = list.children.find((item) => isEmpty(item.children));
  if (empty !== undefined) {
    return { content: null, findings: [finding('ORDER_EMPTY_STEP', firstLine(empty, body.base, source))] };
  }
  const steps = list.children.map((item): Nodes => item.children);
  const { content, findings } = readLabels(sections, steps.length);
  if (content === null || findings.length > 0) return { content: null, findings };
  return { content: { kind: 'order', steps, ...content, explanation }, findings };
}
