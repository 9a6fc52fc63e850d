import type { List, ListItem, Nodes as Node } from 'mdast';
import type { CardContent, Parsed } from '#lib/deck/kinds/card-content.ts';
import { missedDash } from '#lib/deck/lint/missed-dash.ts';
import { type Markup, nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import { isEmpty, plainText, splitAtDash } from '#lib/deck/markdown/phrase.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

type Choice = Extract<CardContent, { kind: 'choice' }>;

interface Option {
  readonly text: Nodes;
  readonly right: boolean;
  readonly feedback: Nodes | null;
  readonly plain: string;
  readonly range: Range;
  /** What looks like feedback and is none. */
  readonly missed: readonly Finding[];
}

function isTask(item: ListItem): boolean {
  return typeof item.checked === 'boolean';
}

/** The items with a box that are in `nodes` or anywhere below, in order. */
function tasksIn(nodes: readonly Node[]): ListItem[] {
  return nodes.flatMap((node) => [
    ...(node.type === 'listItem' && isTask(node) ? [node] : []),
    ...('children' in node ? tasksIn(node.children) : []),
  ]);
}

/** Only the first line: a choice with feedback may be long, and the caret should stay near its beginning. */
function itemRange(item: ListItem, base: number): Range {
  const first = item.children[0];
  const whole = nodeRange(item, base);
  return first === undefined ? whole : { start: whole.start, end: nodeRange(first, base).end };
}

function optionOf(item: ListItem, source: string, base: number): Option {
  const { text, message } = splitAtDash(item.children);
  return {
    text,
    right: item.checked === true,
    feedback: message,
    plain: plainText(text),
    range: itemRange(item, base),
    missed: message === null ? missedDash(item.children, source, base, 'option') : [],
  };
}

/** A right choice stands out when it is both much and visibly longer than every wrong one. */
function telltale(options: readonly Option[]): Option | null {
  const longestWrong = Math.max(
    0,
    ...options.filter((option) => !option.right).map((option) => option.plain.length),
  );
  if (longestWrong === 0) return null;
  const long = (option: Option) =>
    option.plain.length >= 1.8 * longestWrong && option.plain.length >= longestWrong + 20;
  const right = options.filter((option) => option.right);
  return right.length > 0 && right.every(long) ? (right[0] ?? null) : null;
}

function check(options: readonly Option[], list: Range): { findings: Finding[]; usable: boolean } {
  const errors: Finding[] = [];
  const warnings: Finding[] = [];
  const right = options.filter((option) => option.right).length;
  if (options.length < 2) errors.push(finding('CHOICE_ONE', list));
  if (right === 0) errors.push(finding('CHOICE_NONE_RIGHT', list));
  else if (right === options.length && options.length > 1) warnings.push(finding('CHOICE_ALL_RIGHT', list));
  const seen = new Set<string>();
  for (const option of options) {
    if (isEmpty(option.text)) errors.push(finding('CHOICE_EMPTY', option.range));
    else if (seen.has(option.plain)) errors.push(finding('CHOICE_REPEATED', option.range));
    // Pictures without text, say, are not compared.
    if (option.plain !== '') seen.add(option.plain);
  }
  const long = telltale(options);
  const missed = options.flatMap((option) => option.missed);
  warnings.push(...missed);
  // Feedback that counts as text makes it long.
  if (long !== null && missed.length === 0) warnings.push(finding('CHOICE_TELLTALE', long.range));
  return { findings: [...errors, ...warnings], usable: errors.length === 0 };
}

/** A question with options; several right ones are allowed. */
export function parseChoice(body: Markup, source: string, whole: Range): Parsed<Choice> {
  const at = body.nodes.findIndex((node) => node.type === 'list' && node.children.some(isTask));
  const list: List | undefined = body.nodes
    .filter((node) => node.type === 'list')
    .find((node) => node.children.some(isTask));
  if (list === undefined) return { content: null, findings: [finding('CHOICE_LIST', whole)] };
  const outside = tasksIn(body.nodes).filter((item) => !list.children.includes(item));
  const stray = [...list.children.filter((item) => !isTask(item)), ...outside];
  if (stray.length > 0)
    return {
      content: null,
      findings: stray.map((item) => finding('CHOICE_LIST', itemRange(item, body.base))),
    };
  const options = list.children.map((item) => optionOf(item, source, body.base));
  const { findings, usable } = check(options, nodeRange(list, body.base));
  if (!usable) return { content: null, findings };
  const content: Choice = {
    kind: 'choice',
    question: body.nodes.slice(0, at),
    options: options.map(({ text, right, feedback }) => ({ text, right, feedback })),
    explanation: body.nodes.slice(at + 1),
  };
  return { content, findings };
}
