import type { List, ListItem, Nodes as Node } from 'mdast';
import type { Body } from '#lib/cards/prompt.ts';
import type { CardTree, Parsed } from '#lib/deck/kinds/card-tree.ts';
import { nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import { isEmpty, plainText, splitAtDash } from '#lib/deck/markdown/phrase.ts';
import { type RenderContext, renderOptional, renderShort } from '#lib/deck/markdown/render-html.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

interface Option {
  readonly text: Nodes;
  readonly right: boolean;
  readonly feedback: Nodes | null;
  /** The whole item, feedback included. */
  readonly nodes: Nodes;
  /** Its first block: feedback may be long, and the caret should stay near its beginning. */
  readonly range: Range;
}

/** A question with options, several of which may be right. */
export interface Choice {
  readonly kind: 'choice';
  readonly question: Nodes;
  readonly options: readonly Option[];
  readonly explanation: Nodes;
  /** The whole list. */
  readonly range: Range;
}

function isTask(item: ListItem): boolean {
  return typeof item.checked === 'boolean';
}

/** The items with a box at any depth, in the order of the text. */
function tasksIn(nodes: readonly Node[]): ListItem[] {
  return nodes.flatMap((node) => [
    ...(node.type === 'listItem' && isTask(node) ? [node] : []),
    ...('children' in node ? tasksIn(node.children) : []),
  ]);
}

function itemRange(item: ListItem): Range {
  const first = item.children[0];
  const whole = nodeRange(item);
  return first === undefined ? whole : { start: whole.start, end: nodeRange(first).end };
}

function optionOf(item: ListItem): Option {
  const { text, message } = splitAtDash(item.children);
  const right = item.checked === true;
  return { text, right, feedback: message, nodes: item.children, range: itemRange(item) };
}

function optionFindings(options: readonly Option[], list: Range): Finding[] {
  const found: Finding[] = [];
  if (options.length < 2) found.push(finding('CHOICE_ONE', list));
  if (!options.some(({ right }) => right)) found.push(finding('CHOICE_NONE_RIGHT', list));
  const seen = new Set<string>();
  for (const { text, range } of options) {
    const plain = plainText(text);
    if (isEmpty(text)) found.push(finding('CHOICE_EMPTY', range));
    else if (seen.has(plain)) found.push(finding('CHOICE_REPEATED', range));
    // Options without text, such as pictures, are not compared.
    if (plain !== '') seen.add(plain);
  }
  return found;
}

function isTaskList(node: Node | undefined): boolean {
  return node?.type === 'list' && node.children.some(isTask);
}

/** A heading, or a paragraph that is bold or ends in a question mark: each may be the question of the list below it. */
function isQuestion(node: Node): boolean {
  if (node.type === 'heading') return true;
  if (node.type !== 'paragraph') return false;
  const [only, ...more] = node.children;
  return (only?.type === 'strong' && more.length === 0) || /[?？:：]$/.test(plainText([node]));
}

/** Reports that the card has several questions, each with its own choices; `null`: it does not. */
function severalQuestions(body: Nodes): Finding | null {
  const questions = body.filter((node, index) => isQuestion(node) && isTaskList(body[index + 1]));
  const lists = body.filter((node) => isTaskList(node)).length;
  const [first, second] = questions;
  if (first === undefined || lists < 2) return null;
  // The first list may belong to the heading of the card.
  const asked = second === undefined || !isTaskList(body[body.indexOf(first) - 1]) ? first : second;
  const marks = asked.type === 'heading' ? `\`${'#'.repeat(asked.depth)}\`` : 'text';
  return finding(
    'CHOICE_LIST',
    nodeRange(asked),
    `this card has ${String(lists)} task lists, because ${marks} begins no card, only \`##\` does`,
    'write `## ` before each question',
  );
}

function strayFinding(stray: readonly ListItem[]): Finding {
  const [first] = stray;
  const range = first === undefined ? { start: 0, end: 1 } : itemRange(first);
  const others = stray.length - 1;
  if (others < 1) return finding('CHOICE_LIST', range);
  const where = others === 1 ? 'another line' : `${String(others)} other lines`;
  return finding('CHOICE_LIST', range, `the choices are not one task list, here and in ${where}`);
}

export function parseChoice({ body, outline }: CardTree): Parsed<Choice> {
  // The outline has reported which lines are no choices; the list means nothing without them.
  if (outline.broken) return { content: null, findings: [] };
  const at = body.findIndex((node) => node.type === 'list' && node.children.some(isTask));
  const list: List | undefined = body
    .filter((node) => node.type === 'list')
    .find((node) => node.children.some(isTask));
  if (list === undefined) return { content: null, findings: [finding('CHOICE_LIST', outline.heading.range)] };
  const several = severalQuestions(body);
  if (several !== null) return { content: null, findings: [several] };
  const outside = tasksIn(body).filter((item) => !list.children.includes(item));
  const stray = [...list.children.filter((item) => !isTask(item)), ...outside];
  if (stray.length > 0) return { content: null, findings: [strayFinding(stray)] };
  const options = list.children.map(optionOf);
  const range = nodeRange(list);
  const findings = optionFindings(options, range);
  if (findings.length > 0) return { content: null, findings };
  return {
    content: {
      kind: 'choice',
      question: body.slice(0, at),
      options,
      explanation: body.slice(at + 1),
      range,
    },
    findings,
  };
}

export function renderChoice({ question, options, explanation }: Choice, context: RenderContext): Body {
  return {
    kind: 'choice',
    question: renderOptional(question, context),
    options: options.map(({ text, right, feedback }) => ({
      text: renderShort(text, context),
      right,
      feedback: feedback && renderShort(feedback, context),
    })),
    explanation: renderOptional(explanation, context),
  };
}
